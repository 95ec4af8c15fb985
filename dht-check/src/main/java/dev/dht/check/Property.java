package dev.dht.check;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** A promise that holds for every case. The package's page tells how many cases run, and from which seed. */
public final class Property {
    private final Settings settings;
    private final String name;
    private final Body body;

    Property(Settings settings, String name, Body body) {
        this.settings = settings;
        this.name = name;
        this.body = body;
    }

    /**
     * Runs the body on as many cases as {@code -Dcases} says; meant to be called by a JUnit test method.
     *
     * @throws Falsified at the first case that throws, with the smallest case that throws so and the seed that
     *     repeats it
     */
    public static void check(Body body) {
        check(1, body);
    }

    /** As {@link #check(Body)}, with {@code share} times the number of cases, for a property that is slow or quick. */
    public static void check(double share, Body body) {
        new Property(Settings.ofSystem(), nameOfTest(), body).run(share);
    }

    void run(double share) {
        long first = Objects.requireNonNullElse(settings.seed(), (long) name.hashCode());
        long cases = settings.scaled(share);
        for (long i = 0; i < cases; i++) {
            long seed = SplitMix.seedOfCase(first, i);
            Trial trial = Trial.of(body, Choices.seeded(seed));
            if (trial.failure() != null) {
                throw falsified(trial, trial.failure(), seed, i + 1);
            }
        }
    }

    private Falsified falsified(Trial failed, Throwable failure, long seed, long cases) {
        Trial again = Trial.of(body, Choices.replaying(failed.recorded()));
        if (again.failure() == null || !Kind.of(failure).same(Kind.of(again.failure()))) {
            return new Falsified(unsteady(again, seed, cases), failure, seed, cases);
        }
        Shrinking shrinking = new Shrinking(body, again);
        long[] smallest = (settings.shrinks() ? shrinking.smallest() : again).recorded();
        Choices choices = Choices.replaying(smallest);
        choices.story().tell();
        Throwable last = Objects.requireNonNullElse(Trial.of(body, choices).failure(), failure);
        String message = String.format(
                "falsified at case %d: %s%nThe smallest case, of %d choices (from %d, in %d tries):%n%s%s",
                cases,
                last,
                smallest.length,
                failed.recorded().length,
                shrinking.tries(),
                steps(choices, smallest),
                repetition(seed));
        return new Falsified(message, last, seed, cases);
    }

    private String unsteady(Trial again, long seed, long cases) {
        return String.format(
                "failed at case %d, but the same choices then %s: the property depends on more than its choices%n%s",
                cases,
                again.failure() == null ? "held" : "failed otherwise (" + again.failure() + ")",
                repetition(seed));
    }

    private static String steps(Choices choices, long[] smallest) {
        Stream<String> lines = choices.story().lines().isEmpty()
                ? Stream.of("choices " + Arrays.toString(smallest))
                : choices.story().lines().stream();
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append("    ").append(line).append(System.lineSeparator()));
        return text.toString();
    }

    private String repetition(long seed) {
        return String.format("Repeat it: -Dtest='%s' -Dseed=0x%x -Dcases=1", name, seed);
    }

    /** The test method that is running, as {@code Class#method}. */
    private static String nameOfTest() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(Property::isTest)
                        .map(frame -> simpleName(frame.getClassName()) + "#" + frame.getMethodName())
                        .findFirst()
                        .orElse("?"));
    }

    private static boolean isTest(StackWalker.StackFrame frame) {
        return Arrays.stream(frame.getDeclaringClass().getDeclaredMethods())
                .filter(method -> method.getName().equals(frame.getMethodName()))
                .anyMatch(Property::isTest);
    }

    private static boolean isTest(Method method) {
        return AnnotationSupport.isAnnotated(method, Testable.class);
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
