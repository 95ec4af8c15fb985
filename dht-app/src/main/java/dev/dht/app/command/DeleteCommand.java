package dev.dht.app.command;

import dev.dht.id.Id;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes an id from the node beside this command. */
@Command(
        name = "delete",
        description = "Stop publishing ID. The network forgets it within the hour.",
        footer = {"", "Example: dht delete $(dht id README.md)"})
final class DeleteCommand extends ApiCommand {
    @Parameters(paramLabel = "ID", converter = Words.AnId.class, description = "What was entered.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Id id;

    DeleteCommand(Shell shell) {
        super(shell);
    }

    @Override
    int ask() {
        node().delete("/v1/entries/" + id.hex());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", id.hex());
        document.put("deleted", true);
        document(document);
        say("deleted " + id.hex() + "; the network forgets it within the hour");
        return ExitCode.DONE;
    }
}
