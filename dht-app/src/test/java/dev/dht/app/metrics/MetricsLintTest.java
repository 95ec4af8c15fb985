package dev.dht.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.DhtNode;
import dev.dht.app.share.FileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The metrics of a real node are named as Prometheus wants them, and none has more labels than it should. */
class MetricsLintTest {
    /** What a label may be; none of them is what a stranger can make more of. */
    private static final Set<String> LABELS = Set.of(
            "state", "query", "outcome", "reason", "bound", "route", "status", "le", "version", "java", "area", "pool",
            "gc", "action", "cause", "verdict", "network");

    @TempDir
    private Path state;

    /** All that there can be: of a node with a state directory that serves files and has an API. */
    static String page(Path state) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (DhtNode node = DhtNode.builder()
                        .bind(any.getAddress())
                        .port(0)
                        .stateDirectory(state)
                        .start();
                FileServer server = FileServer.bind(any)) {
            node.lookup(node.nodeId());
            node.enter(node.nodeId(), 8080);
            Metrics metrics = new Metrics();
            metrics.alsoCounts(node::refusals);
            metrics.alsoCounts(server::refusals);
            metrics.alsoTells(server.connections());
            metrics.request("/v1/info", 200, Duration.ofMillis(3));
            return new String(metrics.page(node, "").body(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theMetricsOfARealNodeBreakNoRule() throws IOException {
        String page = page(state);
        // For promtool check metrics.
        Files.writeString(Path.of("target", "metrics.txt"), page);

        assertThat(MetricsLint.brokenBy(page)).isEmpty();
        assertThat(page)
                .contains("dht_lookup_seconds_count 1", "dht_build_info{", "process_start_time_seconds", "jvm_");
    }

    @Test
    void noLabelGrowsWithStrangers() throws IOException {
        Matcher labels = Pattern.compile("[{,]([a-z_]+)=\"").matcher(page(state));
        Set<String> used = new HashSet<>();
        while (labels.find()) {
            used.add(labels.group(1));
        }

        assertThat(used).isSubsetOf(LABELS);
    }

    @ParameterizedTest
    @CsvSource({
        "dht_things, counter, dht_things 1",
        "dht_things_total, gauge, dht_things_total 1",
        "dht_span_milliseconds, gauge, dht_span_milliseconds 1",
        "dht_size_kb, gauge, dht_size_kb 1",
        "dht_gauge_things, gauge, dht_gauge_things 1",
        "dht_things_count, gauge, dht_things_count 1",
        "dht:things, gauge, dht:things 1",
        "dhtThings, gauge, dhtThings 1",
        "dht_things, gauge, 'dht_things{le=\"1\"} 1'",
        "dht_things, gauge, 'dht_things{someState=\"1\"} 1'",
        "dht_others, gauge, dht_things 1",
    })
    void aRuleThatIsBrokenIsSeen(String name, String type, String sample) {
        assertThat(MetricsLint.brokenBy("# HELP " + name + " Help.\n# TYPE " + name + " " + type + "\n" + sample))
                .isNotEmpty();
    }

    @Test
    void whatIsThereTwiceIsSeen() {
        String family = "# HELP dht_a Help.\n# TYPE dht_a gauge\ndht_a 1\n";

        assertThat(MetricsLint.brokenBy(family)).isEmpty();
        assertThat(MetricsLint.brokenBy(family + "dht_a 2\n")).isNotEmpty();
        assertThat(MetricsLint.brokenBy("# TYPE dht_a gauge\ndht_a 1\n")).isNotEmpty();
        assertThat(MetricsLint.brokenBy("# HELP dht_a Help.\ndht_a 1\n")).isNotEmpty();
    }
}
