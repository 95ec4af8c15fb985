package dev.dht.app.command;

import dev.dht.app.simulate.Draft;
import dev.dht.app.simulate.ProgressText;
import dev.dht.app.simulate.Report;
import dev.dht.app.simulate.ScenarioFile;
import dev.dht.app.simulate.SummaryDocument;
import dev.dht.app.simulate.SummaryText;
import dev.dht.app.text.StatusLine;
import dev.dht.sim.study.Scenario;
import dev.dht.sim.study.Simulation;
import dev.dht.sim.study.Summary;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The false universe. */
@Command(
        name = "simulate",
        description = {
            "Run a network of many nodes in virtual time and tell how it did. The same words give the same run, to the byte.",
            "Nodes enter ids and look up those of others; what they find is held against the truth."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:an invariant was broken", "2:the words are wrong"},
        footer = {
            "",
            "A scenario file is JSON with the same names, and faults:",
            "  {\"nodes\": 1000, \"hours\": 2, \"churn\": \"kad\", \"faults\": [",
            "     {\"kind\": \"partition\", \"at\": \"30m\", \"for\": \"10m\", \"part\": 0.5}]}",
            "Kinds: partition, one-way, loss, stall, kill. What is said here counts more than what the file says.",
            "",
            "Example: dht simulate --nodes 1000 --churn kad --report report.html"
        })
final class SimulateCommand extends ShellCommand {
    /** What was said of the fields of a scenario, by their names. */
    private final Map<String, String> said = new LinkedHashMap<>();

    @Option(names = "--scenario", paramLabel = "FILE", description = "A scenario in a file.")
    private @Nullable Path file;

    @Option(names = "--report", paramLabel = "FILE", description = "Write a page with plots, one HTML file.")
    private @Nullable Path report;

    @Option(names = "--dump-trace", paramLabel = "FILE", description = "Write all that happens; large.")
    private @Nullable Path trace;

    SimulateCommand(Shell shell) {
        super(shell);
    }

    @Option(names = "--nodes", paramLabel = "N", description = "How many nodes are up (default: 1000).")
    void nodes(String word) {
        said.put("nodes", word);
    }

    @Option(names = "--hours", paramLabel = "H", description = "How long, in virtual time (default: 1).")
    void hours(String word) {
        said.put("hours", word);
    }

    @Option(
            names = "--churn",
            paramLabel = "PROFILE",
            description = "How nodes come and go: none, kad, ipfs or harsh (default: none).")
    void churn(String word) {
        said.put("churn", word);
    }

    @Option(
            names = "--loss",
            paramLabel = "P",
            description = "Part of the datagrams that is lost, 0 to 1 (default: 0.01).")
    void loss(String word) {
        said.put("loss", word);
    }

    @Option(
            names = "--unreachable",
            paramLabel = "P",
            description = "Part of the nodes behind NAT (default: 0; 0.5 where nodes come and go).")
    void unreachable(String word) {
        said.put("unreachable", word);
    }

    @Option(names = "--home-lines", paramLabel = "P", description = "Part of the nodes on slow lines (default: 0.1).")
    void homeLines(String word) {
        said.put("home-lines", word);
    }

    @Option(names = "--liars", paramLabel = "P", description = "Part of the nodes that lies (default: 0).")
    void liars(String word) {
        said.put("liars", word);
    }

    @Option(
            names = "--start",
            paramLabel = "HOW",
            description = "join: one after another; settled: they have long been there (default: join).")
    void start(String word) {
        said.put("start", word);
    }

    @Option(
            names = "--maintenance",
            paramLabel = "on|off",
            description = "Whether nodes check contacts, refresh buckets and renew entries (default: on).")
    void maintenance(String word) {
        said.put("maintenance", word);
    }

    @Option(
            names = "--lookups-per-node-hour",
            paramLabel = "X",
            description = "Look-ups a node does in an hour, in the mean (default: 4).")
    void lookups(String word) {
        said.put("lookups-per-node-hour", word);
    }

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description =
                    "How many closer nodes a look-up may be asking when it asks one more, and twice as many near the target (default: 3).")
    void parallelism(String word) {
        said.put("parallelism", word);
    }

    @Option(names = "--entries", paramLabel = "N", description = "How many ids are entered (default: one a node).")
    void entries(String word) {
        said.put("entries", word);
    }

    @Option(
            names = "--invariants",
            paramLabel = "on|off",
            description = "Whether every node is held to its promises all along (default: on up to 20,000 nodes).")
    void invariants(String word) {
        said.put("invariants", word);
    }

    @Option(names = "--seed", paramLabel = "S", description = "Where all chance comes from (default: 1).")
    void seed(String word) {
        said.put("seed", word);
    }

    @Override
    public Integer call() {
        Scenario scenario = scenario();
        Summary summary = run(scenario);
        if (report != null) {
            write(report, Report.of(summary));
        }
        document(SummaryDocument.of(summary));
        SummaryText.of(summary).forEach(this::say);
        if (report != null) {
            say("report      " + report);
        }
        return summary.violations().isEmpty() ? ExitCode.DONE : ExitCode.NOT_DONE;
    }

    private Scenario scenario() {
        Draft draft = new Draft();
        if (file != null) {
            try {
                ScenarioFile.read(file, draft);
            } catch (IllegalArgumentException e) {
                throw Failure.words("--scenario: " + e.getMessage());
            }
        }
        said.forEach((field, word) -> {
            try {
                draft.say(field, word);
            } catch (IllegalArgumentException e) {
                throw Failure.words("--" + field + ": " + e.getMessage());
            }
        });
        try {
            return draft.scenario();
        } catch (IllegalArgumentException e) {
            throw Failure.words(String.valueOf(e.getMessage()));
        }
    }

    private Summary run(Scenario scenario) {
        if (report != null) {
            // Before the hours that it may take, not after them; what is there stays until there is something to say.
            write(report, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        ProgressText text = new ProgressText(System::nanoTime);
        try (StatusLine status = new StatusLine(shell.err(), shell.terminal(), System::nanoTime);
                OutputStream traceFile =
                        trace == null ? null : new BufferedOutputStream(Files.newOutputStream(trace))) {
            return Simulation.run(scenario, System::nanoTime, traceFile, progress -> {
                text.step(progress);
                status.say(() -> text.of(progress));
            });
        } catch (IOException e) {
            throw Failure.words("--dump-trace: " + trace + " cannot be written");
        } catch (OutOfMemoryError e) {
            throw new Failure(
                    ExitCode.NOT_DONE,
                    "the heap is too small for so many nodes (a larger one: JAVA_TOOL_OPTIONS=-Xmx16g)");
        }
    }

    private static void write(Path report, String page, OpenOption... how) {
        try {
            Files.writeString(report, page, StandardCharsets.UTF_8, how);
        } catch (IOException e) {
            throw Failure.words("--report: " + report + " cannot be written");
        }
    }
}
