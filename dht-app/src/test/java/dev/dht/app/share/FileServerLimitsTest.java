package dev.dht.app.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dht.id.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How much of what serves files others can hold, and that it is counted. Linux has a whole network of own addresses. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class FileServerLimitsTest {
    private static final int OF_ONE_ADDRESS = 16;
    private static final int AT_ONCE = 32;
    private static final int WAITING = 256;

    @TempDir
    private Path directory;

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final List<Socket> open = new ArrayList<>();
    private FileServer server;
    private SharedFile file;

    @BeforeEach
    void serve() throws IOException {
        file = SharedFile.of(Files.writeString(directory.resolve("ten"), "0123456789"));
        server = FileServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.serve(this::slowly);
    }

    @AfterEach
    void end() throws IOException {
        goOn.countDown();
        for (Socket each : open) {
            each.close();
        }
        server.close();
    }

    /** Holds the thread of each request until the test lets all go on. */
    private Optional<SharedFile> slowly(Id id) {
        begun.incrementAndGet();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.of(file);
    }

    @Test
    void oneAddressHoldsSoManyAndNoMoreAndTheOthersAreServed() throws IOException {
        for (int i = 0; i < OF_ONE_ADDRESS; i++) {
            ask(1);
        }
        await().atMost(60, TimeUnit.SECONDS).until(() -> begun.get() == OF_ONE_ADDRESS);

        assertThat(answer(ask(1))).startsWith("HTTP/1.1 503").containsIgnoringCase("Retry-After: 1");
        assertThat(answer(ask(1))).startsWith("HTTP/1.1 503");
        ask(2);
        await().atMost(60, TimeUnit.SECONDS).until(() -> begun.get() == OF_ONE_ADDRESS + 1);
        goOn.countDown();

        assertThat(open.stream().map(FileServerLimitsTest::answer).filter(said -> said.contains(" 200 ")))
                .hasSize(OF_ONE_ADDRESS + 1);
        assertThat(server.refusals())
                .containsEntry("share_bound_requests_of_address", 2L)
                .containsEntry("share_bound_requests_waiting", 0L);
        // Its places are free again.
        assertThat(answer(ask(1))).startsWith("HTTP/1.1 200");
    }

    @Test
    void soManyRequestsWaitAndTheNextIsClosed() throws IOException {
        for (int i = 0; i < AT_ONCE + WAITING + 1; i++) {
            ask(1 + i / OF_ONE_ADDRESS);
        }
        await().atMost(60, TimeUnit.SECONDS).until(() -> server.refusals().get("share_bound_requests_waiting") == 1);
        goOn.countDown();

        List<String> said = open.stream().map(FileServerLimitsTest::answer).toList();
        assertThat(said).filteredOn(String::isEmpty).hasSize(1);
        assertThat(said).filteredOn(answer -> answer.contains(" 200 ")).hasSize(AT_ONCE + WAITING);
        assertThat(server.refusals())
                .containsEntry("share_bound_requests_waiting", 1L)
                .containsEntry("share_bound_requests_of_address", 0L);
    }

    @Test
    void anAnswerThatDoesNotMoveFromOneLookToTheNextIsEndedAndCountedOnce() {
        Stalls stalls = new Stalls(3_600);
        stalls.moves();
        stalls.look();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        stalls.moves();
        stalls.look();
        assertThat(stalls.ended()).isZero();

        stalls.look();
        stalls.look();

        assertThat(stalls.ended()).isEqualTo(1);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        stalls.done();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /** Asks from one of many addresses. */
    private Socket ask(int from) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setSoTimeout(60_000);
        socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0." + from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.getOutputStream()
                .write(("GET /" + file.id().hex() + " HTTP/1.0\r\nHost: localhost\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** All that comes until the server closes; nothing where it closes at once, which may be a reset. */
    private static String answer(Socket socket) {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
