package dev.dht.bench;

import java.util.Collection;
import java.util.function.Consumer;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** Says how far JMH is, and prints nothing of what it would. */
final class JmhProgress implements OutputFormat {
    private final Consumer<String> progress;
    /** Rounds of the present benchmark, those of warming up first. */
    private int begun;

    JmhProgress(Consumer<String> progress) {
        this.progress = progress;
    }

    @Override
    public void startBenchmark(BenchmarkParams benchmark) {
        begun = 0;
        progress.accept(name(benchmark) + ": starting");
    }

    @Override
    public void iteration(BenchmarkParams benchmark, IterationParams rounds, int round) {
        String kind = ++begun <= benchmark.getWarmup().getCount() ? "warming up" : "measuring";
        progress.accept(name(benchmark) + ": " + kind + ", round " + round + " of " + rounds.getCount());
    }

    private static String name(BenchmarkParams benchmark) {
        String method = benchmark.getBenchmark();
        StringBuilder name = new StringBuilder(method.substring(method.lastIndexOf('.') + 1));
        benchmark.getParamsKeys().forEach(key -> name.append(' ').append(benchmark.getParam(key)));
        return name.toString();
    }

    @Override
    public void iterationResult(BenchmarkParams benchmark, IterationParams rounds, int round, IterationResult result) {}

    @Override
    public void endBenchmark(BenchmarkResult result) {}

    @Override
    public void startRun() {}

    @Override
    public void endRun(Collection<RunResult> results) {}

    @Override
    public void print(String text) {}

    @Override
    public void println(String text) {}

    @Override
    public void verbosePrintln(String text) {}

    @Override
    public void write(int octet) {}

    @Override
    public void write(byte[] octets) {}

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
