package dev.dht.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Histogram;
import dev.dht.app.FakeDht;
import dev.dht.app.http.LocalApi;
import dev.dht.id.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that Prometheus reads. */
class MetricsTest {
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_:][a-z0-9_:]*)(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*})? -?[0-9.E+-]+");

    private final FakeDht dht = new FakeDht();

    @Test
    void whatTheNodeHasIsAGauge() {
        assertThat(page(""))
                .contains("# TYPE dht_contacts gauge")
                .contains("dht_contacts{state=\"good\"} 1.0")
                .contains("dht_contacts{state=\"questionable\"} 2.0")
                .contains("dht_contacts{state=\"bad\"} 3.0")
                .contains("dht_store_entries 20.0")
                .contains("dht_bound_limit{bound=\"store_entries\"} 1000000.0")
                .contains("dht_bound_used{bound=\"store_entries\"} 20.0")
                .contains("dht_network_nodes_estimate 1234.5")
                .contains("dht_queries_in_flight 2.0")
                .contains("dht_lookups{state=\"waiting\"} 4.0")
                .contains("dht_query_late_after_seconds 0.25")
                .contains("dht_alone 0.0")
                .contains("dht_reachability{verdict=\"unreachable\"} 1.0")
                .contains("dht_reachability{verdict=\"reachable\"} 0.0")
                .contains("dht_uptime_seconds 4000.0");
    }

    @Test
    void whatTheReceiptsOfAllEntriesComeTo() {
        Instant now = FakeDht.PUBLISHED.plusSeconds(600);
        assertThat(page("")).contains("dht_entered_entries_with_failures 0.0").doesNotContain("dht_entry_next_renewal");

        // More than are asked for at once.
        for (int i = 0; i < 1_234; i++) {
            dht.few = i % 2 == 0;
            dht.enter(Id.of(i, 0, 0, 0), 8080);
        }

        String page = new String(new Metrics(() -> now).page(dht, "").body(), StandardCharsets.UTF_8);
        assertThat(page)
                .contains("dht_entered_entries_with_failures 617.0")
                .contains("dht_entry_next_renewal_seconds 2100.0");
        assertThat(dht.mostAsked).hasValueLessThan(1_000);
    }

    @Test
    void ofMoreEntriesThanItCanLookAtItSaysNothing() {
        for (int i = 0; i <= EntryFigures.MOST; i++) {
            dht.enter(Id.of(i, 0, 0, 0), 8080);
        }

        assertThat(page("")).doesNotContain("_with_failures", "_next_renewal_");
        assertThat(dht.mostAsked).hasValue(0);
    }

    @Test
    void countersOfOneKindAreOneFamily() {
        dht.counters.put("drops_too_short", 3L);
        dht.counters.put("drops_late_answer", 4L);
        dht.counters.put("served_find_value_nodes", 5L);
        dht.counters.put("queries_find_node", 6L);
        dht.counters.put("bound_store_entries", 7L);

        List<String> page = page("").lines().toList();

        assertThat(page)
                .contains("dht_datagrams_dropped_total{reason=\"too_short\"} 3.0")
                .contains("dht_datagrams_dropped_total{reason=\"late_answer\"} 4.0")
                .contains("dht_queries_served_total{outcome=\"nodes\",query=\"find_value\"} 5.0")
                .contains("dht_queries_sent_total{query=\"find_node\"} 6.0")
                .contains("dht_bound_hit_total{bound=\"store_entries\"} 7.0");
        assertThat(page.stream().filter(line -> line.equals("# TYPE dht_datagrams_dropped_total counter")))
                .hasSize(1);
    }

    @Test
    void everyCounterIsAValidMetricWithHelpWhateverItsName() {
        String[] names = {
            "datagrams_received",
            "new_counter",
            "store_total",
            "x",
            "strange-Name.2",
            "drops_",
            "bound_x",
            "things_created",
            "others_info",
            "a__b"
        };
        for (int i = 0; i < names.length; i++) {
            dht.counters.put(names[i], 1000L + i);
        }

        List<String> page = page("").lines().toList();

        for (int i = 0; i < names.length; i++) {
            String value = " " + (1000.0 + i);
            assertThat(page.stream().filter(line -> line.endsWith(value)))
                    .as(names[i])
                    .hasSize(1)
                    .allMatch(line -> line.contains("_total"));
        }
        for (String line : page) {
            if (line.startsWith("# TYPE dht_")) {
                String name = line.split(" ")[2];
                assertThat(page).anyMatch(help -> help.matches("# HELP " + name + " [A-Z1].+\\."));
            } else if (line.startsWith("dht_") && !line.startsWith("dht_build_info")) {
                assertThat(line).matches(SAMPLE);
            }
        }
    }

    @Test
    void howLongThingsTookIsAHistogramInSeconds() {
        List<Long> counts = new ArrayList<>(Collections.nCopies(Histogram.BOUNDS.size() + 1, 0L));
        counts.set(0, 2L);
        counts.set(1, 1L);
        counts.set(counts.size() - 1, 4L);
        dht.timings.put("query_ping", new Histogram(counts, Duration.ofMillis(1_500)));

        assertThat(page(""))
                .contains("# TYPE dht_query_round_trip_seconds histogram")
                .contains("dht_query_round_trip_seconds_bucket{query=\"ping\",le=\"0.0005\"} 2")
                .contains("dht_query_round_trip_seconds_bucket{query=\"ping\",le=\"0.001\"} 3")
                .contains("dht_query_round_trip_seconds_bucket{query=\"ping\",le=\"60.0\"} 3")
                .contains("dht_query_round_trip_seconds_bucket{query=\"ping\",le=\"+Inf\"} 7")
                .contains("dht_query_round_trip_seconds_count{query=\"ping\"} 7")
                .contains("dht_query_round_trip_seconds_sum{query=\"ping\"} 1.5");
    }

    @Test
    void boundsArePlainDecimalsInEitherFormat() {
        dht.timings.put(
                "query_ping",
                new Histogram(Collections.nCopies(Histogram.BOUNDS.size() + 1, 1L), Duration.ofMillis(1_500)));
        Metrics metrics = new Metrics();
        metrics.request("/v1/info", 200, Duration.ofMillis(3));

        for (String accept : List.of("", "application/openmetrics-text; version=1.0.0; charset=utf-8")) {
            String page = new String(metrics.page(dht, accept).body(), StandardCharsets.UTF_8);
            assertThat(page.lines().filter(line -> line.contains("le=\"")))
                    .hasSize(2 * (Histogram.BOUNDS.size() + 1))
                    .allMatch(line -> line.matches(".*[{,]le=\"([0-9]+\\.[0-9]+|\\+Inf)\"} [0-9]+"))
                    .anyMatch(line -> line.contains("le=\"0.0005\""));
        }
    }

    @Test
    void requestsToTheApiAreCountedByRouteAndNeverByWhatAClientWrote() throws IOException {
        try (LocalApi api = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            api.serve(dht, false);
            HttpClient client = HttpClient.newHttpClient();
            for (int i = 0; i < 20; i++) {
                status(client, api.url() + "/v1/lookup/" + "0".repeat(62) + (10 + i));
                status(client, api.url() + "/strange/" + i);
            }

            List<String> page = get(client, api.url() + "/metrics").lines().toList();

            assertThat(page)
                    .contains("dht_api_requests_total{route=\"/v1/lookup/{}\",status=\"200\"} 20.0")
                    .contains("dht_api_requests_total{route=\"other\",status=\"404\"} 20.0")
                    .contains("dht_api_request_seconds_count{route=\"other\"} 20");
            assertThat(page.stream().filter(line -> line.startsWith("dht_api_requests_total")))
                    .hasSize(2);
        }
    }

    private static int status(HttpClient client, String url) throws IOException {
        return send(client, url).statusCode();
    }

    private static String get(HttpClient client, String url) throws IOException {
        return send(client, url).body();
    }

    private static HttpResponse<String> send(HttpClient client, String url) throws IOException {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoReadsOpenMetricsGetsIt() {
        String accept = "application/openmetrics-text; version=1.0.0; charset=utf-8";

        assertThat(new Metrics().page(dht, accept).contentType()).startsWith("application/openmetrics-text");
        assertThat(page(accept)).endsWith("# EOF\n");
    }

    @Test
    void whoPrefersAFormatThatIsNotThereGetsText() {
        String accept =
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                        + "text/plain;version=0.0.4;q=0.3";

        assertThat(new Metrics().page(dht, accept).contentType()).startsWith("text/plain; version=0.0.4");
    }

    private String page(String accept) {
        return new String(new Metrics().page(dht, accept).body(), StandardCharsets.UTF_8);
    }
}
