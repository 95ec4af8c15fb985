package dev.dht.app.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a counter of a node is called as a metric. Counters of one kind, which their names begin with, are one family
 * told apart by a label; every other is a family of its own, so that a counter that is new is never left out.
 *
 * @param family the name, without the {@code _total} that the format adds
 * @param labels empty, or the one label
 * @param help what it counts
 */
record CounterName(String family, Labels labels, String help) {
    private record Kind(String family, String label, String help) {}

    /** By the beginning of the counters' names. */
    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    private static final Map<String, String> HELP = new LinkedHashMap<>();

    static {
        KINDS.put("drops_", new Kind("dht_datagrams_dropped", "reason", "Datagrams received and dropped, by reason."));
        KINDS.put(
                "served_", new Kind("dht_queries_served", "query", "Queries of others, by kind and what came of it."));
        KINDS.put("bound_", new Kind("dht_bound_hit", "bound", "How often a bound of this node was in the way."));
        for (String query : new String[] {"ping", "find_node", "find_value", "store"}) {
            KINDS.put("queries_" + query, new Kind("dht_queries_asked", "query", "Own queries, by kind."));
        }
        HELP.put("datagrams_received", "Datagrams received.");
        HELP.put("datagrams_sent", "Datagrams sent.");
        HELP.put("datagrams_not_sent", "Datagrams that the system refused to send.");
        HELP.put("bytes_received", "Bytes of datagrams received.");
        HELP.put("bytes_sent", "Bytes of datagrams sent.");
        HELP.put("queries_sent_again", "Own queries that were sent once more because they were late.");
        HELP.put("queries_answered", "Own queries that were answered.");
        HELP.put("queries_answered_by_other_id", "Own queries answered under another id than expected.");
        HELP.put("queries_answered_with_error", "Own queries answered with an error.");
        HELP.put("queries_timed_out", "Own queries that were not answered in time.");
        HELP.put("queries_not_sent", "Own queries that the system refused to send.");
        HELP.put("lookups_started", "Look-ups begun, the node's own maintenance counted.");
        HELP.put("lookups_ended", "Look-ups ended, the node's own maintenance counted.");
        HELP.put("contacts_added", "Contacts taken into the routing table.");
        HELP.put("checks", "Contacts asked whether they are still there.");
        HELP.put("refreshes", "Buckets refreshed by a look-up.");
        HELP.put("bootstraps", "Attempts to join through the bootstrap.");
        HELP.put("entries_entered", "Entries entered.");
        HELP.put("entry_lookups", "Look-ups to publish or renew entries.");
        HELP.put("entry_stores", "STOREs of own entries.");
        HELP.put("entry_audits", "Look-ups of own entries as a stranger would make them.");
        HELP.put("entry_checks", "Questions to holders whether they still hold an entry.");
    }

    static CounterName of(String counter) {
        for (Map.Entry<String, Kind> kind : KINDS.entrySet()) {
            String prefix = kind.getKey();
            boolean whole = !prefix.endsWith("_");
            if (whole ? counter.equals(prefix) : counter.startsWith(prefix) && counter.length() > prefix.length()) {
                String value = counter.substring(whole ? "queries_".length() : prefix.length());
                Kind found = kind.getValue();
                return new CounterName(found.family(), Labels.of(found.label(), value), found.help());
            }
        }
        String words =
                counter.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").strip();
        String family = PrometheusNaming.sanitizeMetricName("dht_" + words.replace(' ', '_'));
        return new CounterName(family, Labels.EMPTY, HELP.getOrDefault(counter, "How often: " + words + "."));
    }
}
