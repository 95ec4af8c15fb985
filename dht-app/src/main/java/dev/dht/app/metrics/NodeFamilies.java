package dev.dht.app.metrics;

import dev.dht.api.Histogram;
import dev.dht.api.Info;
import dev.dht.api.Reachability.Verdict;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a node knows of itself as metrics: a gauge for what it has, a counter or a histogram for each that it keeps. */
final class NodeFamilies {
    private static final Map<String, String> TIMED = new LinkedHashMap<>();

    static {
        TIMED.put("query_", "dht_query_round_trip_seconds From a query of this node to its answer, by kind.");
        TIMED.put("lookup_first", "dht_lookup_first_endpoint_seconds From a look-up's begin to its first endpoint.");
        TIMED.put("lookup_end", "dht_lookup_seconds From a look-up's begin to its end.");
        TIMED.put("enter", "dht_enter_seconds From entering until the first round of storing has ended.");
        TIMED.put("lateness", "dht_loop_lateness_seconds By how much the event loop did late what was due.");
    }

    private final List<MetricSnapshot> all = new ArrayList<>();

    private NodeFamilies() {}

    /**
     * All of them.
     *
     * @param counters those of the node, and what is counted beside it
     * @param servers whose connections are told
     * @param figures what the receipts say; null where there are too many
     */
    static List<MetricSnapshot> of(
            Info info,
            Map<String, Long> counters,
            List<Connections> servers,
            @Nullable EntryFigures figures,
            Instant now) {
        NodeFamilies families = new NodeFamilies();
        families.table(info);
        families.bounds(info, servers);
        families.entries(info);
        if (figures != null) {
            families.receipts(figures, now);
        }
        families.rest(info);
        families.counters(counters);
        families.timings(info);
        return families.all;
    }

    private void table(Info info) {
        Info.Table table = info.table();
        add(
                "dht_contacts",
                "Contacts in the routing table, by state.",
                point(Labels.of("state", "good"), table.good()),
                point(Labels.of("state", "questionable"), table.questionable()),
                point(Labels.of("state", "bad"), table.bad()));
        add("dht_contacts_proven", "Good contacts that strangers can reach, as far as is known.", table.proven());
        add("dht_contacts_in_reserve", "Contacts kept for full buckets.", table.replacements());
        add("dht_buckets", "Buckets of the routing table.", table.buckets().size());
        add(
                "dht_network_nodes_estimate",
                "Nodes of the network, from how close the closest are: within half and twice the truth in nine of ten"
                        + " cases.",
                info.networkSize());
    }

    private void bounds(Info info, List<Connections> servers) {
        SortedMap<String, Long> used = new TreeMap<>();
        used.put("queries", (long) info.queriesInFlight());
        used.put("lookups_running", (long) info.lookupsRunning());
        used.put("lookups_waiting", (long) info.lookupsWaiting());
        used.put("entered", (long) info.entered());
        used.put("store_entries", (long) info.store().entries());
        used.keySet().retainAll(info.bounds().keySet());
        SortedMap<String, Long> limits = new TreeMap<>(info.bounds());
        for (Connections server : servers) {
            limits.put(server.bound(), (long) server.most());
        }
        Connections.open(servers).forEach((server, open) -> used.put(server.bound(), (long) open));
        add("dht_bound_used", "How much there is of what has a bound.", points("bound", used));
        add("dht_bound_limit", "How much there may be of what has a bound.", points("bound", limits));
        add("dht_store_ids", "Ids stored for others.", info.store().ids());
        add("dht_store_entries", "Entries stored for others.", info.store().entries());
    }

    private void entries(Info info) {
        add(
                "dht_entered_entries",
                "Entries that this node entered: held by as many nodes as wanted, or by fewer.",
                point(Labels.of("state", "held"), Math.max(0, info.entered() - info.underReplicated())),
                point(Labels.of("state", "under_replicated"), info.underReplicated()));
        add(
                "dht_renewal_behind_seconds",
                "For how long the most urgent renewal of an entry is overdue: 0 while the budget of STOREs suffices.",
                seconds(info.behind()));
    }

    private void receipts(EntryFigures figures, Instant now) {
        add(
                "dht_entered_entries_with_failures",
                "Entries that a node which should hold them does not, by the last round of storing.",
                figures.withFailures());
        if (figures.nextRenewal() != null) {
            add(
                    "dht_entry_next_renewal_seconds",
                    "Until the next entry is stored again, at the latest; less than 0 where that is overdue.",
                    seconds(Duration.between(now, figures.nextRenewal())));
        }
    }

    private void rest(Info info) {
        add("dht_queries_in_flight", "Own queries that wait for an answer.", info.queriesInFlight());
        add(
                "dht_lookups",
                "Look-ups, by state; the node's own maintenance is counted.",
                point(Labels.of("state", "running"), info.lookupsRunning()),
                point(Labels.of("state", "waiting"), info.lookupsWaiting()));
        add(
                "dht_query_late_after_seconds",
                "How long a query to an unknown node takes before the next is asked.",
                seconds(info.lateAfter()));
        add(
                "dht_reachability",
                "Whether strangers can reach the node: 1 for what is so, 0 for the others.",
                Stream.of(Verdict.values())
                        .map(each -> point(
                                Labels.of("verdict", each.label()),
                                info.reachability().verdict() == each ? 1 : 0))
                        .toArray(GaugeDataPointSnapshot[]::new));
        add("dht_alone", "1 if no good contact is known, else 0.", info.alone() ? 1 : 0);
        add("dht_uptime_seconds", "Since the node was started.", seconds(info.uptime()));
    }

    private void counters(Map<String, Long> counters) {
        SortedMap<String, Map<Labels, Long>> families = new TreeMap<>();
        Map<String, String> help = new LinkedHashMap<>();
        counters.forEach((name, value) -> {
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
            all.add(snapshot.build());
        });
    }

    private void timings(Info info) {
        TIMED.forEach((timing, text) -> {
            int space = text.indexOf(' ');
            HistogramSnapshot.Builder snapshot =
                    HistogramSnapshot.builder().name(text.substring(0, space)).help(text.substring(space + 1));
            info.timings().forEach((name, histogram) -> {
                if (name.equals(timing) || timing.endsWith("_") && name.startsWith(timing)) {
                    Labels labels =
                            name.equals(timing) ? Labels.EMPTY : Labels.of("query", name.substring(timing.length()));
                    snapshot.dataPoint(point(labels, histogram));
                }
            });
            all.add(snapshot.build());
        });
    }

    private static HistogramDataPointSnapshot point(Labels labels, Histogram histogram) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < histogram.counts().size(); i++) {
            double bound = i < Histogram.BOUNDS.size() ? seconds(Histogram.BOUNDS.get(i)) : Double.POSITIVE_INFINITY;
            buckets.bucket(bound, histogram.counts().get(i));
        }
        return HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(buckets.build())
                .sum(seconds(histogram.sum()))
                .build();
    }

    private void add(String name, String help, double value) {
        add(name, help, point(Labels.EMPTY, value));
    }

    private void add(String name, String help, GaugeDataPointSnapshot... points) {
        GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder().name(name).help(help);
        List.of(points).forEach(snapshot::dataPoint);
        all.add(snapshot.build());
    }

    private static GaugeDataPointSnapshot[] points(String label, Map<String, Long> values) {
        return values.entrySet().stream()
                .map(each -> point(Labels.of(label, each.getKey()), each.getValue()))
                .toArray(GaugeDataPointSnapshot[]::new);
    }

    private static GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static double seconds(Duration span) {
        return span.toNanos() / 1e9;
    }
}
