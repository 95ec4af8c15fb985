package dev.dht.app.command;

import dev.dht.app.client.ApiClient;
import dev.dht.app.client.ApiUrl;
import dev.dht.app.json.WrongDocumentException;
import picocli.CommandLine.Option;

/** A command that asks the node beside it. */
abstract class ApiCommand extends ShellCommand {
    @Option(
            names = "--api",
            paramLabel = "URL",
            converter = Words.Api.class,
            defaultValue = "http://127.0.0.1:1780",
            description = "Where the node's API is (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ApiUrl api;

    ApiCommand(Shell shell) {
        super(shell);
    }

    /** Does it; returns the exit code. */
    abstract int ask() throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        try {
            return ask();
        } catch (WrongDocumentException e) {
            throw node().noNode(e);
        }
    }

    final ApiClient node() {
        return new ApiClient(api);
    }
}
