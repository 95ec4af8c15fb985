package dev.dht.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.FakeDht;
import java.nio.charset.StandardCharsets;
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
                .contains("dht_store_entries_limit 1000000.0")
                .contains("dht_queries_in_flight 2.0")
                .contains("dht_lookups{state=\"waiting\"} 4.0")
                .contains("dht_query_late_after_seconds 0.25")
                .contains("dht_alone 0.0")
                .contains("dht_uptime_seconds 4000.0");
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
                .contains("dht_queries_served_total{query=\"find_value_nodes\"} 5.0")
                .contains("dht_queries_asked_total{query=\"find_node\"} 6.0")
                .contains("dht_bound_hit_total{bound=\"store_entries\"} 7.0");
        assertThat(page.stream().filter(line -> line.equals("# TYPE dht_datagrams_dropped_total counter")))
                .hasSize(1);
    }

    @Test
    void everyCounterIsAValidMetricWithHelpWhateverItsName() {
        String[] names = {
            "datagrams_received",
            "queries_answered",
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
            if (line.startsWith("# TYPE ")) {
                String name = line.split(" ")[2];
                assertThat(page).anyMatch(help -> help.matches("# HELP " + name + " [A-Z1].+\\."));
            } else if (!line.startsWith("#")) {
                assertThat(line).matches(SAMPLE);
            }
        }
    }

    @Test
    void whoReadsOpenMetricsGetsIt() {
        String accept = "application/openmetrics-text; version=1.0.0; charset=utf-8";

        assertThat(Metrics.page(dht.info(), accept).contentType()).startsWith("application/openmetrics-text");
        assertThat(page(accept)).endsWith("# EOF\n");
    }

    @Test
    void whoPrefersAFormatThatIsNotThereGetsText() {
        String accept =
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                        + "text/plain;version=0.0.4;q=0.3";

        assertThat(Metrics.page(dht.info(), accept).contentType()).startsWith("text/plain; version=0.0.4");
    }

    private String page(String accept) {
        return new String(Metrics.page(dht.info(), accept).body(), StandardCharsets.UTF_8);
    }
}
