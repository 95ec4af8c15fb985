package dev.dht.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dht.app.FakeDht;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What strangers can hold open. */
@Timeout(120)
class ServerLimitsTest {
    private static final int MOST = 1_024;

    @Test
    void aConnectionBeyondTheMostIsClosedAndTheOthersAreServedWhenSomeHaveGone() throws IOException {
        try (LocalApi api = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            api.serve(new FakeDht(), false);
            List<Socket> open = new ArrayList<>();
            try {
                for (int i = 0; i < MOST + 8; i++) {
                    open.add(
                            new Socket(api.address().getAddress(), api.address().getPort()));
                }
                assertThat(isClosed(open.get(open.size() - 1))).isTrue();
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
