package dev.dht.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dht.api.DhtException;
import dev.dht.app.FakeDht;
import dev.dht.app.json.Json;
import dev.dht.id.Id;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A look-up told as it runs. */
@Timeout(120)
class LookupStreamTest {
    private static final Id ID = Id.of(1, 2, 3, 4);

    private final FakeDht dht = new FakeDht();
    private LocalApi api;

    @BeforeEach
    void serve() throws IOException {
        dht.holdLookups = true;
        api = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        api.serve(dht, false);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyEndpointIsToldAsItIsFoundAndThenTheWhole() throws Exception {
        try (Stream stream = new Stream()) {
            FakeDht.Running lookup = stream.begun();
            InetSocketAddress first = new InetSocketAddress("127.0.0.1", 8081);
            InetSocketAddress second = new InetSocketAddress("127.0.0.1", 8080);

            lookup.found().accept(first);
            assertThat(stream.event())
                    .containsExactly("event: endpoint", "data: {\"host\":\"127.0.0.1\",\"port\":8081}");
            lookup.found().accept(second);
            assertThat(stream.event())
                    .containsExactly("event: endpoint", "data: {\"host\":\"127.0.0.1\",\"port\":8080}");
            lookup.report().complete(FakeDht.report(ID, List.of(second, first)));

            List<String> done = stream.event();
            assertThat(done.get(0)).isEqualTo("event: done");
            assertThat(Json.read(done.get(1).substring("data: ".length())).objects("endpoints"))
                    .hasSize(2);
            assertThat(stream.isAtEnd()).isTrue();
        }
    }

    @Test
    void whoAsksForTheHeadAloneHasNobodyAsked() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api.url() + "/v1/lookup/" + ID.hex()))
                .header("Accept", "text/event-stream")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();

        HttpResponse<Void> head = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(dht.running).isEmpty();
    }

    @Test
    void whereItIsToBeExplainedEveryStepIsToldToo() throws Exception {
        dht.holdLookups = false;
        try (Stream stream = new Stream("?explain=true")) {
            stream.head();
            for (int i = 0; i < 3; i++) {
                List<String> step = stream.event();
                assertThat(step.get(0)).isEqualTo("event: step");
                assertThat(Json.read(step.get(1).substring("data: ".length())).number("n"))
                        .isEqualTo(i);
            }
            List<String> done = stream.event();
            assertThat(done.get(0)).isEqualTo("event: done");
            assertThat(Json.read(done.get(1).substring("data: ".length()))
                            .object("explanation")
                            .objects("steps"))
                    .hasSize(3);
        }
    }

    @Test
    void aLookupThatFailsIsToldSo() throws Exception {
        try (Stream stream = new Stream()) {
            stream.begun().report().completeExceptionally(new DhtException(DhtException.Reason.CLOSED, "closed"));

            List<String> failed = stream.event();
            assertThat(failed.get(0)).isEqualTo("event: failed");
            assertThat(Json.read(failed.get(1).substring("data: ".length())).number("status"))
                    .isEqualTo(503);
        }
    }

    @Test
    void aClientThatGoesAwayEndsTheLookup() throws Exception {
        FakeDht.Running lookup;
        try (Stream stream = new Stream()) {
            lookup = stream.begun();
        }

        await().atMost(60, TimeUnit.SECONDS).until(() -> lookup.report().isCancelled());
    }

    @Test
    void soManyAreStreamedAndNoMore() throws Exception {
        List<Stream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                streams.add(new Stream());
                streams.get(i).begun();
            }

            ApiAnswer refused = ApiAnswer.raw(api.address(), Stream.request(""));
            ApiAnswer other = ApiAnswer.of(api.address(), "GET", "/healthz", "");
            ApiAnswer metrics = ApiAnswer.of(api.address(), "GET", "/metrics", "");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(other.status()).isEqualTo(200);
            assertThat(metrics.body()).contains("dht_api_bound_hit_total{bound=\"streams\"} 1.0");
        } finally {
            for (Stream stream : streams) {
                stream.close();
            }
        }
    }

    /** The client's end of a stream. */
    private final class Stream implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        Stream() throws IOException {
            this("");
        }

        Stream(String query) throws IOException {
            socket = new Socket(api.address().getAddress(), api.address().getPort());
            socket.getOutputStream().write(String.join("\r\n", request(query)).getBytes(StandardCharsets.UTF_8));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        static String[] request(String query) {
            return new String[] {
                "GET /v1/lookup/" + ID.hex() + query + " HTTP/1.0",
                "Accept: text/event-stream",
                "Host: localhost",
                "",
                ""
            };
        }

        /** The node's end, when the stream has begun. */
        FakeDht.Running begun() throws Exception {
            head();
            return dht.running.take();
        }

        void head() throws IOException {
            while (!lines.readLine().isEmpty()) {
                // it is not looked at
            }
        }

        /** The lines of the next event; comments are left out. */
        List<String> event() throws IOException {
            List<String> event = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && !event.isEmpty()) {
                    Described.seenEvent(
                            "/v1/lookup/" + ID.hex(),
                            event.get(0).substring("event: ".length()),
                            event.get(1).substring("data: ".length()));
                    return event;
                }
                if (!line.isEmpty() && !line.startsWith(":")) {
                    event.add(line);
                }
            }
            return event;
        }

        boolean isAtEnd() throws IOException {
            return lines.readLine() == null;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
