package dev.dht.bench;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures the calls of a class by JMH. */
final class Jmh {
    /** Half of the time, in as many rounds as are measured. */
    private static final int WARMUP_ROUNDS = Extent.ROUNDS;

    private Jmh() {}

    /**
     * Nanoseconds of each call of a class, by the name of its method, with the value of its parameter behind a colon if
     * it was not told.
     *
     * @param parameter what {@code ids} is to be, or 0 where the class has no such parameter
     */
    static Map<String, Score> measure(Class<?> calls, int parameter, Extent extent, Consumer<String> progress) {
        // Two that measure at once disturb each other, but that is no reason to refuse.
        System.setProperty("jmh.ignoreLock", "true");
        long round = Math.max(1, extent.round().toMillis());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(Pattern.quote(calls.getName()) + "\\.")
                .forks(extent.forked() ? 1 : 0)
                .warmupIterations(WARMUP_ROUNDS)
                .warmupTime(TimeValue.milliseconds(Math.max(1, round / 2)))
                .measurementIterations(Extent.ROUNDS)
                .measurementTime(TimeValue.milliseconds(round))
                .shouldFailOnError(true);
        if (parameter > 0) {
            options.param("ids", Integer.toString(parameter));
        }
        Map<String, Score> scores = new LinkedHashMap<>();
        try {
            for (RunResult result : new Runner(options.build(), new JmhProgress(progress)).run()) {
                scores.put(name(result, parameter > 0), score(result.getBenchmarkResults()));
            }
        } catch (RunnerException e) {
            throw new BenchException("the measurement of " + calls.getSimpleName() + " failed: " + e.getMessage(), e);
        }
        return scores;
    }

    private static String name(RunResult result, boolean told) {
        String method = result.getParams().getBenchmark();
        String name = method.substring(method.lastIndexOf('.') + 1);
        Collection<String> parameters = result.getParams().getParamsKeys();
        return told || parameters.isEmpty()
                ? name
                : name + ":" + result.getParams().getParam(parameters.iterator().next());
    }

    private static Score score(Collection<BenchmarkResult> processes) {
        DoubleStream rounds = processes.stream()
                .flatMap(process ->
                        StreamSupport.stream(process.getIterationResults().spliterator(), false))
                .map(IterationResult::getPrimaryResult)
                .mapToDouble(round -> round.getScore());
        return Score.of(rounds.toArray());
    }
}
