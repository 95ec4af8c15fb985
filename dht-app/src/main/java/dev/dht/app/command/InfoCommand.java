package dev.dht.app.command;

import dev.dht.app.json.Fields;
import java.time.Instant;
import picocli.CommandLine.Command;

/** What the node beside this command knows of itself. */
@Command(
        name = "info",
        description =
                "Show what the node knows of itself: id, addresses, table, store, entries with receipts, counters.",
        footer = {"", "Example: dht info --api http://127.0.0.1:1780"})
final class InfoCommand extends ApiCommand {
    InfoCommand(Shell shell) {
        super(shell);
    }

    @Override
    int ask() {
        Fields info = node().get("/v1/info");
        String text = InfoText.of(info, Instant.now()); // in any case: what is not a node's is seen by it
        document(info.all());
        say(text);
        return ExitCode.DONE;
    }
}
