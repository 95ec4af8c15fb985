package dev.dht.app;

import dev.dht.DhtNode;
import dev.dht.id.Id;
import dev.dht.wire.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * By how much a node answers slower while pages look at it: rounds without any and with them, in turns. In each so many FIND_NODE a
 * second are sent on loopback, whatever is answered. The arguments: how many pages, queries a second, rounds; 100, 50,000 and 5 if not
 * told. A page is here what it is to the node: a connection that reads its events.
 */
final class PagesMeasurement {
    private static final int NEIGHBOURS = 24;
    private static final int TRANSACTION_AT = 8;
    private static final int TARGET_AT = 45;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration ROUND = Duration.ofSeconds(5);

    /** What came of a round: answers a second, the median and the 99th of a hundred waits, and processor time of the node for an answer. */
    private record Outcome(double rate, double median, double p99, double cpu) {
        static Outcome medians(List<Outcome> rounds) {
            double[][] all = new double[4][rounds.size()];
            for (int i = 0; i < rounds.size(); i++) {
                Outcome each = rounds.get(i);
                double[] figures = {each.rate, each.median, each.p99, each.cpu};
                for (int figure = 0; figure < figures.length; figure++) {
                    all[figure][i] = figures[figure];
                }
            }
            double[] middle = Arrays.stream(all)
                    .mapToDouble(figures -> Arrays.stream(figures)
                            .sorted()
                            .skip(figures.length / 2)
                            .findFirst()
                            .orElseThrow())
                    .toArray();
            return new Outcome(middle[0], middle[1], middle[2], middle[3]);
        }

        void print(String name) {
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %,9.0f answers/s  p50 %7.1f us  p99 %8.1f us  %5.2f us of the node's processor time%n",
                    name,
                    rate,
                    median,
                    p99,
                    cpu);
        }
    }

    private PagesMeasurement() {}

    public static void main(String[] arguments) throws Exception {
        int pages = argument(arguments, 0, 100);
        int rate = argument(arguments, 1, 50_000);
        int rounds = argument(arguments, 2, 5);
        List<DhtNode> neighbours = new ArrayList<>();
        Path state = Files.createTempDirectory("dht");
        try {
            for (int i = 0; i < NEIGHBOURS; i++) {
                var builder = DhtNode.builder().port(0).bind(InetAddress.getLoopbackAddress());
                neighbours.add((i == 0 ? builder : builder.bootstrap(address(neighbours.get(0)))).start());
            }
            try (NodeProcess node = NodeProcess.start(state, "--bootstrap", address(neighbours.get(0)))) {
                measure(node, pages, rate, rounds);
            }
        } finally {
            neighbours.forEach(DhtNode::close);
        }
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static String address(DhtNode node) {
        return "127.0.0.1:" + node.address().getPort();
    }

    private static void measure(NodeProcess node, int pages, int rate, int rounds) throws Exception {
        List<Outcome> alone = new ArrayList<>();
        List<Outcome> watched = new ArrayList<>();
        round(node, rate, WARM_UP);
        for (int i = 0; i < rounds; i++) {
            alone.add(round(node, rate, ROUND));
            alone.get(i).print("no page");
            AtomicLong read = new AtomicLong();
            List<Socket> open = open(URI.create(node.api()), pages, read);
            long before = read.get();
            watched.add(round(node, rate, ROUND));
            watched.get(i).print(pages + " pages");
            if (read.get() == before) {
                throw new IllegalStateException("the pages were told nothing");
            }
            for (Socket page : open) {
                page.close();
            }
        }
        Outcome without = Outcome.medians(alone);
        Outcome with = Outcome.medians(watched);
        without.print("median, none");
        with.print("median, " + pages);
        System.out.printf(
                Locale.ROOT,
                "slower by      %.1f %% of p50, %.1f %% of processor time%n",
                100 * (with.median / without.median - 1),
                100 * (with.cpu / without.cpu - 1));
    }

    /** Pages that read all that they are told. */
    private static List<Socket> open(URI api, int pages, AtomicLong read) throws IOException, InterruptedException {
        List<Socket> open = new ArrayList<>();
        CountDownLatch told = new CountDownLatch(pages);
        for (int i = 0; i < pages; i++) {
            Socket page = new Socket(api.getHost(), api.getPort());
            page.getOutputStream()
                    .write(("GET /v1/events HTTP/1.1\r\nHost: " + api.getAuthority() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Thread reader = new Thread(() -> drain(page, read, told), "page-" + i);
            reader.setDaemon(true);
            reader.start();
            open.add(page);
        }
        told.await();
        return open;
    }

    private static void drain(Socket page, AtomicLong read, CountDownLatch told) {
        byte[] room = new byte[8_192];
        try (InputStream in = page.getInputStream()) {
            int count = in.read(room);
            told.countDown();
            for (; count >= 0; count = in.read(room)) {
                read.addAndGet(count);
            }
        } catch (IOException e) {
            if (!page.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Sends at one pace and reads what comes, on this thread alone. */
    private static Outcome round(NodeProcess node, int rate, Duration span) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Id stranger = node.id().randomSibling(0, random);
        ByteBuffer query = ByteBuffer.allocateDirect(128);
        query.put(new Message.FindNodeQuery(Id.ZERO).encode(0, stranger)).flip();
        ByteBuffer answer = ByteBuffer.allocateDirect(2_048);
        int count = (int) (rate * span.toSeconds());
        long[] sentAt = new long[1 << 16];
        double[] waits = new double[count];
        int answered = 0;
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(node.udp()).configureBlocking(false);
            long cpu = node.processorTime().toNanos();
            long began = System.nanoTime();
            long end = began + span.toNanos();
            long now = began;
            for (int sent = 0; now < end + 200_000_000L; now = System.nanoTime()) {
                if (sent < count && now - began >= sent * (1e9 / rate)) {
                    query.putShort(TRANSACTION_AT, (short) sent).putLong(TARGET_AT, random.nextLong());
                    sentAt[sent & 0xFFFF] = now;
                    channel.write(query.rewind());
                    sent++;
                }
                answer.clear();
                if (channel.read(answer) > 0 && answered < count) {
                    waits[answered++] = (System.nanoTime() - sentAt[answer.getShort(TRANSACTION_AT) & 0xFFFF]) / 1e3;
                }
            }
            double used = node.processorTime().toNanos() - cpu;
            double[] sorted = Arrays.copyOf(waits, answered);
            Arrays.sort(sorted);
            return new Outcome(
                    answered / (span.toNanos() / 1e9),
                    sorted[answered / 2],
                    sorted[answered * 99 / 100],
                    used / 1e3 / answered);
        }
    }
}
