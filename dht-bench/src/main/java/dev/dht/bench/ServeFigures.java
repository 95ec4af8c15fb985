package dev.dht.bench;

import dev.dht.TransportKind;
import dev.dht.bench.Figure.Floor;
import dev.dht.id.Id;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import dev.dht.wire.PacketWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How many queries a node answers over real sockets, by each of its transports, beside a server that only echoes by the
 * same one, and one in C; in turns, in the same minute.
 */
final class ServeFigures implements AutoCloseable {
    private static final int LONGEST = 1_232;
    private static final int NODES = 8;
    private static final double OWN_US = 0.5;
    private static final double OF_C_IN_BATCHES = 0.75;
    private static final double OF_C_BY_CHANNEL = 0.62;

    private final List<Serving> transports = new ArrayList<>();
    private @Nullable Rounds floor;
    private int contacts;

    private record Serving(TransportKind kind, Rounds node, Rounds echo) {}

    private ServeFigures() {}

    static Report measure(Extent extent, Consumer<String> progress) {
        try (ServeFigures figures = new ServeFigures()) {
            progress.accept("a node comes to know its neighbours");
            figures.open();
            progress.accept("warming up");
            long round = extent.round().toNanos();
            for (int i = 0; i < Extent.ROUNDS; i++) {
                for (Rounds each : figures.all()) {
                    each.warmUp(round / 2);
                }
            }
            for (int i = 0; i < Extent.ROUNDS; i++) {
                progress.accept("round " + (i + 1) + " of " + Extent.ROUNDS);
                for (Rounds each : figures.all()) {
                    each.run(i, round);
                }
            }
            return figures.report();
        } catch (IOException e) {
            throw new BenchException("no UDP socket can be used on loopback: " + e.getMessage(), e);
        }
    }

    private void open() throws IOException {
        ByteBuffer query = ByteBuffer.allocate(0);
        for (TransportKind kind : Sockets.present()) {
            Answering node = new Answering(kind);
            query = query(node.id());
            Rounds rounds = new Rounds(node, query);
            transports.add(new Serving(kind, rounds, new Rounds(new Echo(kind), query)));
            contacts = node.contacts();
            Packet answer = new Packet();
            if (answer.read(rounds.ask()) != null || answer.kind() != Kind.NODES_RESPONSE || answer.count() != NODES) {
                throw new IllegalStateException("the node does not answer with " + NODES + " nodes");
            }
        }
        NativeEcho inC = NativeEcho.open();
        floor = inC == null ? null : new Rounds(inC, query);
    }

    /** A query of a stranger for whom the table has no room, so that the node does not ask back. */
    private static ByteBuffer query(Id node) {
        SplittableRandom random = new SplittableRandom(4);
        Id stranger = node.randomSibling(0, random);
        return new PacketWriter(stranger, ByteBuffer.allocate(LONGEST))
                .findNodeQuery(1, Id.random(random))
                .finished();
    }

    private List<Rounds> all() {
        List<Rounds> all = new ArrayList<>();
        if (floor != null) {
            all.add(floor);
        }
        for (Serving each : transports) {
            all.add(each.echo);
            all.add(each.node);
        }
        return all;
    }

    private Report report() {
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < transports.size(); i++) {
            Serving each = transports.get(i);
            // The figures of the transport that a node takes by itself have the plain names.
            boolean plain = i == 0;
            figures.addAll(
                    figures(each, plain ? "" : "channel_", each.kind == TransportKind.BATCH ? "batch" : "channel"));
        }
        List<String> remarks = new ArrayList<>();
        if (floor != null) {
            figures.add(Figure.of("c_echo_per_second", "C: echoed", floor.rate(), "/s"));
            figures.add(Figure.of("c_echo_us", "C: the process, an echo", floor.us(), "us"));
        } else {
            remarks.add("Left out: the floor in C, for there is no cc here that compiles it.");
        }
        if (transports.size() == 1) {
            remarks.add(
                    "Left out: the batch transport, for it needs Linux, JDK 22 or newer, and native access enabled.");
        }
        double lost = all().stream().mapToLong(Rounds::lost).sum();
        figures.add(Figure.of("lost", "queries without an answer", lost, ""));
        remarks.add("The echoes answer the same queries with 300 bytes and look at none.");
        remarks.add("The one that asks is a thread of this process: where the server's thread was not on a processor"
                + " all the time, the rates are bounded by that thread or by the machine.");
        return new Report(
                "serve",
                String.format(
                        Locale.ROOT,
                        "FIND_NODE answered by a node with %d contacts, on loopback, %d outstanding",
                        contacts,
                        Load.WINDOW),
                figures,
                remarks);
    }

    private List<Figure> figures(Serving of, String prefix, String name) {
        Score us = of.node.us();
        Score echoUs = of.echo.us();
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(prefix + "queries_per_second", name + ": queries answered", of.node.rate(), "/s")
                .beside(new Floor(
                        prefix + "echo_per_second",
                        prefix + "ratio",
                        "echoed",
                        of.echo.rate().median())));
        figures.add(Figure.of(prefix + "server_us", name + ": the server's thread, a query", us, "us")
                .beside(new Floor(prefix + "echo_us", prefix + "us_ratio", "echoed", echoUs.median())));
        figures.add(Figure.of(prefix + "own_us", name + ": its own work", us.median() - echoUs.median(), "us")
                .atMost(OWN_US));
        if (floor != null) {
            figures.add(Figure.of(
                            prefix + "of_c_floor",
                            name + ": C's time, of ours",
                            floor.us().median() / us.median(),
                            "")
                    .atLeast(of.kind == TransportKind.BATCH ? OF_C_IN_BATCHES : OF_C_BY_CHANNEL));
        }
        figures.add(Figure.of(prefix + "server_busy_percent", name + ": on a processor", of.node.busyPercent(), "%"));
        return figures;
    }

    @Override
    public void close() {
        all().forEach(Rounds::close);
    }
}
