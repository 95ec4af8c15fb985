package dev.dht.app.command;

import dev.dht.app.json.Json;
import dev.dht.id.Id;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds where an id can be had. */
@Command(
        name = "lookup",
        description = {
            "Find where ID can be had: one HOST:PORT a line.",
            "On a terminal each line comes as it is found; in a pipe or a file they come sorted, when all are found."
        },
        footer = {
            "",
            "Example: dht lookup $(dht id README.md) --bootstrap 127.0.0.1:1729",
            "         dht lookup $(dht id README.md) --explain"
        })
final class LookupCommand extends SeekingCommand {
    @Parameters(paramLabel = "ID", converter = Words.AnId.class, description = "What is looked for.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Id id;

    @Option(
            names = "--explain",
            description = "Tell also who was asked and who had named it, how long it took, and why the look-up ended.")
    private boolean explain;

    /** What stands on standard output already. */
    private final Set<String> shown = new LinkedHashSet<>();

    LookupCommand(Shell shell) {
        super(shell);
    }

    @Override
    int ask() throws InterruptedException {
        Sought sought = explain ? seekExplained(id, this::showSoon) : seek(id, this::showSoon);
        document(sought.document());
        List<String> endpoints = sought.endpoints();
        endpoints.forEach(this::show);
        if (explain) {
            say((endpoints.isEmpty() ? "" : System.lineSeparator())
                    + ExplanationText.of(Json.read(Json.text(sought.document()))));
        }
        if (endpoints.isEmpty()) {
            remark("dht lookup: " + sought.why(id));
            return ExitCode.NOT_DONE;
        }
        return ExitCode.DONE;
    }

    private void showSoon(String endpoint) {
        if (shell.terminal()) {
            show(endpoint);
        }
    }

    private synchronized void show(String endpoint) {
        if (shown.add(endpoint)) {
            say(endpoint);
        }
    }
}
