package dev.dht.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.SocketException;
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

    /**
     * Round after round of clients that go. The server notices only in time who has gone, and turns away whoever comes
     * before it has: a round begins anew until all of its clients are served.
     */
    private static void goneInTheMidstOf(NodeProcess node, String head, String body, String first) {
        URI api = URI.create(node.api());
        String request = head + "Host: " + api.getAuthority() + "\r\n\r\n" + body;
        for (int round = 0; round < ROUNDS; round++) {
            await("round " + round).atMost(60, TimeUnit.SECONDS).until(() -> allAreServed(api, request, first));
        }
    }

    /** Whether so many at once are answered; they go as soon as that begins, whether all are or not. */
    private static boolean allAreServed(URI api, String request, String first) throws IOException {
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                Socket client = new Socket(api.getHost(), api.getPort());
                clients.add(client);
                client.setSoTimeout(30_000);
                client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            }
            boolean all = true;
            for (Socket client : clients) {
                byte[] begin = client.getInputStream().readNBytes(first.length());
                all &= first.equals(new String(begin, StandardCharsets.US_ASCII));
            }
            return all;
        } catch (SocketException e) {
            return false;
        } finally {
            for (Socket client : clients) {
                client.setSoLinger(true, 0);
                client.close();
            }
        }
    }
}
