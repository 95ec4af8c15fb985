package dev.dht.app.share;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dht.DhtNode;
import dev.dht.id.Id;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A large file that {@code share} serves in three processes and somebody else with other bytes, fetched by {@code fetch} in a process
 * with 64 MB of heap, while one that serves is killed. Prints what the fetch said, and whether the bytes are right. The argument: how
 * many bytes, 1,000,000,000 if not told.
 */
final class FetchMeasurement {
    private static final int NODES = 8;
    private static final int HOLDERS = 3;
    private static final int BLOCK = 1 << 20;
    private static final String HEAP = "-Xmx64m";
    private static final int KILLED_AFTER_SECONDS = 3;

    private FetchMeasurement() {}

    public static void main(String[] arguments) throws Exception {
        long size = arguments.length == 0 ? 1_000_000_000 : Long.parseLong(arguments[0]);
        Path folder = Files.createTempDirectory("dht");
        Path file = folder.resolve("shared");
        Path copy = folder.resolve("copy");
        List<DhtNode> nodes = new ArrayList<>();
        List<Process> holders = new ArrayList<>();
        HttpServer liar = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try {
            fill(file, size);
            Id id = hash(file);
            for (int i = 0; i < NODES; i++) {
                var builder = DhtNode.builder().port(0).bind(InetAddress.getLoopbackAddress());
                nodes.add((i == 0 ? builder : builder.bootstrap(address(nodes.get(0)))).start());
            }
            liar.setExecutor(Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "liar");
                thread.setDaemon(true);
                return thread;
            }));
            liar.createContext("/", exchange -> lie(exchange, file, size));
            liar.start();
            nodes.get(1).enter(id, liar.getAddress().getPort());
            for (int i = 0; i < HOLDERS; i++) {
                holders.add(share(file, address(nodes.get(0))));
            }
            System.out.printf(
                    "holders   %s, the liar at %d%n",
                    nodes.get(2).lookup(id), liar.getAddress().getPort());
            fetch(id, copy, address(nodes.get(0)), holders.get(0));
            System.out.printf("bytes     %s%n", Files.mismatch(file, copy) < 0 ? "right" : "WRONG");
        } finally {
            liar.stop(0);
            holders.forEach(Process::destroyForcibly);
            nodes.forEach(DhtNode::close);
            Files.deleteIfExists(file);
            Files.deleteIfExists(copy);
        }
    }

    private static String address(DhtNode node) {
        return "127.0.0.1:" + node.address().getPort();
    }

    private static void fill(Path file, long size) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long rest = size; rest > 0; rest -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, (int) Math.min(rest, block.length));
            }
        }
    }

    private static Id hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Id.sha256(in);
        }
    }

    /** Gives as many bytes as are asked for, of which the first is wrong. */
    private static void lie(HttpExchange exchange, Path file, long size) throws IOException {
        try (exchange;
                FileChannel content = FileChannel.open(file)) {
            String asked = exchange.getRequestHeaders().getFirst("Range");
            if (exchange.getRequestMethod().equals("HEAD") || asked == null) {
                exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            ByteRange range = ByteRange.parse(asked, size).orElseThrow();
            ByteBuffer bytes = ByteBuffer.allocate((int) range.length());
            while (bytes.hasRemaining() && content.read(bytes, range.first() + bytes.position()) >= 0) {
                continue;
            }
            bytes.put(0, (byte) ~bytes.get(0));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + size);
            exchange.sendResponseHeaders(206, range.length());
            exchange.getResponseBody().write(bytes.array());
        }
    }

    /** Waits until it has said what it shares. */
    private static Process share(Path file, String bootstrap) throws IOException {
        Process holder = command(List.of(
                        HEAP, "share", file.toString(), "--bind", "127.0.0.1", "--port", "0", "--bootstrap", bootstrap))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
        System.out.printf("shared    %s%n", said.readLine());
        return holder;
    }

    private static void fetch(Id id, Path copy, String bootstrap, Process victim) throws Exception {
        long began = System.nanoTime();
        Process fetch = command(List.of(HEAP, "fetch", id.hex(), "-o", copy.toString(), "--bootstrap", bootstrap))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (fetch.waitFor(KILLED_AFTER_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it was over before one could be killed: take more bytes");
        }
        victim.destroyForcibly();
        int exit = fetch.waitFor();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf(Locale.ROOT, "fetched   exit %d after %.1f s, with %s%n", exit, took.toMillis() / 1e3, HEAP);
    }

    /** {@code dht} in a process: the first word is for the JVM. */
    private static ProcessBuilder command(List<String> words) {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                words.get(0),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.dht.app.Main"));
        all.addAll(words.subList(1, words.size()));
        return new ProcessBuilder(all);
    }
}
