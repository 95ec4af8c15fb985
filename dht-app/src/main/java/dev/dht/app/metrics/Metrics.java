package dev.dht.app.metrics;

import dev.dht.api.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The metrics of one node at one moment: a gauge for what it has, a counter for each that it keeps. */
public final class Metrics {
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    private Metrics() {}

    /**
     * A page that Prometheus reads.
     *
     * @param contentType its media type
     * @param body its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Page(String contentType, byte[] body) {}

    /**
     * All metrics of a node.
     *
     * @param accept the formats that the reader says it reads; the Prometheus text format if it says none
     */
    public static Page page(Info info, String accept) {
        // Of the formats that the library knows by name, that of protocol buffers is not among its jars here.
        ExpositionFormatWriter openMetrics = FORMATS.getOpenMetricsTextFormatWriter();
        ExpositionFormatWriter writer =
                openMetrics.accepts(accept) ? openMetrics : FORMATS.getPrometheusTextFormatWriter();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, snapshots(info));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(writer.getContentType(), out.toByteArray());
    }

    private static MetricSnapshots snapshots(Info info) {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        gauges(info, all);
        SortedMap<String, Map<Labels, Long>> families = new TreeMap<>();
        Map<String, String> help = new LinkedHashMap<>();
        info.counters().forEach((name, value) -> {
            CounterName counter = CounterName.of(name);
            help.putIfAbsent(counter.family(), counter.help());
            families.computeIfAbsent(counter.family(), f -> new LinkedHashMap<>())
                    .merge(counter.labels(), value, Long::sum);
        });
        families.forEach((family, points) -> {
            CounterSnapshot.Builder snapshot =
                    CounterSnapshot.builder().name(family).help(help.getOrDefault(family, ""));
            points.forEach((labels, value) -> snapshot.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value(value)
                    .build()));
            all.metricSnapshot(snapshot.build());
        });
        return all.build();
    }

    private static void gauges(Info info, MetricSnapshots.Builder all) {
        Info.Table table = info.table();
        all.metricSnapshot(gauge("dht_contacts", "Contacts in the routing table, by state.")
                .dataPoint(point(Labels.of("state", "good"), table.good()))
                .dataPoint(point(Labels.of("state", "questionable"), table.questionable()))
                .dataPoint(point(Labels.of("state", "bad"), table.bad()))
                .build());
        add(all, "dht_contacts_proven", "Good contacts that strangers can reach.", table.proven());
        add(all, "dht_contacts_in_reserve", "Contacts kept for full buckets.", table.replacements());
        add(all, "dht_buckets", "Buckets of the routing table.", table.buckets().size());
        add(all, "dht_store_ids", "Ids stored for others.", info.store().ids());
        add(all, "dht_store_entries", "Entries stored for others.", info.store().entries());
        add(
                all,
                "dht_store_entries_limit",
                "Entries that may be stored.",
                info.store().capacity());
        add(all, "dht_entered_entries", "Entries that this node entered.", info.entered());
        add(
                all,
                "dht_entered_entries_under_replicated",
                "Entries that this node entered and that fewer nodes hold than wanted.",
                info.underReplicated());
        add(all, "dht_queries_in_flight", "Own queries that wait for an answer.", info.queriesInFlight());
        all.metricSnapshot(gauge("dht_lookups", "Look-ups, by state; the node's own maintenance is counted.")
                .dataPoint(point(Labels.of("state", "running"), info.lookupsRunning()))
                .dataPoint(point(Labels.of("state", "waiting"), info.lookupsWaiting()))
                .build());
        add(
                all,
                "dht_query_late_after_seconds",
                "How long a query to an unknown node takes before the next is asked.",
                info.lateAfter().toNanos() / 1e9);
        add(all, "dht_alone", "1 if no good contact is known, else 0.", info.alone() ? 1 : 0);
        add(
                all,
                "dht_uptime_seconds",
                "Since the node was started.",
                info.uptime().toNanos() / 1e9);
    }

    private static void add(MetricSnapshots.Builder all, String name, String help, double value) {
        all.metricSnapshot(
                gauge(name, help).dataPoint(point(Labels.EMPTY, value)).build());
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    private static GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }
}
