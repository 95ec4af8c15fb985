package dev.dht.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as an operator runs it: a process that is started, told to end, and started again. */
@Timeout(120)
class NodeProcessTest {
    private static final String ENTRY = "/v1/entries/" + "ab".repeat(32);
    private static final long END_MILLIS = 2_000;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void toldToEndItEndsWithinTwoSecondsAndComesBackAsItWas(@TempDir Path state) throws Exception {
        NodeProcess before = NodeProcess.start(state);
        try (before) {
            assertThat(call(before, "GET", "/healthz", "").statusCode()).isEqualTo(200);
            assertThat(call(before, "PUT", ENTRY, "{\"port\":8080}").statusCode())
                    .isEqualTo(200);
            assertThat(before.terminate(END_MILLIS)).isZero();
        }

        try (NodeProcess after = NodeProcess.start(state)) {
            assertThat(after.id()).isEqualTo(before.id());
            assertThat(after.udp()).isEqualTo(before.udp());
            assertThat(call(after, "GET", ENTRY, "").statusCode()).isEqualTo(200);
            assertThat(after.terminate(END_MILLIS)).isZero();
        }
    }

    @Test
    void whoWaitsForItWhenItEndsDoesNotHoldItUp(@TempDir Path state, @TempDir Path otherState) throws Exception {
        try (NodeProcess node = NodeProcess.start(state);
                NodeProcess other = NodeProcess.start(
                        otherState, "--bootstrap", "127.0.0.1:" + node.udp().getPort())) {
            client.sendAsync(
                    HttpRequest.newBuilder(URI.create(other.api() + "/v1/lookup/" + "cd".repeat(32)))
                            .header("Accept", "text/event-stream")
                            .build(),
                    BodyHandlers.ofLines());

            assertThat(other.terminate(END_MILLIS)).isZero();
            assertThat(node.terminate(END_MILLIS)).isZero();
        }
    }

    @Test
    void hungUpItReadsItsConfigurationAgain(@TempDir Path state, @TempDir Path otherState) throws Exception {
        Path config = Files.writeString(otherState.resolve("dht.conf"), "log = error\n");
        try (NodeProcess node = NodeProcess.start(state);
                NodeProcess other = NodeProcess.start(otherState, "--config", config.toString())) {
            assertThat(call(other, "GET", "/v1/info", "").body()).contains("\"alone\":true");
            Files.writeString(config, "bootstrap = 127.0.0.1:" + node.udp().getPort() + "\n");

            other.hangUp();

            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(call(other, "GET", "/v1/info", "").body())
                                    .contains("\"alone\":false"));
            assertThat(other.terminate(END_MILLIS)).isZero();
        }
    }

    private HttpResponse<String> call(NodeProcess node, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.api() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
