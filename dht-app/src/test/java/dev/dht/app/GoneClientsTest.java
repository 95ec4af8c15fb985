package dev.dht.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that go before they have read their answer hold none of the connections there may be. */
@Timeout(120)
class GoneClientsTest {
    private static final int CONNECTIONS = 8;
    private static final int AT_ONCE = 4;
    private static final int ROUNDS = 4;

    @TempDir
    private Path state;

    @Test
    void pagesThatWereClosedLeaveTheirPlaces() throws IOException {
        goneInTheMidstOf("GET /v1/events HTTP/1.1", "", true);
    }

    @Test
    void callsThatNobodyWaitedForLeaveTheirPlaces() throws IOException {
        // Nobody is there, so that the answer takes some seconds.
        String body = "{\"endpoint\":\"127.0.0.1:9\"}";
        goneInTheMidstOf("POST /v1/ping HTTP/1.1\r\nContent-Length: " + body.length(), body, false);
    }

    private void goneInTheMidstOf(String head, String body, boolean begins) throws IOException {
        List<String> options = List.of("-Djdk.httpserver.maxConnections=" + CONNECTIONS);
        try (NodeProcess node = NodeProcess.start(options, state)) {
            URI api = URI.create(node.api());
            String request = head + "\r\nHost: " + api.getAuthority() + "\r\n\r\n" + body;
            for (int round = 0; round < ROUNDS; round++) {
                List<Socket> clients = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    Socket client = new Socket(api.getHost(), api.getPort());
                    client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                    clients.add(client);
                }
                for (Socket client : clients) {
                    if (begins) {
                        assertThat(client.getInputStream().read()).isEqualTo('H');
                    }
                    client.setSoLinger(true, 0);
                    client.close();
                }
                await().atMost(60, TimeUnit.SECONDS).until(() -> isOver(api));
            }
        }
    }

    /** Whether there is room for as many again. */
    private static boolean isOver(URI api) throws IOException {
        List<Socket> room = new ArrayList<>();
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                room.add(new Socket(api.getHost(), api.getPort()));
            }
            HttpURLConnection call =
                    (HttpURLConnection) api.resolve("/healthz").toURL().openConnection();
            call.setRequestProperty("Connection", "close");
            return call.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        } finally {
            for (Socket each : room) {
                each.close();
            }
        }
    }
}
