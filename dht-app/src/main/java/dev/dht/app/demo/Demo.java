package dev.dht.app.demo;

import dev.dht.api.Dht;
import dev.dht.api.DhtException;
import dev.dht.api.LookupReport;
import dev.dht.api.Receipt;
import dev.dht.app.address.HostPort;
import dev.dht.app.client.Connections;
import dev.dht.app.http.LocalApi;
import dev.dht.app.json.Documents;
import dev.dht.app.node.NodeStarter;
import dev.dht.app.page.Page;
import dev.dht.app.share.FileServer;
import dev.dht.app.share.SharedFile;
import dev.dht.app.text.Wording;
import dev.dht.id.Id;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shares a file beside one node of a swarm and finds it through another: the same verbs, the same UDP and HTTP as
 * between machines. The swarm stays up until this is closed.
 */
public final class Demo implements AutoCloseable {
    /** The most nodes that one process is asked to run. */
    public static final int MOST_NODES = Swarm.MOST;

    private static final int FETCH_MILLIS = 10_000;

    private final int nodes;
    private final Swarm swarm;
    private final SwarmSource source;
    private final List<Step> steps = new ArrayList<>();
    private volatile @Nullable FileServer share;
    private volatile @Nullable Bustle bustle;
    private long stepBegan;

    /** A demonstration with so many nodes, 2 to {@link #MOST_NODES}. */
    public Demo(NodeStarter starter, int nodes) {
        this.nodes = nodes;
        swarm = new Swarm(starter);
        source = new SwarmSource(swarm);
    }

    /** The file that this program was started from. */
    public static Path ownFile() {
        try {
            Path place = Path.of(Demo.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isDirectory(place) ? place.resolve(Demo.class.getName().replace('.', '/') + ".class") : place;
        } catch (URISyntaxException e) {
            throw new DemoException("this program does not know its own file; name one: --file FILE", e);
        }
    }

    /**
     * Runs all steps, once.
     *
     * @param onStep called after each
     * @throws DemoException if one fails
     */
    public DemoReport run(Path file, Consumer<Step> onStep) throws InterruptedException {
        long began = System.nanoTime();
        try {
            Id id = steps(file, onStep);
            return new DemoReport(
                    nodes, id, owner(), url(id), List.copyOf(steps), Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            throw new DemoException("the file could not be shared or fetched: " + e.getMessage(), e);
        } catch (DhtException e) {
            throw new DemoException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Answers for the swarm, and has its nodes used as people would use them, until this is closed.
     *
     * @param api where; not yet served
     * @param report of a run that ended well
     */
    public void serve(LocalApi api, DemoReport report) {
        bustle = new Bustle(swarm, report.id());
        Dht first = swarm.node(1);
        FileServer opened = Objects.requireNonNull(share);
        api.metrics().alsoCounts(opened::refusals);
        api.metrics().alsoTells(opened.connections());
        api.serve(first, false, new Page(first, source), new SwarmRoutes(swarm, source));
    }

    private Id steps(Path file, Consumer<Step> onStep) throws IOException, InterruptedException {
        int owner = owner();
        int seeker = owner == nodes ? 1 : nodes;
        stepBegan = System.nanoTime();

        swarm.start(nodes);
        done(onStep, "start", nodes + " nodes on loopback, each told of the first alone", Step.facts("nodes", nodes));

        SharedFile shared = SharedFile.of(file);
        Id id = shared.id();
        long size = shared.size();
        done(
                onStep,
                "hash",
                Wording.count(size) + " bytes of " + file.getFileName() + " have the id\n" + id.hex(),
                Step.facts("file", file.toString(), "bytes", size, "id", id.hex()));

        FileServer opened = FileServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        share = opened;
        opened.serve(asked -> asked.equals(id) ? Optional.of(shared) : Optional.empty());
        done(
                onStep,
                "serve",
                "beside node " + owner + ", at http://127.0.0.1:" + opened.port() + "/" + brief(id),
                Step.facts("node", owner, "http_port", opened.port()));

        Receipt receipt = swarm.node(owner).enter(id, opened.port());
        done(
                onStep,
                "enter",
                entered(owner, receipt),
                Step.facts("node", owner, "acknowledged", receipt.acknowledged(), "verified", receipt.verified()));

        LookupReport report = lookUp(id, seeker, onStep);
        Path fetched = Files.createTempFile("dht-demo", null);
        try {
            fetch(report, fetched, onStep);
            verify(id, fetched, onStep);
        } finally {
            Files.deleteIfExists(fetched);
        }
        return id;
    }

    /** The node beside which the file is served, and which enters it. */
    private int owner() {
        return nodes / 2 + 1;
    }

    private String url(Id id) {
        return "http://127.0.0.1:" + Objects.requireNonNull(share).port() + "/" + id.hex();
    }

    private String entered(int owner, Receipt receipt) {
        if (receipt.acknowledged() == 0) {
            throw new DemoException("no node acknowledged the entry");
        }
        return "at node " + owner + ": " + Wording.count(receipt.acknowledged(), "node", "nodes")
                + " acknowledged the entry, " + receipt.verified() + " gave it back";
    }

    private LookupReport lookUp(Id id, int seeker, Consumer<Step> onStep) {
        long asked = System.nanoTime();
        AtomicLong first = new AtomicLong();
        LookupReport report;
        try {
            report = swarm.node(seeker)
                    .lookup(id, found -> first.compareAndSet(0, System.nanoTime() - asked))
                    .join();
        } catch (CompletionException e) {
            throw new DemoException("the look-up failed: " + e.getMessage(), e);
        }
        if (report.endpoints().isEmpty()) {
            throw new DemoException("node " + seeker + " did not find the id");
        }
        String places = String.join(
                ", ", report.endpoints().stream().map(HostPort::text).toList());
        String text = String.format(
                Locale.ROOT,
                "from node %d: %s after %.1f ms, then the closest nodes to the end: %s",
                seeker,
                places,
                first.get() / 1e6,
                Wording.count(report.queries(), "query", "queries"));
        done(
                onStep,
                "look up",
                text,
                Step.facts(
                        "node", seeker,
                        "endpoints",
                                report.endpoints().stream().map(HostPort::text).toList(),
                        "first_ms", Documents.milliseconds(Duration.ofNanos(first.get())),
                        "queries", report.queries(),
                        "hops", report.hops()));
        return report;
    }

    private void fetch(LookupReport report, Path into, Consumer<Step> onStep) throws IOException {
        IOException last = new IOException("nobody serves it");
        for (InetSocketAddress endpoint : report.endpoints()) {
            String url = "http://" + HostPort.text(endpoint) + "/" + report.id().hex();
            try {
                long bytes = fetch(url, into);
                done(
                        onStep,
                        "fetch",
                        Wording.count(bytes) + " bytes over HTTP from " + HostPort.text(endpoint),
                        Step.facts("url", url, "bytes", bytes));
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private static long fetch(String url, Path into) throws IOException {
        HttpURLConnection connection = Connections.open("GET", URI.create(url).toURL(), FETCH_MILLIS, FETCH_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            return Files.copy(in, into, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void verify(Id id, Path fetched, Consumer<Step> onStep) throws IOException {
        Id hash = hash(fetched);
        if (!hash.equals(id)) {
            throw new DemoException("the bytes that came have another SHA-256 than the id: " + hash.hex());
        }
        done(onStep, "verify", "the SHA-256 of what came is the id", Step.facts("sha256", hash.hex()));
    }

    private static Id hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Id.sha256(in);
        }
    }

    private void done(Consumer<Step> onStep, String name, String text, Map<String, Object> facts) {
        long now = System.nanoTime();
        Step step = new Step(name, text, facts, Duration.ofNanos(now - stepBegan));
        steps.add(step);
        onStep.accept(step);
        stepBegan = System.nanoTime();
    }

    private static String brief(Id id) {
        return id.hex().substring(0, 8) + "...";
    }

    @Override
    public void close() {
        FileServer opened = share;
        if (opened != null) {
            opened.close();
        }
        Bustle busy = bustle;
        if (busy != null) {
            busy.close();
        }
        swarm.close();
    }
}
