package dev.dht;

import com.sun.management.OperatingSystemMXBean;
import dev.dht.api.Info;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.wire.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What a node at rest costs: one with 200 contacts, 8 in each of 25 buckets, that another process plays. Prints its share
 * of a core and the heap in use after a collection. The argument: for how many seconds, 300 if not told.
 */
final class RestMeasurement {
    private static final int BUCKETS = 25;
    private static final int CONTACTS = 8 * BUCKETS;

    private RestMeasurement() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("neighbours")) {
            playNeighbours(Id.parse(arguments[1]));
            return;
        }
        int seconds = arguments.length == 0 ? 300 : Integer.parseInt(arguments[0]);
        DhtNode node = Swarm.builder(null).start();
        Process neighbours = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestMeasurement.class.getName(),
                        "neighbours",
                        node.nodeId().hex())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader ports =
                new BufferedReader(new InputStreamReader(neighbours.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < CONTACTS; i++) {
                node.ping(new InetSocketAddress("127.0.0.1", Integer.parseInt(ports.readLine())));
            }
            measure(node, neighbours, seconds);
        } finally {
            node.close();
            neighbours.destroyForcibly();
        }
    }

    private static void measure(DhtNode node, Process neighbours, int seconds) throws InterruptedException {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Info before = node.info();
        long cpu = system.getProcessCpuTime();
        long began = System.nanoTime();
        boolean ended = neighbours.waitFor(seconds, TimeUnit.SECONDS);
        if (ended) {
            throw new IllegalStateException("the neighbours are gone");
        }
        long used = system.getProcessCpuTime() - cpu;
        long wall = System.nanoTime() - began;
        Info after = node.info();
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long bytes = traffic(after) - traffic(before);
        System.out.printf(
                "contacts           %d good of %d%n",
                after.table().good(), after.table().contacts());
        System.out.printf("seconds            %d%n", seconds);
        System.out.printf("share of a core    %.3f %%%n", 100.0 * used / wall);
        System.out.printf("heap in use        %.1f MB%n", heap / 1e6);
        System.out.printf(
                "bytes/s a contact  %.3f%n",
                (double) bytes / seconds / after.table().contacts());
    }

    private static long traffic(Info info) {
        return info.counters().get("bytes_sent") + info.counters().get("bytes_received");
    }

    private static void playNeighbours(Id node) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Selector selector = Selector.open();
        List<Contact> all = new ArrayList<>();
        for (int i = 0; i < CONTACTS; i++) {
            DatagramChannel channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .configureBlocking(false);
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            Contact contact = new Contact(node.randomSibling(i / 8, random), Endpoint.v4(0x7F000001, port));
            channel.register(selector, SelectionKey.OP_READ, contact);
            all.add(contact);
        }
        all.forEach(contact -> System.out.println(contact.endpoint().port()));
        ByteBuffer buffer = ByteBuffer.allocate(2_048);
        while (selector.select() >= 0) {
            for (SelectionKey key : selector.selectedKeys()) {
                DatagramChannel channel = (DatagramChannel) key.channel();
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                byte[] query = Arrays.copyOf(buffer.array(), buffer.position());
                Contact self = (Contact) key.attachment();
                Message.Envelope asked = Message.decode(query).orElseThrow();
                byte[] answer = answer(asked.message(), all).encode(asked.transaction(), self.id());
                channel.send(ByteBuffer.wrap(answer), from);
            }
            selector.selectedKeys().clear();
        }
    }

    private static Message answer(Message query, List<Contact> all) {
        Id target = query instanceof Message.FindNodeQuery find
                ? find.target()
                : query instanceof Message.FindValueQuery find ? find.id() : null;
        if (target == null) {
            return query instanceof Message.PingQuery ? new Message.PingResponse() : new Message.StoreResponse();
        }
        return new Message.NodesResponse(
                1,
                all.stream()
                        .sorted((x, y) -> target.compareDistance(x.id(), y.id()))
                        .limit(8)
                        .toList());
    }
}
