package dev.dht.app.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.dht.id.Id;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetches over loopback from holders of all kinds. */
@Timeout(120)
class FetchTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final AtomicInteger progress = new AtomicInteger();
    /** What was told of bytes that came again, from whom and how many of how many. */
    private final List<String> again = new ArrayList<>();

    private final AtomicInteger hashings = new AtomicInteger();
    private byte[] bytes;
    private Path file;
    private Path target;
    private Id id;

    @BeforeEach
    void aFile() throws IOException {
        target = directory.resolve("copy");
        ofLength(5 * MEGABYTE + 4321);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void aSmallFileAndAnEmptyOne() throws Exception {
        for (int length : new int[] {7, 0}) {
            ofLength(length);

            FetchReport report = fetch(honest());

            assertThat(report.bytes()).isEqualTo(length);
            assertThat(report.holders()).hasSize(1);
            assertThat(target).hasBinaryContent(bytes);
            Files.delete(target);
        }
    }

    @Test
    void aLargeOneFromSeveralHolders() throws Exception {
        FetchReport report = fetch(honest(), honest(), honest());

        assertThat(target).hasBinaryContent(bytes);
        assertThat(part()).doesNotExist();
        assertThat(report.holders()).isNotEmpty();
        assertThat(report.resumed()).isZero();
        assertThat(skipped).isEmpty();
        assertThat(progress).hasValue(6);
    }

    @Test
    void whatIsThereIsNotFetchedAgain() throws Exception {
        Files.write(part(), Arrays.copyOf(bytes, 3 * MEGABYTE + 5));

        FetchReport report = fetch(honest());

        assertThat(report.resumed()).isEqualTo(3 * MEGABYTE);
        assertThat(progress).hasValue(3);
        assertThat(target).hasBinaryContent(bytes);
    }

    @Test
    void whatIsThereAndWrongIsFetchedAgain() throws Exception {
        Files.write(part(), new byte[3 * MEGABYTE]);

        InetSocketAddress holder = honest();
        fetch(holder);

        assertThat(target).hasBinaryContent(bytes);
        assertThat(skipped).isEmpty();
        assertThat(hashings).hasValue(2);
        assertThat(again)
                .containsExactly(
                        name(holder) + " 1 of 3 MiB", name(holder) + " 2 of 3 MiB", name(holder) + " 3 of 3 MiB");
    }

    @Test
    void whatIsLongerThanTheFileIsNoPartOfIt() throws Exception {
        Files.write(part(), new byte[7 * MEGABYTE]);

        assertThat(fetch(honest()).resumed()).isZero();

        assertThat(target).hasBinaryContent(bytes);
    }

    @Test
    void aHolderThatLiesIsNamedAndTheOthersAreNot() throws Exception {
        byte[] wrong = bytes.clone();
        for (int i = 0; i < wrong.length; i += 1000) {
            wrong[i] ^= 1;
        }
        HttpHandler lies = ranges(wrong);
        CountDownLatch lied = new CountDownLatch(1);
        InetSocketAddress liar = serve(exchange -> {
            boolean isPiece = exchange.getRequestMethod().equals("GET");
            lies.handle(exchange);
            if (isPiece) {
                lied.countDown();
            }
        });

        fetch(after(lied), liar, after(lied));

        assertThat(target).hasBinaryContent(bytes);
        assertThat(skipped).containsOnlyKeys(name(liar));
    }

    /** One that gives the right bytes, but none before that. */
    private InetSocketAddress after(CountDownLatch latch) throws IOException {
        HttpHandler honest = ranges(bytes);
        return serve(exchange -> {
            if (exchange.getRequestMethod().equals("GET")) {
                try {
                    latch.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
            honest.handle(exchange);
        });
    }

    @Test
    void aHolderThatDiesWhileOthersGiveIsReplaced() throws Exception {
        CountDownLatch died = new CountDownLatch(1);
        HttpHandler honest = ranges(bytes);
        InetSocketAddress dying = serve(exchange -> {
            if (exchange.getRequestMethod().equals("HEAD")) {
                honest.handle(exchange);
                return;
            }
            exchange.sendResponseHeaders(206, MEGABYTE);
            exchange.getResponseBody().write(new byte[100]);
            exchange.close();
            died.countDown();
        });

        FetchReport report = fetch(dying, after(died));

        assertThat(report.resumed()).isZero();
        assertThat(target).hasBinaryContent(bytes);
        assertThat(skipped).containsOnlyKeys(name(dying));
    }

    @Test
    void aLiarThatIsAskedFirstIsNamed() throws Exception {
        ofLength(1000);
        byte[] wrong = bytes.clone();
        wrong[3] ^= 1;
        InetSocketAddress liar = serve(ranges(wrong));

        assertThatThrownBy(() -> fetch(liar)).isInstanceOf(FetchException.class).hasMessageContaining("nobody gave");

        assertThat(skipped.get(name(liar))).contains("lies");
        assertThat(target).doesNotExist();
        assertThat(part()).doesNotExist();
    }

    @Test
    void aHolderThatLiesAboutTheLengthIsNamed() throws Exception {
        InetSocketAddress liar = serve(ranges(new byte[10]));

        fetch(honest(), honest(), liar);

        assertThat(target).hasBinaryContent(bytes);
        assertThat(skipped.get(name(liar))).contains("length");
    }

    @Test
    void aHolderThatSendsMoreThanItSaidIsRefused() throws Exception {
        ofLength(1000);
        InetSocketAddress liar = serve(exchange -> {
            if (exchange.getRequestMethod().equals("HEAD")) {
                head(exchange, 1000);
            } else {
                exchange.getResponseHeaders().set("Content-Range", "bytes 0-999/1000");
                exchange.sendResponseHeaders(206, 0); // of a length that is not said
                exchange.getResponseBody().write(new byte[5000]);
            }
        });

        assertThatThrownBy(() -> fetch(liar)).isInstanceOf(FetchException.class);

        assertThat(skipped.get(name(liar))).contains("more than it said");
    }

    @Test
    void whatADyingHolderGaveIsKeptForTheNextFetch() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        HttpHandler honest = ranges(bytes);
        InetSocketAddress dying = serve(exchange -> {
            if (exchange.getRequestMethod().equals("HEAD") || answers.incrementAndGet() == 1) {
                honest.handle(exchange);
            } else {
                exchange.getResponseHeaders()
                        .set(
                                "Content-Range",
                                exchange.getRequestHeaders().getFirst("Range").replace("bytes=", "bytes ") + "/"
                                        + bytes.length);
                exchange.sendResponseHeaders(206, MEGABYTE);
                exchange.getResponseBody().write(new byte[100]);
                exchange.close();
            }
        });

        assertThatThrownBy(() -> fetch(dying)).hasMessageContaining("kept in");
        assertThat(skipped).containsOnlyKeys(name(dying));
        FetchReport report = fetch(honest());

        assertThat(report.resumed()).isEqualTo(MEGABYTE);
        assertThat(target).hasBinaryContent(bytes);
    }

    @Test
    void whoIsNotThereOrHasItNotIsSkippedAndNamed() throws Exception {
        InetSocketAddress dead = dead();
        InetSocketAddress without = serve(exchange -> exchange.sendResponseHeaders(404, -1));

        FetchReport report = fetch(dead, without, honest());

        assertThat(target).hasBinaryContent(bytes);
        assertThat(report.skipped()).isEqualTo(skipped).containsOnlyKeys(name(dead), name(without));
        assertThat(skipped.get(name(without))).contains("404");
    }

    @Test
    void whatTheDiskHasNoRoomForIsNotBegun() throws Exception {
        InetSocketAddress boaster = serve(exchange -> head(exchange, Long.MAX_VALUE / 2));

        assertThatThrownBy(() -> fetch(boaster)).hasMessageContaining("the disk has room for");
    }

    @Test
    void twoAtOnceDoNotWriteOneFile() throws Exception {
        try (PartFile taken = PartFile.open(target)) {
            assertThatThrownBy(() -> fetch(honest()))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining("another fetch");
            assertThat(taken.length()).isZero();
        }
    }

    @Test
    void whereNothingCanBeWrittenIsSaid() {
        target = directory.resolve("no-such").resolve("copy");

        assertThatThrownBy(() -> fetch(dead()))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("cannot be written");
    }

    private void ofLength(int length) throws IOException {
        bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        file = Files.write(directory.resolve("original"), bytes);
        id = Id.sha256(bytes);
    }

    private Path part() {
        return directory.resolve("copy.part");
    }

    private FetchReport fetch(InetSocketAddress... holders) throws Exception {
        progress.set(0);
        return new Fetch(id, target, new Fetch.Watcher() {
                    @Override
                    public void progress(long sofar, long size, int working) {
                        progress.incrementAndGet();
                    }

                    @Override
                    public void hashing(long size) {
                        hashings.incrementAndGet();
                    }

                    @Override
                    public void again(String holder, long sofar, long size) {
                        again.add(holder + " " + sofar / MEGABYTE + " of " + size / MEGABYTE + " MiB");
                    }

                    @Override
                    public void skipped(String holder, String reason) {
                        skipped.put(holder, reason);
                    }
                })
                .from(List.of(holders));
    }

    private InetSocketAddress honest() throws IOException {
        FileServer server = FileServer.bind(loopback(0));
        open.add(server);
        SharedFile shared = SharedFile.of(file);
        server.serve(asked -> asked.equals(shared.id()) ? Optional.of(shared) : Optional.empty());
        return loopback(server.port());
    }

    private InetSocketAddress serve(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(loopback(0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
        open.add(() -> {
            server.stop(0);
            threads.shutdownNow();
        });
        return server.getAddress();
    }

    private static HttpHandler ranges(byte[] content) {
        return exchange -> {
            if (exchange.getRequestMethod().equals("HEAD")) {
                head(exchange, content.length);
                return;
            }
            ByteRange range = ByteRange.parse(exchange.getRequestHeaders().getFirst("Range"), content.length)
                    .orElseThrow();
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + content.length);
            exchange.sendResponseHeaders(206, range.length());
            exchange.getResponseBody().write(content, (int) range.first(), (int) range.length());
        };
    }

    private static void head(HttpExchange exchange, long length) throws IOException {
        exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
        exchange.sendResponseHeaders(200, -1);
    }

    private static InetSocketAddress dead() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return loopback(socket.getLocalPort());
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static String name(InetSocketAddress address) {
        return "127.0.0.1:" + address.getPort();
    }
}
