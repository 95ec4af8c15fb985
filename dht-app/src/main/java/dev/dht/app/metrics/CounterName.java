package dev.dht.app.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a counter of a node is called as a metric. Counters of one kind, which their names begin with, are one family
 * told apart by labels; every other is a family of its own, so that a counter that is new is never left out.
 *
 * @param family the name, without the {@code _total} that the format adds
 * @param labels empty, or what tells it from the others of its family
 * @param help what it counts
 */
record CounterName(String family, Labels labels, String help) {
    private static final String[] QUERIES = {"ping", "find_node", "find_value", "store"};

    private static final Map<String, String> FAMILIES = new LinkedHashMap<>();
    private static final Map<String, String> HELP = new LinkedHashMap<>();

    static {
        // The unit stands last in a name.
        FAMILIES.put("bytes_received", "dht_received_bytes");
        FAMILIES.put("bytes_sent", "dht_sent_bytes");
        HELP.put("datagrams_received", "Datagrams received.");
        HELP.put("datagrams_sent", "Datagrams sent.");
        HELP.put("datagrams_not_sent", "Datagrams that the system refused to send.");
        HELP.put("bytes_received", "Bytes of datagrams received.");
        HELP.put("bytes_sent", "Bytes of datagrams sent.");
        HELP.put("queries_sent_again", "Own queries that were sent once more because they were late.");
        HELP.put("lookups_started", "Look-ups begun, the node's own maintenance counted.");
        HELP.put("lookups_ended", "Look-ups ended, the node's own maintenance counted.");
        HELP.put("contacts_added", "Contacts taken into the routing table.");
        HELP.put("checks", "Contacts asked whether they are still there.");
        HELP.put("refreshes", "Buckets refreshed by a look-up.");
        HELP.put("bootstraps", "Attempts to join through the bootstrap.");
        HELP.put("entries_entered", "Entries entered.");
        HELP.put("entry_lookups", "Look-ups to publish or renew entries.");
        HELP.put("entry_stores", "STOREs of own entries.");
        HELP.put(
                "entry_renewals_late",
                "Renewals of own entries more than 45 minutes after they were stored, after a sleep of the machine as well.");
        HELP.put("entry_audits", "Look-ups of own entries as a stranger would make them.");
        HELP.put("entry_audits_poor", "Audits after which an entry was stored again at once: few had it.");
        HELP.put("entry_audits_unanswered", "Audits that nobody answered.");
        HELP.put("entry_audited_nodes", "Nodes closest to an own entry that answered its audits.");
        HELP.put(
                "entry_audited_holders",
                "Nodes that gave the entry in those audits, no more of each than answered among the closest.");
        HELP.put("entry_checks", "Questions to holders whether they still hold an entry.");
    }

    static CounterName of(String counter) {
        if (isBelow(counter, "drops_")) {
            Labels reason = Labels.of("reason", counter.substring("drops_".length()));
            return new CounterName("dht_datagrams_dropped", reason, "Datagrams received and dropped, by reason.");
        }
        if (isBelow(counter, "bound_")) {
            Labels bound = Labels.of("bound", counter.substring("bound_".length()));
            return new CounterName("dht_bound_hit", bound, "How often a bound of this node was in the way.");
        }
        if (isBelow(counter, "share_bound_")) {
            Labels bound = Labels.of("bound", counter.substring("share_bound_".length()));
            return new CounterName(
                    "dht_share_bound_hit", bound, "How often a bound of who shares files was in the way of a request.");
        }
        if (isBelow(counter, "strangers_")) {
            Labels network = Labels.of("network", counter.substring("strangers_".length()));
            return new CounterName(
                    "dht_strangers_queries", network, "Queries of nodes that nothing was sent to, by whose address.");
        }
        for (String query : QUERIES) {
            if (counter.equals("queries_" + query)) {
                return new CounterName("dht_queries_sent", Labels.of("query", query), "Own queries, by kind.");
            }
            if (isBelow(counter, "queries_" + query + "_")) {
                Labels labels = outcome(query, counter.substring(("queries_" + query + "_").length()));
                return new CounterName("dht_queries_ended", labels, "Own queries, by kind and what came of them.");
            }
            if (counter.equals("served_" + query)) {
                return served(query, query.equals("ping") ? "pong" : "nodes");
            }
            if (isBelow(counter, "served_" + query + "_")) {
                return served(query, counter.substring(("served_" + query + "_").length()));
            }
        }
        String words =
                counter.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").strip();
        String family =
                FAMILIES.getOrDefault(counter, PrometheusNaming.sanitizeMetricName("dht_" + words.replace(' ', '_')));
        return new CounterName(family, Labels.EMPTY, HELP.getOrDefault(counter, "How often: " + words + "."));
    }

    private static CounterName served(String query, String outcome) {
        return new CounterName(
                "dht_queries_served", outcome(query, outcome), "Queries of others, by kind and what was answered.");
    }

    private static Labels outcome(String query, String outcome) {
        return Labels.of("query", query, "outcome", outcome);
    }

    private static boolean isBelow(String counter, String prefix) {
        return counter.startsWith(prefix) && counter.length() > prefix.length();
    }
}
