package dev.dht.app.command;

import dev.dht.app.address.HostPort;
import dev.dht.app.http.AccessToken;
import dev.dht.app.http.LocalApi;
import dev.dht.app.node.NodeSettings;
import dev.dht.app.node.StartedNode;
import dev.dht.app.page.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One node in the foreground, with its API beside it. */
@Command(
        name = "node",
        description = {
            "Run a node in the foreground, until SIGTERM or Ctrl-C.",
            "When it serves it prints one line: ready id=<64 hex> udp=<addr:port> api=<url or ->"
        },
        footer = {"", "Example: dht node --state ~/.dht --bootstrap 192.168.1.123:1729"})
final class NodeCommand extends ServingCommand {
    @Option(
            names = "--api",
            paramLabel = "HOST:PORT",
            converter = Words.Listen.class,
            defaultValue = "127.0.0.1:1780",
            description = "Where the HTTP API listens; port 0 for any (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private HostPort apiAddress;

    @Option(names = "--no-api", description = "Without the HTTP API.")
    private boolean noApi;

    @Option(
            names = "--api-token-file",
            paramLabel = "FILE",
            description =
                    "Ask for the token in this file at the API. Needed where others than this machine reach it, unless"
                            + " --state keeps one (DIR/api-token, made where there is none).")
    private @Nullable Path tokenFile;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    NodeCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        NodeSettings settings = settings();
        // First, so that an address that cannot be used is known before the node joins.
        LocalApi api = noApi ? null : bindApi();
        AccessToken token = api == null ? null : guard(api, "dht node", "the API", tokenFile);
        StartedNode node;
        try {
            node = start(settings);
        } catch (RuntimeException e) {
            close(api);
            throw e;
        }
        NodeReload reload = new NodeReload(node, configuration(), given(), token);
        if (api != null) {
            api.reloadedBy(reload);
            api.metrics().alsoCounts(node.refusals());
            api.serve(node.dht(), hasBootstrap(), new Page(node.dht()));
        }
        if (!shell.terminal()) {
            // On a terminal it means that the terminal is gone, and ends the node.
            Hangup.then(reload::reloadAndTell);
        }
        boolean told = shell.lifetime()
                .untilEnd(() -> end(node, api), node.ended(), () -> ready(node, api == null ? "-" : api.url()));
        if (told) {
            return ExitCode.DONE;
        }
        // Not a document: the one of this command was printed when it was ready.
        shell.err().println("dht node: the node ended by itself, without being told to; start it again");
        shell.err().flush();
        end(node, api);
        return ExitCode.NOT_DONE;
    }

    private void ready(StartedNode node, String url) {
        String id = node.dht().nodeId().hex();
        String udp = HostPort.text(node.address());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", id);
        document.put("udp", udp);
        document.put("api", url);
        document(document);
        say("ready id=" + id + " udp=" + udp + " api=" + url);
    }

    private LocalApi bindApi() {
        try {
            return LocalApi.bind(apiAddress.resolve());
        } catch (IOException e) {
            throw Failure.words("--api", e.getMessage() + "; --api 127.0.0.1:0 takes any port, --no-api goes without");
        } catch (IllegalArgumentException e) {
            throw Failure.words("--api: " + e.getMessage());
        }
    }

    private Configuration configuration() {
        return (Configuration) Objects.requireNonNull(spec.defaultValueProvider());
    }

    /** The names of the options that the command line gives. */
    private Set<String> given() {
        Set<String> names = new TreeSet<>();
        for (OptionSpec option : spec.options()) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                names.add(option.longestName().substring(2));
            }
        }
        return names;
    }

    private static void end(StartedNode node, @Nullable LocalApi api) {
        node.close();
        close(api);
    }

    private static void close(@Nullable LocalApi api) {
        if (api != null) {
            api.close();
        }
    }
}
