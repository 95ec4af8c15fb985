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
        try (NodeProcess node = start()) {
            goneInTheMidstOf(node, "GET /v1/events HTTP/1.1\r\n", "", "HTTP/1.1 200 OK");
        }
    }

    @Test
    void callsThatNobodyWaitedForLeaveTheirPlaces() throws IOException {
        try (NodeProcess node = start()) {
            // Nobody is there, so that the answer takes some seconds.
            String body = "{\"peer\":\"127.0.0.1:9\"}";
            HttpURLConnection call = open(node, "/v1/ping");
            call.setDoOutput(true);
            call.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
            assertThat(call.getResponseCode()).isEqualTo(HttpURLConnection.HTTP_GATEWAY_TIMEOUT);

            String head = "POST /v1/ping HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: " + body.length() + "\r\n";
            goneInTheMidstOf(node, head, body, "HTTP/1.1 100 Continue");
        }
    }

    private NodeProcess start() throws IOException {
        return NodeProcess.start(List.of("-Djdk.httpserver.maxConnections=" + CONNECTIONS), state);
    }

    private static HttpURLConnection open(NodeProcess node, String path) throws IOException {
        HttpURLConnection call =
                (HttpURLConnection) URI.create(node.api()).resolve(path).toURL().openConnection();
        call.setRequestProperty("Connection", "close");
        call.setConnectTimeout(10_000);
        call.setReadTimeout(30_000);
        return call;
    }

    private static void goneInTheMidstOf(NodeProcess node, String head, String body, String first) throws IOException {
        URI api = URI.create(node.api());
        String request = head + "Host: " + api.getAuthority() + "\r\n\r\n" + body;
        for (int round = 0; round < ROUNDS; round++) {
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                Socket client = new Socket(api.getHost(), api.getPort());
                client.setSoTimeout(30_000);
                client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                clients.add(client);
            }
            for (Socket client : clients) {
                assertThat(new String(client.getInputStream().readNBytes(first.length()), StandardCharsets.US_ASCII))
                        .isEqualTo(first);
                client.setSoLinger(true, 0);
                client.close();
            }
            await().atMost(60, TimeUnit.SECONDS).until(() -> isOver(node));
        }
    }

    /** Whether there is room for as many again. */
    private static boolean isOver(NodeProcess node) throws IOException {
        URI api = URI.create(node.api());
        List<Socket> room = new ArrayList<>();
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                room.add(new Socket(api.getHost(), api.getPort()));
            }
            return open(node, "/healthz").getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        } finally {
            for (Socket each : room) {
                each.close();
            }
        }
    }
}
