package dev.dht.app.command;

import dev.dht.app.client.ApiClient;
import dev.dht.app.client.ApiUrl;
import dev.dht.app.http.AccessToken;
import dev.dht.app.json.WrongDocumentException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that asks the node beside it. */
abstract class ApiCommand extends ShellCommand {
    @Option(
            names = "--api",
            paramLabel = "URL",
            converter = Words.Api.class,
            defaultValue = "http://127.0.0.1:1780",
            description = "Where the node's API is (default: what DHT_API says, else http://127.0.0.1:1780).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ApiUrl api;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "The token that the API asks for, if it does (default: the file that DHT_TOKEN_FILE names, else the"
                            + " token itself in DHT_API_TOKEN).")
    private @Nullable Path tokenFile;

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
        return new ApiClient(api, token());
    }

    private @Nullable String token() {
        if (tokenFile == null) {
            String given = shell.environment().get("DHT_API_TOKEN");
            return given == null || given.isBlank() ? null : given.strip();
        }
        try {
            return AccessToken.textOf(tokenFile);
        } catch (IOException e) {
            throw Failure.words("--token-file: " + e.getMessage());
        }
    }
}
