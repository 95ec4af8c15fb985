package dev.dht.app.command;

import dev.dht.api.Dht;
import dev.dht.api.LookupReport;
import dev.dht.app.address.HostPort;
import dev.dht.app.json.Documents;
import dev.dht.app.json.Fields;
import dev.dht.app.node.NodeSettings;
import dev.dht.app.node.StartedNode;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** A command that looks an id up: through the node beside it, or through a short-lived one of its own. */
abstract class SeekingCommand extends ApiCommand {
    private static final int JOIN_SECONDS = 10;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            converter = Words.Node.class,
            description =
                    "Look up through a short-lived node that begins here, not through the node beside. Repeatable.")
    private List<HostPort> bootstrap = new ArrayList<>();

    SeekingCommand(Shell shell) {
        super(shell);
    }

    /**
     * What a look-up found.
     *
     * @param endpoints each {@code HOST:PORT}, in order
     * @param document all that is known of it
     */
    record Sought(List<String> endpoints, Object document) {}

    /** Looks up; tells each endpoint as it is found. */
    final Sought seek(Id id, Consumer<String> found) throws InterruptedException {
        return bootstrap.isEmpty() ? askNodeBeside(id, found) : askNetwork(id, found);
    }

    private Sought askNodeBeside(Id id, Consumer<String> found) {
        Fields report = node().stream("/v1/lookup/" + id.hex(), each -> found.accept(endpoint(each)));
        List<String> endpoints = report.objects("endpoints").stream()
                .map(SeekingCommand::endpoint)
                .toList();
        return new Sought(endpoints, report.all());
    }

    private Sought askNetwork(Id id, Consumer<String> found) throws InterruptedException {
        List<String> first = new ArrayList<>();
        for (HostPort node : bootstrap) {
            first.add(HostPort.text(resolve(node)));
        }
        try (StartedNode own = start(NodeSettings.shortLived(first))) {
            join(own.dht(), first);
            LookupReport report = lookup(own.dht(), id, found);
            return new Sought(report.endpoints().stream().map(HostPort::text).toList(), Documents.lookup(report));
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

    private static LookupReport lookup(Dht dht, Id id, Consumer<String> found) {
        try {
            return dht.lookup(id, each -> found.accept(HostPort.text(each))).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static String endpoint(Fields fields) {
        return new HostPort(fields.text("host"), (int) fields.number("port")).toString();
    }
}
