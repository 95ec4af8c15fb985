package dev.dht.app.command;

import dev.dht.app.bench.BenchDocument;
import dev.dht.app.bench.BenchText;
import dev.dht.app.text.StatusLine;
import dev.dht.bench.Bench;
import dev.dht.bench.BenchException;
import dev.dht.bench.Extent;
import dev.dht.bench.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The benchmarks. */
@Command(
        name = "bench",
        description = {
            "Measure what the parts of a node cost, each beside the least that it could be.",
            "Figures want a machine that does nothing else; docs/benchmarks.md says what each means."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done, whatever the figures are", "1:it could not be measured", "2:the words are wrong"},
        footer = {"", "Example: dht bench table"})
final class BenchCommand extends ShellCommand {
    private static final double MOST_SECONDS = 600;
    private static final double LEAST_SECONDS = 0.001;

    @Parameters(
            paramLabel = "NAME",
            converter = Name.class,
            description = {
                "table, store, codec or serve; lookup or publish, in virtual time;",
                "or all of them, one after another."
            })
    private Chosen chosen = new Chosen(List.of());

    @Option(
            names = "--entries",
            paramLabel = "N",
            converter = Words.Count.class,
            description = "How many entries the store holds, 1024 to 10000000 (default: 1000000).")
    private int entries = Extent.DEFAULT.entries();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = Seconds.class,
            description = "How long each figure is measured (default: 5).")
    private Duration time = Extent.DEFAULT.time();

    @Option(
            names = "--nodes",
            paramLabel = "N",
            converter = Words.Count.class,
            description = "How many nodes the networks in virtual time have, 64 to 1000000 (default: 10000).")
    private int nodes = Extent.DEFAULT.nodes();

    @Option(names = "--no-fork", description = "Measure all in this process: sooner done, and less exact.")
    private boolean inThisProcess;

    BenchCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Extent extent = extent();
        List<Report> reports = new ArrayList<>();
        for (Bench benchmark : chosen.benchmarks()) {
            if (!reports.isEmpty()) {
                say("");
            }
            Report report = run(benchmark, extent);
            reports.add(report);
            BenchText.of(report).forEach(this::say);
        }
        document(reports.size() == 1 ? BenchDocument.of(reports.get(0)) : BenchDocument.of(reports));
        return ExitCode.DONE;
    }

    private Extent extent() {
        requireWithin("entries", entries, Extent.LEAST_ENTRIES, Extent.MOST_ENTRIES);
        requireWithin("nodes", nodes, Extent.LEAST_NODES, Extent.MOST_NODES);
        return new Extent(entries, time, !inThisProcess, nodes);
    }

    private static void requireWithin(String what, int number, int least, int most) {
        if (number < least || number > most) {
            throw Failure.words("--" + what + ": " + least + " to " + most + " " + what + ", not " + number);
        }
    }

    private Report run(Bench benchmark, Extent extent) {
        String name = benchmark.name().toLowerCase(Locale.ROOT);
        try (StatusLine status = new StatusLine(shell.err(), shell.terminal(), System::nanoTime)) {
            return benchmark.run(extent, step -> status.say(() -> name + ": " + step));
        } catch (BenchException e) {
            throw new Failure(ExitCode.NOT_DONE, String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            throw new Failure(
                    ExitCode.NOT_DONE,
                    "the heap is too small for so many entries (a larger one: JAVA_TOOL_OPTIONS=-Xmx8g)");
        }
    }

    /** What is measured. */
    record Chosen(List<Bench> benchmarks) {}

    /** A benchmark, or all of them. */
    static final class Name implements ITypeConverter<Chosen> {
        @Override
        public Chosen convert(String word) {
            if (word.equals("all")) {
                return new Chosen(List.of(Bench.values()));
            }
            return Arrays.stream(Bench.values())
                    .filter(bench -> bench.name().toLowerCase(Locale.ROOT).equals(word))
                    .findAny()
                    .map(bench -> new Chosen(List.of(bench)))
                    .orElseThrow(() -> new TypeConversionException(
                            "one of table, store, codec, serve, lookup, publish, all, not '" + word + "'"));
        }
    }

    /** Seconds and parts of one. */
    static final class Seconds implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String word) {
            double seconds;
            try {
                seconds = Double.parseDouble(word);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + word + "' is not a number");
            }
            if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
                throw new TypeConversionException("0.001 to " + (long) MOST_SECONDS + ", not " + word);
            }
            return Duration.ofNanos(Math.round(seconds * 1e9));
        }
    }
}
