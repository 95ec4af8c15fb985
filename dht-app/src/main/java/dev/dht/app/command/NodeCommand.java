package dev.dht.app.command;

import dev.dht.app.address.HostPort;
import dev.dht.app.http.LocalApi;
import dev.dht.app.node.NodeSettings;
import dev.dht.app.node.StartedNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One node in the foreground, with its API beside it. */
@Command(
        name = "node",
        description = {
            "Run a node in the foreground, until SIGTERM or Ctrl-C.",
            "When it serves it prints one line: ready id=<64 hex> udp=<addr:port> api=<url or ->"
        },
        footer = {"", "Example: dht node --state ~/.dht --bootstrap 192.168.1.123:1729"})
final class NodeCommand extends ShellCommand {
    @Option(names = "--bind", paramLabel = "ADDR", description = "The address of its socket (default: all addresses).")
    private @Nullable String bind;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = Words.AnyPort.class,
            defaultValue = "1729",
            description = "Its UDP port; 0 for the one it had before, if its state knows and it is free, else any"
                    + " (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Keep id, port, contacts and entries here (default: nothing is kept).")
    private @Nullable Path state;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            converter = Words.Node.class,
            description = "A node to begin with. Repeatable.")
    private List<HostPort> bootstrap = new ArrayList<>();

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

    NodeCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        NodeSettings settings = new NodeSettings(
                bind == null ? null : ownAddress(bind),
                port,
                state,
                bootstrap.stream().map(HostPort::toString).toList(),
                false);
        // First, so that an address that cannot be used is known before the node joins.
        LocalApi api = noApi ? null : bindApi();
        StartedNode node;
        try {
            node = start(settings);
        } catch (RuntimeException e) {
            close(api);
            throw e;
        }
        if (api != null) {
            api.serve(node.dht(), !bootstrap.isEmpty());
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
            throw Failure.words(e.getMessage() + "; --api 127.0.0.1:0 takes any port, --no-api goes without");
        } catch (IllegalArgumentException e) {
            throw Failure.words("--api: " + e.getMessage());
        }
    }

    private static InetAddress ownAddress(String host) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw Failure.words("--bind: the name " + host + " does not resolve to an address");
        }
        try {
            if (address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null) {
                return address;
            }
        } catch (SocketException e) {
            return address; // whether it can be used is then seen when it is
        }
        throw Failure.words("--bind: " + host + " is not an address of this machine");
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
