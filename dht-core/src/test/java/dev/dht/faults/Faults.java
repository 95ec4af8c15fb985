package dev.dht.faults;

import dev.dht.check.Falsified;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the general models, those that say what a part promises whatever happens, against the core with one fault planted
 * at a time, and prints by which each was caught, at which case. Only a falsified property counts. Called by
 * {@code faults/check}, with a folder of planted sources, one a fault, and the folder of the compiled tests;
 * {@value #WITHOUT} is the name of the sources without one.
 */
final class Faults {
    private static final List<String> MODELS = List.of(
            "dev.dht.lookup.LookupTest#theClosestThatAnswerAreAllAskedAndNobodyTwice",
            "dev.dht.lookup.LookupTest#liarsCannotHideHonestNodesThatItHeardOf",
            "dev.dht.store.StoreModelTest",
            "dev.dht.routing.TableModelTest",
            "dev.dht.query.QueriesModelTest",
            "dev.dht.publish.PublisherModelTest");
    private static final String WITHOUT = "00-without-a-fault";
    /** How long the models may take together, in seconds; they take ten. */
    private static final int LONGEST = 240;

    private final Path tests;

    private Faults(Path tests) {
        this.tests = tests;
    }

    public static void main(String[] arguments) throws Exception {
        Faults faults = new Faults(Path.of(arguments[1]));
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), Faults::daemon);
        List<Path> planted;
        try (Stream<Path> all = Files.list(Path.of(arguments[0]))) {
            planted = all.sorted().toList();
        }
        List<Future<Line>> lines = new ArrayList<>();
        planted.forEach(sources -> lines.add(threads.submit(() -> faults.line(sources))));
        boolean right = true;
        for (int i = 0; i < lines.size(); i++) {
            right &= ended(lines.get(i)).print(planted.get(i).getFileName());
        }
        System.exit(right ? 0 : 1);
    }

    /** A thread that is left behind where a model does not end. */
    private static Thread daemon(Runnable run) {
        Thread thread = new Thread(run);
        thread.setDaemon(true);
        return thread;
    }

    private static Line ended(Future<Line> line) throws InterruptedException, ExecutionException {
        try {
            return line.get(LONGEST, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new Line(false, "DID NOT END", "", LONGEST);
        }
    }

    /** What came of a fault. */
    private record Line(boolean isRight, String what, String cases, double seconds) {
        boolean print(Path name) {
            System.out.printf("%-34s %-66s %9s %5.1f s%n", name, what, cases, seconds);
            return isRight;
        }
    }

    private Line line(Path sources) throws Exception {
        long began = System.nanoTime();
        compile(sources);
        List<Throwable> failures = failures(sources.resolve("classes"));
        Falsified caught = falsified(failures);
        double seconds = (System.nanoTime() - began) / 1e9;
        if (sources.endsWith(WITHOUT)) {
            return new Line(failures.isEmpty(), failures.isEmpty() ? "all models hold" : "" + failures, "", seconds);
        }
        return caught == null
                ? new Line(false, "NOT CAUGHT " + (failures.isEmpty() ? "" : failures), "", seconds)
                : new Line(true, what(caught), "case " + caught.cases(), seconds);
    }

    private static @Nullable Falsified falsified(List<Throwable> failures) {
        for (Throwable failure : failures) {
            if (failure instanceof Falsified falsified) {
                return falsified;
            }
        }
        return null;
    }

    /** The promise of the model that was broken, or the property where it has no name. */
    private static String what(Falsified caught) {
        String message = String.valueOf(caught.getMessage());
        String test = between(message, "-Dtest='", "'");
        String promise = between(message, "broken: ", System.lineSeparator());
        return promise.isEmpty() ? test.replace('#', ' ') : test.replaceAll("#.*", " ") + promise;
    }

    private static String between(String text, String before, String after) {
        int from = text.indexOf(before) + before.length();
        return from < before.length() ? "" : text.substring(from, text.indexOf(after, from));
    }

    private static void compile(Path sources) throws IOException {
        List<String> options = new ArrayList<>(List.of("-nowarn", "-proc:none", "-cp"));
        options.add(System.getProperty("java.class.path"));
        options.addAll(List.of("-d", sources.resolve("classes").toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".java") && !file.endsWith("module-info.java"))
                    .forEach(options::add);
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, System.out, System.err, options.toArray(new String[0]))
                != 0) {
            throw new IllegalStateException(sources.getFileName() + " does not compile");
        }
    }

    /** What the models threw, up to the first that was falsified. */
    private List<Throwable> failures(Path classes) throws ClassNotFoundException, IOException {
        Heard heard = new Heard();
        try (Planted loader = new Planted(url(classes), url(tests))) {
            Thread.currentThread().setContextClassLoader(loader);
            for (String model : MODELS) {
                if (falsified(heard.failures) == null) {
                    LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                            .selectors(selector(loader, model))
                            .build();
                    LauncherFactory.create().execute(request, heard);
                }
            }
        }
        if (heard.tests == 0) {
            throw new IllegalStateException("no test ran");
        }
        return heard.failures;
    }

    /** All of a class, or one property of it. */
    private static DiscoverySelector selector(ClassLoader loader, String model) throws ClassNotFoundException {
        String[] names = model.split("#");
        Class<?> tests = loader.loadClass(names[0]);
        return names.length == 1
                ? DiscoverySelectors.selectClass(tests)
                : DiscoverySelectors.selectMethod(tests, names[1]);
    }

    private static URL url(Path folder) throws MalformedURLException {
        return folder.toUri().toURL();
    }

    /** Loads the core with its fault, and its tests, anew; all else is the application's. */
    private static final class Planted extends URLClassLoader {
        Planted(URL... folders) {
            super(folders, Faults.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.dht.") || name.startsWith("dev.dht.check.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }

    private static final class Heard implements TestExecutionListener {
        final List<Throwable> failures = new ArrayList<>();
        int tests;

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            tests += identifier.isTest() ? 1 : 0;
            result.getThrowable().ifPresent(failures::add);
        }
    }
}
