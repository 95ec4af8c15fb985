package dev.dht.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dht.app.FakeDht;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What strangers can hold open. */
@Timeout(120)
class ServerLimitsTest {
    private static final int MOST = 1_024;
    private static final String SOME_SECONDS_FULL =
            "(?s).*dht_connections_full_seconds_total\\{bound=\"api_connections\"} [1-9].*";

    private static final Pattern API_CONNECTIONS =
            Pattern.compile("dht_bound_used\\{bound=\"api_connections\"} ([0-9.]+)");

    @Test
    void aConnectionBeyondTheMostIsClosedAndTheOthersAreServedWhenSomeHaveGone() throws IOException {
        try (LocalApi api = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            FakeDht dht = new FakeDht();
            api.serve(dht, false);
            List<Socket> open = new ArrayList<>();
            try {
                for (int i = 0; i < MOST + 8; i++) {
                    open.add(connected(api));
                }
                assertThat(isClosed(open.get(open.size() - 1))).isTrue();
                if (Files.exists(Path.of("/proc/self/net/tcp"))) {
                    assertThat(metrics(open.get(0)))
                            .contains("dht_bound_limit{bound=\"api_connections\"} 1024.0")
                            .contains("dht_bound_used{bound=\"api_connections\"} 1024.0");
                    await().atMost(60, TimeUnit.SECONDS).until(() -> {
                        // The one that was answered is closed, and the others when they have asked nothing for long:
                        // the next look finds the server full only if somebody takes the places that came free.
                        fill(api, dht, open);
                        return bounds(api, dht).matches(SOME_SECONDS_FULL);
                    });
                }
            } finally {
                for (Socket socket : open) {
                    socket.close();
                }
            }
            await().atMost(60, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(ApiAnswer.of(api.address(), "GET", "/healthz", "")
                                    .status())
                            .isEqualTo(200));
        }
    }

    @Test
    void aRequestForWhichThereIsNoPlaceIsClosedAndCounted() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (LocalApi api = LocalApi.bind(any, 1, 1, Duration.ofMinutes(1));
                Socket slow = connected(api);
                Socket second = connected(api);
                Socket third = connected(api)) {
            FakeDht dht = new FakeDht();
            api.serve(dht, false);
            // Its body does not come, so that it holds the one thread.
            send(
                    slow,
                    "POST /v1/ping HTTP/1.1",
                    "Host: localhost",
                    "Content-Length: 2",
                    "Expect: 100-continue",
                    "",
                    "");
            assertThat(line(slow)).isEqualTo("HTTP/1.1 100 Continue");
            send(second, "GET /healthz HTTP/1.0", "Host: localhost", "", "");
            send(third, "GET /healthz HTTP/1.0", "Host: localhost", "", "");

            // Which of the two waits and which finds no place is for the server to say.
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> bounds(api, dht).contains("dht_api_bound_hit_total{bound=\"requests\"} 1.0"));
            send(slow, "{}");

            List<String> said = List.of(all(second), all(third));
            assertThat(said).filteredOn(String::isEmpty).hasSize(1);
            assertThat(said).filteredOn(answer -> answer.contains(" 200 ")).hasSize(1);
        }
    }

    @Test
    void anAnswerThatTakesTooLongIsNotWaitedForAndWhatWasAskedGoesOn() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (LocalApi api = LocalApi.bind(any, 1, 1, Duration.ofSeconds(1))) {
            FakeDht dht = new FakeDht();
            dht.holdEnters = true;
            api.serve(dht, false);
            String entry = "/v1/entries/" + FakeDht.ID.hex();

            ApiAnswer late = ApiAnswer.of(api.address(), "PUT", entry, "{\"port\":8080}");

            assertThat(late.status()).isEqualTo(504);
            assertThat(late.body()).contains("this takes longer than 1 s; it goes on, and nobody waits for it");
            // And the one thread serves others again.
            assertThat(dht.heldEnters).containsOnlyKeys(FakeDht.ID);
            assertThat(dht.heldEnters.get(FakeDht.ID)).isNotCancelled().isNotDone();
            assertThat(ApiAnswer.of(api.address(), "GET", "/healthz", "").status())
                    .isEqualTo(200);
        }
    }

    /** Connects as often as there are places. */
    private static void fill(LocalApi api, FakeDht dht, List<Socket> open) throws IOException {
        Matcher used = API_CONNECTIONS.matcher(bounds(api, dht));
        assertThat(used.find()).isTrue();
        for (int i = (int) Double.parseDouble(used.group(1)); i < MOST; i++) {
            open.add(connected(api));
        }
    }

    private static Socket connected(LocalApi api) throws IOException {
        Socket socket = new Socket(api.address().getAddress(), api.address().getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void send(Socket socket, String... lines) throws IOException {
        socket.getOutputStream().write(String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** All that comes until the server closes; it may close with a reset. */
    private static String all(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "";
        }
    }

    private static String bounds(LocalApi api, FakeDht dht) {
        return new String(api.metrics().page(dht, "").body(), StandardCharsets.UTF_8);
    }

    /** The metrics, over a connection that is there. */
    private static String metrics(Socket socket) throws IOException {
        send(socket, "GET /metrics HTTP/1.0", "Host: localhost", "", "");
        return all(socket);
    }

    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void theLimitsAreSetBeforeTheFirstServer() {
        ServerLimits.set();

        assertThat(System.getProperty("jdk.httpserver.maxConnections")).isEqualTo(Integer.toString(MOST));
        assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isEqualTo("20");
        assertThat(System.getProperty("sun.net.httpserver.maxReqHeaderSize")).isEqualTo("32768");
    }
}
