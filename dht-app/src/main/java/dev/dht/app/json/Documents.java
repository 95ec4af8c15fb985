package dev.dht.app.json;

import dev.dht.api.Info;
import dev.dht.api.LookupReport;
import dev.dht.api.Pong;
import dev.dht.api.Reachability;
import dev.dht.api.Receipt;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a node look like in JSON: the promises of the command and the API. Field names are snake_case,
 * ids 64 hex digits, moments ISO 8601 in UTC with milliseconds, durations numbers whose unit the name ends with.
 */
public final class Documents {
    /** How many receipts {@link #info} shows at most. */
    public static final int ENTRIES_SHOWN = 1_000;

    /** How many nodes are to hold an entry. */
    private static final int WANTED = 8;

    private Documents() {}

    /**
     * All that {@code dht info} and {@code GET /v1/info} say.
     *
     * @param entries the first receipts, {@link #ENTRIES_SHOWN} at most
     */
    public static Map<String, @Nullable Object> info(Info info, List<Receipt> entries) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", info.id().hex());
        document.put("bound", orNull(info.bound(), Documents::endpoint));
        document.put("address", orNull(info.address(), Documents::endpoint));
        document.put("address_source", orNull(info.addressSource(), Info.AddressSource::label));
        document.put("uptime_seconds", info.uptime().toSeconds());
        document.put("alone", info.alone());
        document.put("reachability", reachability(info.reachability()));
        document.put("table", table(info.table()));
        document.put("store", store(info.store()));
        document.put("entered", info.entered());
        document.put("under_replicated", info.underReplicated());
        document.put("behind_seconds", info.behind().toSeconds());
        document.put("queries_in_flight", info.queriesInFlight());
        document.put("lookups_running", info.lookupsRunning());
        document.put("lookups_waiting", info.lookupsWaiting());
        document.put("late_after_ms", milliseconds(info.lateAfter()));
        document.put("entries_total", info.entered());
        document.put("entries", list(entries, Documents::receipt));
        document.put("counters", new LinkedHashMap<>(info.counters()));
        return document;
    }

    private static Map<String, @Nullable Object> reachability(Reachability reachability) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("verdict", reachability.verdict().label());
        document.put("advice", reachability.advice());
        document.put("strangers", reachability.strangers());
        document.put("strangers_from", reachability.from().label());
        document.put("last_stranger_seconds", orNull(reachability.lastStranger(), Duration::toSeconds));
        document.put("probe", orNull(reachability.probe(), Documents::probe));
        return document;
    }

    private static Map<String, @Nullable Object> probe(Reachability.Probe probe) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("seconds_ago", probe.ago().toSeconds());
        document.put("asked", probe.asked());
        document.put("answered", probe.answered());
        document.put("named", probe.named());
        document.put("first", probe.first());
        document.put("seen_at", list(probe.seenAt(), Documents::endpoint));
        return document;
    }

    /** The routing table, bucket by bucket. */
    public static Map<String, @Nullable Object> table(Info.Table table) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("contacts", table.contacts());
        document.put("good", table.good());
        document.put("questionable", table.questionable());
        document.put("bad", table.bad());
        document.put("proven", table.proven());
        document.put("replacements", table.replacements());
        document.put("buckets", list(table.buckets(), Documents::bucket));
        return document;
    }

    private static Map<String, @Nullable Object> bucket(Info.BucketInfo bucket) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("prefix", bucket.prefix());
        document.put("contacts", list(bucket.contacts(), contact -> {
            Map<String, @Nullable Object> fields = contact(contact.contact());
            fields.put("state", contact.state());
            fields.put("proven", contact.proven());
            fields.put("last_heard_seconds", orNull(contact.lastHeard(), Duration::toSeconds));
            return fields;
        }));
        return document;
    }

    private static Map<String, @Nullable Object> store(Info.Store store) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("ids", store.ids());
        document.put("entries", store.entries());
        document.put("capacity", store.capacity());
        return document;
    }

    /** What is known of an entry. */
    public static Map<String, @Nullable Object> receipt(Receipt receipt) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", receipt.id().hex());
        document.put("port", receipt.port());
        document.put("wanted", receipt.wanted());
        document.put("acknowledged", receipt.acknowledged());
        document.put("verified", receipt.verified());
        document.put("holders", list(receipt.holders(), holder -> {
            Map<String, @Nullable Object> fields = contact(holder.contact());
            fields.put("acknowledged_at", moment(holder.acknowledgedAt()));
            fields.put("verified_at", orNull(holder.verifiedAt(), Documents::moment));
            return fields;
        }));
        document.put("published_at", orNull(receipt.publishedAt(), Documents::moment));
        document.put("renew_at", moment(receipt.renewAt()));
        document.put("audit", orNull(receipt.audit(), Documents::audit));
        document.put("failures", list(receipt.failures(), failure -> {
            Map<String, @Nullable Object> fields = contact(failure.contact());
            fields.put("reason", failure.reason());
            return fields;
        }));
        return document;
    }

    private static Map<String, @Nullable Object> audit(Receipt.Audit audit) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("at", moment(audit.at()));
        document.put("found", audit.found());
        document.put("undecided", audit.undecided());
        document.put("answered", audit.answered());
        document.put("next_at", moment(audit.nextAt()));
        return document;
    }

    /** An entry that was asked for and of which nothing is known so far: a receipt of no holders. */
    public static Map<String, @Nullable Object> pending(Id id, int port) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", id.hex());
        document.put("port", port);
        document.put("wanted", WANTED);
        document.put("acknowledged", 0);
        document.put("verified", 0);
        document.put("holders", List.of());
        document.put("published_at", null);
        document.put("renew_at", null);
        document.put("audit", null);
        document.put("failures", List.of());
        return document;
    }

    /** How a look-up went. */
    public static Map<String, @Nullable Object> lookup(LookupReport report) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", report.id().hex());
        document.put("endpoints", list(report.endpoints(), Documents::endpoint));
        document.put("closest", list(report.closest(), Documents::contact));
        document.put("queries", report.queries());
        document.put("hops", report.hops());
        document.put("elapsed_ms", report.elapsed().toMillis());
        return document;
    }

    /** An answer to a ping. */
    public static Map<String, @Nullable Object> pong(Pong pong) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", pong.id().hex());
        document.put("rtt_ms", milliseconds(pong.roundTrip()));
        return document;
    }

    /** {@code host} and {@code port}. */
    public static Map<String, @Nullable Object> endpoint(InetSocketAddress address) {
        return endpoint(Endpoint.of(address));
    }

    private static Map<String, @Nullable Object> endpoint(Endpoint endpoint) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("host", endpoint.host());
        document.put("port", endpoint.port());
        return document;
    }

    /** {@code id}, {@code host} and {@code port}. */
    public static Map<String, @Nullable Object> contact(Contact contact) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", contact.id().hex());
        document.putAll(endpoint(contact.endpoint()));
        return document;
    }

    /** Milliseconds with three decimals. */
    public static double milliseconds(Duration duration) {
        return Math.round(duration.toNanos() / 1e3) / 1e3;
    }

    private static String moment(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static <T> List<Object> list(List<T> elements, Function<T, ? extends Object> form) {
        List<Object> list = new ArrayList<>(elements.size());
        for (T element : elements) {
            list.add(form.apply(element));
        }
        return list;
    }

    static <T> @Nullable Object orNull(@Nullable T value, Function<T, ? extends Object> form) {
        return value == null ? null : form.apply(value);
    }
}
