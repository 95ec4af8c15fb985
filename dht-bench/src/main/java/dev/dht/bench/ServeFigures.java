package dev.dht.bench;

import dev.dht.bench.Figure.Floor;
import dev.dht.id.Id;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import dev.dht.wire.PacketWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** How many queries a node answers over real sockets, beside a server that only echoes; in turns, in the same minute. */
final class ServeFigures {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int LONGEST = 1_232;
    private static final int NODES = 8;
    private static final double OWN_US = 0.5;

    private final double[] answered = new double[Extent.ROUNDS];
    private final double[] echoed = new double[Extent.ROUNDS];
    private final double[] answerUs = new double[Extent.ROUNDS];
    private final double[] echoUs = new double[Extent.ROUNDS];
    private final double[] busy = new double[Extent.ROUNDS];

    private ServeFigures() {}

    static Report measure(Extent extent, Consumer<String> progress) {
        progress.accept("a node comes to know its neighbours");
        try (Answering node = new Answering();
                Echo echo = new Echo()) {
            ByteBuffer query = query(node.id());
            try (Load toNode = new Load(node.address(), query.duplicate());
                    Load toEcho = new Load(echo.address(), query.duplicate())) {
                return new ServeFigures().measure(node, toNode, echo, toEcho, extent, progress);
            }
        } catch (IOException e) {
            throw new BenchException("no UDP socket can be used on loopback: " + e.getMessage(), e);
        }
    }

    /** A query of a stranger for whom the table has no room, so that the node does not ask back. */
    private static ByteBuffer query(Id node) {
        SplittableRandom random = new SplittableRandom(4);
        Id stranger = node.randomSibling(0, random);
        return new PacketWriter(stranger, ByteBuffer.allocate(LONGEST))
                .findNodeQuery(1, Id.random(random))
                .finished();
    }

    private Report measure(
            Answering node, Load toNode, Echo echo, Load toEcho, Extent extent, Consumer<String> progress)
            throws IOException {
        Packet answer = new Packet();
        if (answer.read(toNode.ask()) != null || answer.kind() != Kind.NODES_RESPONSE || answer.count() != NODES) {
            throw new IllegalStateException("the node does not answer with " + NODES + " nodes");
        }
        progress.accept("warming up");
        long round = extent.round().toNanos();
        for (int i = 0; i < Extent.ROUNDS; i++) {
            toEcho.run(round / 2);
            toNode.run(round / 2);
        }
        for (int i = 0; i < Extent.ROUNDS; i++) {
            progress.accept("round " + (i + 1) + " of " + Extent.ROUNDS);
            run(echo, toEcho, round, i, echoed, echoUs);
            busy[i] = run(node, toNode, round, i, answered, answerUs);
        }
        return report(node.contacts(), toNode, toEcho);
    }

    /** One round; gives the part of it in which the server's thread was on a processor. */
    private static double run(Server server, Load load, long nanoseconds, int round, double[] rate, double[] us)
            throws IOException {
        long thread = server.thread().getId();
        long before = load.answered();
        long cpu = THREADS.getThreadCpuTime(thread);
        long began = System.nanoTime();
        load.run(nanoseconds);
        double wall = System.nanoTime() - began;
        long used = THREADS.getThreadCpuTime(thread) - cpu;
        long count = load.answered() - before;
        rate[round] = count * 1e9 / wall;
        us[round] = used / 1e3 / count;
        return used / wall;
    }

    private Report report(int contacts, Load toNode, Load toEcho) {
        Score queries = Score.of(answered);
        Score echoes = Score.of(echoed);
        Score answering = Score.of(answerUs);
        Score echoing = Score.of(echoUs);
        double share = 100 * Score.of(busy).median();
        return new Report(
                "serve",
                String.format(
                        Locale.ROOT,
                        "FIND_NODE answered by a node with %d contacts, on loopback, %d outstanding",
                        contacts,
                        Load.WINDOW),
                List.of(
                        Figure.of("queries_per_second", "queries answered", queries, "/s")
                                .beside(new Floor("echo_per_second", "ratio", "echoed", echoes.median())),
                        Figure.of("server_us", "the server's thread, a query", answering, "us")
                                .beside(new Floor("echo_us", "us_ratio", "echoed", echoing.median())),
                        Figure.of("own_us", "of that its own work", answering.median() - echoing.median(), "us")
                                .atMost(OWN_US),
                        Figure.of("server_busy_percent", "the server's thread was on a processor", share, "%"),
                        Figure.of("lost", "queries without an answer", (double) (toNode.lost() + toEcho.lost()), "")),
                List.of(
                        "The floor is a blocking DatagramChannel that answers the same queries with 300 bytes and looks at"
                                + " none.",
                        "The one that asks is a thread of this process: where the server's thread was not on a processor"
                                + " all the time, the rates are bounded by that thread or by the machine."));
    }
}
