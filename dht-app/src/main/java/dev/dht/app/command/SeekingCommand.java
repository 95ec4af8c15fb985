package dev.dht.app.command;

import dev.dht.api.Dht;
import dev.dht.api.Explanation;
import dev.dht.api.LookupObserver;
import dev.dht.api.LookupReport;
import dev.dht.app.address.HostPort;
import dev.dht.app.json.Documents;
import dev.dht.app.json.ExplanationDocument;
import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import dev.dht.app.node.NodeSettings;
import dev.dht.app.node.StartedNode;
import dev.dht.id.Id;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** A command that looks an id up: through the node beside it, or through a short-lived one of its own. */
abstract class SeekingCommand extends ApiCommand {
    private static final int JOIN_SECONDS = 10;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            converter = Words.Node.class,
            split = "\\s*,\\s*",
            splitSynopsisLabel = ",",
            description = "Look up through a short-lived node that begins here, not through the node beside."
                    + " Repeatable, or several with commas between.")
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
    record Sought(List<String> endpoints, Object document) {
        /** Why there is no endpoint. */
        String why(Id id) {
            Fields fields = Json.read(Json.text(document));
            return fields.has("queries") && fields.number("queries") == 0
                    ? "this node knows nobody whom it could ask for " + id.hex() + ": check its --bootstrap"
                    : "nobody that was asked knows " + id.hex();
        }
    }

    /** Looks up; tells each endpoint as it is found. */
    final Sought seek(Id id, Consumer<String> found) throws InterruptedException {
        return bootstrap.isEmpty() ? askNodeBeside(id, "", found) : askNetwork(dht -> lookup(dht, id, found));
    }

    /** The same, and the document has the explanation. */
    final Sought seekExplained(Id id, Consumer<String> found) throws InterruptedException {
        return bootstrap.isEmpty()
                ? askNodeBeside(id, "?explain=true", found)
                : askNetwork(dht -> explain(dht, id, found));
    }

    private Sought askNodeBeside(Id id, String how, Consumer<String> found) {
        Fields report = node().stream("/v1/lookup/" + id.hex() + how, each -> {
            if (!each.has("n")) { // a step of the explanation, which comes whole at the end
                found.accept(endpoint(each));
            }
        });
        List<String> endpoints = report.objects("endpoints").stream()
                .map(SeekingCommand::endpoint)
                .toList();
        return new Sought(endpoints, report.all());
    }

    private Sought askNetwork(Function<Dht, Sought> ask) throws InterruptedException {
        List<String> first = new ArrayList<>();
        for (HostPort node : bootstrap) {
            first.add(HostPort.text(resolve(node)));
        }
        try (StartedNode own = start(NodeSettings.shortLived(first))) {
            join(own.dht(), first);
            return ask.apply(own.dht());
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

    private static Sought lookup(Dht dht, Id id, Consumer<String> found) {
        LookupReport report = ended(dht.lookup(id, each -> found.accept(HostPort.text(each))));
        return new Sought(endpoints(report), Documents.lookup(report));
    }

    private static Sought explain(Dht dht, Id id, Consumer<String> found) {
        Explanation explanation = ended(dht.explain(id, new LookupObserver() {
            @Override
            public void found(InetSocketAddress endpoint) {
                found.accept(HostPort.text(endpoint));
            }
        }));
        return new Sought(endpoints(explanation.report()), ExplanationDocument.of(explanation));
    }

    private static List<String> endpoints(LookupReport report) {
        return report.endpoints().stream().map(HostPort::text).toList();
    }

    private static <T> T ended(CompletableFuture<T> lookup) {
        try {
            return lookup.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static String endpoint(Fields fields) {
        return new HostPort(fields.text("host"), (int) fields.number("port")).toString();
    }
}
