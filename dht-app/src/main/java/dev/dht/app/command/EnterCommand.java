package dev.dht.app.command;

import dev.dht.app.json.Fields;
import dev.dht.id.Id;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Enters an id at the node beside this command. */
@Command(
        name = "enter",
        description = {
            "Publish that ID can be had at this node's address and PORT, until it is deleted.",
            "Waits for the first round of storing and prints who acknowledged the entry and who gave it back.",
            "An id that is entered again with another port gets that port; holders give the old one too until its hour"
                    + " is over."
        },
        footer = {"", "Example: dht enter $(dht id README.md) 8080"})
final class EnterCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "ID", converter = Words.AnId.class, description = "What is entered.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Id id;

    @Parameters(index = "1", paramLabel = "PORT", converter = Words.APort.class, description = "Where it is served.")
    private int port;

    @Option(names = "--no-wait", description = "Do not wait for the receipt.")
    private boolean noWait;

    EnterCommand(Shell shell) {
        super(shell);
    }

    @Override
    int ask() {
        String path = "/v1/entries/" + id.hex() + (noWait ? "?wait=false" : "");
        Fields receipt = node().put(path, Map.of("port", port));
        String text = ReceiptText.of(receipt);
        document(receipt.all());
        say(noWait ? "entered " + id.hex() + " port " + port + "; dht info shows its receipt" : text);
        return ExitCode.DONE;
    }
}
