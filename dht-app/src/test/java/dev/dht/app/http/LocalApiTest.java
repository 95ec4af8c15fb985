package dev.dht.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.api.DhtException;
import dev.dht.app.FakeDht;
import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import dev.dht.id.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every call of the API that goes well, and what the network's failures become. */
class LocalApiTest {
    private static final Id ID = Id.of(1, 2, 3, 4);

    private final FakeDht dht = new FakeDht();
    private final HttpClient client = HttpClient.newHttpClient();
    private LocalApi api;

    @BeforeEach
    void serve() throws IOException {
        api = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        api.serve(dht, true);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void infoIsAllThatTheNodeKnows() throws Exception {
        dht.enter(ID, 8080);

        HttpResponse<String> answer = call("GET", "/v1/info", null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        Fields info = Json.read(answer.body());
        assertThat(info.text("id")).isEqualTo(FakeDht.ID.hex());
        assertThat(info.object("bound").all())
                .containsEntry("host", "127.0.0.1")
                .containsEntry("port", 1729);
        assertThat(info.has("address")).isFalse();
        assertThat(info.number("uptime_seconds")).isEqualTo(4000);
        assertThat(info.flag("alone")).isFalse();
        assertThat(info.object("table").number("contacts")).isEqualTo(6);
        assertThat(info.object("table")
                        .objects("buckets")
                        .get(0)
                        .objects("contacts")
                        .get(0)
                        .all())
                .containsEntry("id", FakeDht.HOLDER.id().hex())
                .containsEntry("host", "127.0.0.1")
                .containsEntry("port", 4007)
                .containsEntry("state", "good")
                .containsEntry("proven", true)
                .containsEntry("last_heard_seconds", 5);
        assertThat(info.object("store").number("capacity")).isEqualTo(1_000_000);
        assertThat(info.decimal("late_after_ms")).isEqualTo(250);
        assertThat(info.number("entries_total")).isEqualTo(1);
        assertThat(info.objects("entries").get(0).text("id")).isEqualTo(ID.hex());
        assertThat(info.object("counters").number("datagrams_received")).isEqualTo(12_345);
    }

    @Test
    void infoShowsAThousandEntriesAndTellsHowManyThereAre() throws Exception {
        for (int i = 0; i < 1_005; i++) {
            dht.enter(Id.of(i, 0, 0, 0), 8080);
        }

        Fields info = Json.read(call("GET", "/v1/info", null).body());

        assertThat(info.number("entries_total")).isEqualTo(1_005);
        assertThat(info.objects("entries")).hasSize(1_000);
        assertThat(dht.mostAsked).hasValue(1_000);
    }

    @Test
    void pingGivesTheIdAndTheRoundTrip() throws Exception {
        dht.knows(new InetSocketAddress("127.0.0.1", 1730), ID);

        HttpResponse<String> answer = call("POST", "/v1/ping", "{\"peer\":\"127.0.0.1:1730\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.read(answer.body()).all())
                .containsEntry("id", ID.hex())
                .containsEntry("rtt_ms", 1.235)
                .hasSize(2);
    }

    @Test
    void aPingWithoutAnswerIsAGatewayTimeout() throws Exception {
        HttpResponse<String> answer = call("POST", "/v1/ping", "{\"peer\":\"127.0.0.1:1731\"}");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        Fields problem = Json.read(answer.body());
        assertThat(problem.number("status")).isEqualTo(504);
        assertThat(problem.text("title")).isEqualTo("Gateway Timeout");
        assertThat(problem.text("detail")).contains("no answer from", "1731");
    }

    @Test
    void enterWaitsForTheReceipt() throws Exception {
        HttpResponse<String> answer = call("PUT", "/v1/entries/" + ID.hex(), "{\"port\":8080}");

        assertThat(answer.statusCode()).isEqualTo(200);
        Fields receipt = Json.read(answer.body());
        assertThat(receipt.text("id")).isEqualTo(ID.hex());
        assertThat(receipt.number("port")).isEqualTo(8080);
        assertThat(receipt.number("wanted")).isEqualTo(8);
        assertThat(receipt.number("acknowledged")).isEqualTo(2);
        assertThat(receipt.number("verified")).isEqualTo(1);
        assertThat(receipt.text("published_at")).isEqualTo("2026-03-01T12:00:00.123Z");
        assertThat(receipt.text("renew_at")).isEqualTo("2026-03-01T12:45:00.123Z");
        assertThat(receipt.objects("holders").get(0).all())
                .containsEntry("id", FakeDht.HOLDER.id().hex())
                .containsEntry("host", "127.0.0.1")
                .containsEntry("port", 4007)
                .containsEntry("acknowledged_at", "2026-03-01T12:00:00.123Z")
                .containsEntry("verified_at", "2026-03-01T12:00:00.123Z");
        assertThat(receipt.objects("holders").get(1).all()).containsEntry("verified_at", null);
        assertThat(receipt.objects("failures").get(0).text("reason")).isEqualTo("it did not answer");
    }

    @Test
    void enterWithoutWaitingIsAcceptedAtOnce() throws Exception {
        dht.holdEnters = true;

        HttpResponse<String> answer = call("PUT", "/v1/entries/" + ID.hex() + "?wait=false", "{\"port\":8080}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Json.read(answer.body()).text("id")).isEqualTo(ID.hex());
        assertThat(dht.entry(ID)).isPresent();
    }

    @Test
    void enterWithoutWaitingTellsOfTheNewPortThoughTheNodeKnowsTheOldOne() throws Exception {
        dht.enter(ID, 8080);
        dht.slowDisk = true;

        HttpResponse<String> answer = call("PUT", "/v1/entries/" + ID.hex() + "?wait=false", "{\"port\":9090}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body())
                .isEqualTo("{\"id\":\"" + ID.hex() + "\",\"port\":9090,\"wanted\":8,\"acknowledged\":0,\"verified\":0,"
                        + "\"holders\":[],\"published_at\":null,\"renew_at\":null,\"audit\":null,\"failures\":[]}");
    }

    @Test
    void enterWithoutWaitingStillTellsThatItCannotBe() throws Exception {
        dht.failure =
                new DhtException(DhtException.Reason.BUSY, "1,000,000 entries are entered, the most there may be");

        HttpResponse<String> answer = call("PUT", "/v1/entries/" + ID.hex() + "?wait=false", "{\"port\":8080}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(Json.read(answer.body()).text("detail")).contains("the most there may be");
    }

    @Test
    void anIdMayBeWrittenInAllItsForms() throws Exception {
        dht.enter(ID, 8080);

        assertThat(call("GET", "/v1/entries/" + ID.base32(), null).statusCode()).isEqualTo(200);
        assertThat(call("GET", "/v1/entries/sha256:" + ID.hex(), null).statusCode())
                .isEqualTo(200);
        assertThat(call("GET", "/v1/entries/sha256%3A" + ID.hex(), null).statusCode())
                .isEqualTo(200);
    }

    @Test
    void entriesComeInPages() throws Exception {
        for (int i = 0; i < 5; i++) {
            dht.enter(Id.of(i, 0, 0, 0), 8080);
        }

        Fields first = Json.read(call("GET", "/v1/entries?limit=2", null).body());
        Fields second = Json.read(call("GET", first.text("next"), null).body());
        Fields third = Json.read(call("GET", second.text("next"), null).body());

        assertThat(first.number("entries_total")).isEqualTo(5);
        assertThat(first.objects("entries")).hasSize(2);
        assertThat(second.objects("entries").get(0).text("id"))
                .isEqualTo(Id.of(2, 0, 0, 0).hex());
        assertThat(third.objects("entries")).hasSize(1);
        assertThat(third.has("next")).isFalse();
        assertThat(dht.mostAsked).hasValue(4);
    }

    @Test
    void aPageGoesOnWhereTheLastEndedThoughItsEntryIsGone() throws Exception {
        for (int i = 0; i < 4; i++) {
            dht.enter(Id.of(i, 0, 0, 0), 8080);
        }
        Fields first = Json.read(call("GET", "/v1/entries?limit=2", null).body());
        dht.delete(Id.of(1, 0, 0, 0));

        Fields second = Json.read(call("GET", first.text("next"), null).body());

        assertThat(second.number("entries_total")).isEqualTo(3);
        assertThat(second.objects("entries").stream().map(receipt -> receipt.text("id")))
                .containsExactly(Id.of(2, 0, 0, 0).hex(), Id.of(3, 0, 0, 0).hex());
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void whatWasNotEnteredIsNotFound() throws Exception {
        HttpResponse<String> got = call("GET", "/v1/entries/" + ID.hex(), null);
        HttpResponse<String> deleted = call("DELETE", "/v1/entries/" + ID.hex(), null);

        assertThat(got.statusCode()).isEqualTo(404);
        assertThat(deleted.statusCode()).isEqualTo(404);
        assertThat(Json.read(deleted.body()).text("detail"))
                .contains("has not entered", ID.hex(), "GET /v1/entries lists", "GET /v1/lookup/");
    }

    @Test
    void whatHasNoConfigurationSaysHowANodeHasOne() throws Exception {
        HttpResponse<String> refused = call("POST", "/v1/reload", null);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Json.read(refused.body()).text("detail")).contains("dht node --config FILE");
    }

    @Test
    void deleteForgets() throws Exception {
        dht.enter(ID, 8080);

        HttpResponse<String> answer = call("DELETE", "/v1/entries/" + ID.hex(), null);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(dht.entries()).isEmpty();
    }

    @Test
    void lookupGivesWhatWasFoundAndWhatItCost() throws Exception {
        dht.holds(ID, "127.0.0.1", 8080).holds(ID, "10.1.2.3", 80);

        HttpResponse<String> answer = call("GET", "/v1/lookup/" + ID.hex(), null);

        assertThat(answer.statusCode()).isEqualTo(200);
        Fields report = Json.read(answer.body());
        assertThat(report.text("id")).isEqualTo(ID.hex());
        assertThat(report.objects("endpoints").stream().map(Fields::all).map(Object::toString))
                .containsExactly("{host=10.1.2.3, port=80}", "{host=127.0.0.1, port=8080}");
        assertThat(report.number("queries")).isEqualTo(17);
        assertThat(report.number("hops")).isEqualTo(3);
        assertThat(report.number("elapsed_ms")).isEqualTo(212);
    }

    @Test
    void notToExplainIsWhatItDoes() throws Exception {
        assertThat(call("GET", "/v1/lookup/" + ID.hex() + "?explain=false&", null)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatNobodyEnteredIsFoundNowhere() throws Exception {
        HttpResponse<String> answer = call("GET", "/v1/lookup/" + ID.hex(), null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.read(answer.body()).objects("endpoints")).isEmpty();
    }

    @Test
    void aNodeThatIsClosedIsUnavailable() throws Exception {
        dht.failure = new DhtException(DhtException.Reason.CLOSED, "the node was closed");

        assertThat(call("GET", "/v1/lookup/" + ID.hex(), null).statusCode()).isEqualTo(503);
        assertThat(call("PUT", "/v1/entries/" + ID.hex(), "{\"port\":1}").statusCode())
                .isEqualTo(503);
        assertThat(call("GET", "/v1/info", null).statusCode()).isEqualTo(503);
    }

    @Test
    void aDefectIsAProblemTooAndTellsNothingOfTheInside() throws Exception {
        dht.failure = new IllegalStateException("secret");

        HttpResponse<String> answer = call("GET", "/v1/info", null);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).doesNotContain("secret").contains("a defect of the node");
    }

    @Test
    void headIsGetWithoutItsBody() throws Exception {
        HttpResponse<String> get = call("GET", "/healthz", null);
        HttpResponse<String> head = call("HEAD", "/healthz", null);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .hasValue(Integer.toString(get.body().length()));
    }

    @Test
    void itIsHealthyUnlessItWaitsForItsBootstrapInVain() throws Exception {
        assertThat(call("GET", "/healthz", null).statusCode()).isEqualTo(200);

        dht.alone = true;

        HttpResponse<String> answer = call("GET", "/healthz", null);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Json.read(answer.body()).text("detail")).contains("no good contact", "bootstrap");
    }

    @Test
    void whoHasNoBootstrapIsHealthyAlone() throws Exception {
        dht.alone = true;
        try (LocalApi first = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            first.serve(dht, false);

            assertThat(ApiAnswer.of(first.address(), "GET", "/healthz", "").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void metricsAreWhatPrometheusReads() throws Exception {
        HttpResponse<String> answer = call("GET", "/metrics", null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body()).contains("dht_datagrams_received_total 12345");
    }

    @Test
    void anAddressInUseIsSaidSo() {
        assertThatThrownBy(() -> LocalApi.bind(api.address()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "cannot listen on 127.0.0.1:" + api.address().getPort())
                .hasMessageContaining("in use");
    }

    @Test
    void closingAgainDoesNothing() {
        api.close();
        api.close();
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api.url() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
