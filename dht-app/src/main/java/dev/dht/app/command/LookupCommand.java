package dev.dht.app.command;

import dev.dht.api.Dht;
import dev.dht.api.LookupReport;
import dev.dht.app.address.HostPort;
import dev.dht.app.json.Documents;
import dev.dht.app.json.Fields;
import dev.dht.app.node.NodeSettings;
import dev.dht.app.node.StartedNode;
import dev.dht.id.Id;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
        footer = {"", "Example: dht lookup $(dht id README.md) --bootstrap 127.0.0.1:1729"})
final class LookupCommand extends ApiCommand {
    private static final int JOIN_SECONDS = 10;

    @Parameters(paramLabel = "ID", converter = Words.AnId.class, description = "What is looked for.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Id id;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            converter = Words.Node.class,
            description =
                    "Look up through a short-lived node that begins here, not through the node beside. Repeatable.")
    private List<HostPort> bootstrap = new ArrayList<>();

    /** What stands on standard output already. */
    private final Set<String> shown = new LinkedHashSet<>();

    LookupCommand(Shell shell) {
        super(shell);
    }

    @Override
    int ask() throws InterruptedException {
        List<String> endpoints = bootstrap.isEmpty() ? askNodeBeside() : askNetwork();
        endpoints.forEach(this::show);
        if (endpoints.isEmpty()) {
            remark("dht lookup: nobody has entered " + id.hex());
            return ExitCode.NOT_DONE;
        }
        return ExitCode.DONE;
    }

    private List<String> askNodeBeside() {
        Fields report = node().stream("/v1/lookup/" + id.hex(), found -> showSoon(endpoint(found)));
        List<String> endpoints = report.objects("endpoints").stream()
                .map(LookupCommand::endpoint)
                .toList();
        document(report.all());
        return endpoints;
    }

    private List<String> askNetwork() throws InterruptedException {
        List<String> first = new ArrayList<>();
        for (HostPort node : bootstrap) {
            first.add(HostPort.text(resolve(node)));
        }
        try (StartedNode own = start(NodeSettings.shortLived(first))) {
            join(own.dht(), first);
            LookupReport report = lookup(own.dht());
            document(Documents.lookup(report));
            return report.endpoints().stream().map(HostPort::text).toList();
        }
    }

    private static void join(Dht dht, List<String> first) throws InterruptedException {
        try {
            dht.ready().get(JOIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new Failure(
                    ExitCode.NOT_DONE, "no answer from " + String.join(", ", first) + " (does a node run there?)");
        }
    }

    private LookupReport lookup(Dht dht) {
        try {
            return dht.lookup(id, this::showSoon).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void showSoon(InetSocketAddress found) {
        showSoon(HostPort.text(found));
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

    private static String endpoint(Fields fields) {
        return new HostPort(fields.text("host"), (int) fields.number("port")).toString();
    }
}
