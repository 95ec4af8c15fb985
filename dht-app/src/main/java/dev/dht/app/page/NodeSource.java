package dev.dht.app.page;

import dev.dht.api.Dht;
import dev.dht.api.Info;
import dev.dht.api.Receipt;
import dev.dht.app.json.Documents;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What pages show of a node: {@code node} (all of {@code info} but its lists), {@code table} (who stands in which
 * bucket, without times, so that it stays the same while nothing happens) and {@code entries} (the first receipts).
 */
final class NodeSource implements PageSource {
    private static final int ENTRIES = 10;

    private final Dht dht;

    NodeSource(Dht dht) {
        this.dht = dht;
    }

    @Override
    public Map<String, Object> parts() {
        Info info = dht.info();
        Map<String, Object> parts = new LinkedHashMap<>();
        List<Receipt> known = dht.entries(Id.ZERO, ENTRIES + 1);
        parts.put("node", node(info));
        parts.put("table", table(info));
        parts.put("entries", entries(info.entered(), known));
        return parts;
    }

    private static Map<String, @Nullable Object> node(Info info) {
        Map<String, @Nullable Object> node = Documents.info(info, List.of());
        node.remove("entries");
        Map<String, @Nullable Object> table = Documents.table(info.table());
        table.remove("buckets");
        node.put("table", table);
        return node;
    }

    private static Map<String, Object> table(Info info) {
        List<Object> buckets = new ArrayList<>();
        for (Info.BucketInfo bucket : info.table().buckets()) {
            List<Object> contacts = new ArrayList<>();
            for (Info.ContactInfo contact : bucket.contacts()) {
                Map<String, @Nullable Object> fields = Documents.contact(contact.contact());
                fields.put("state", contact.state());
                fields.put("proven", contact.proven());
                contacts.add(fields);
            }
            buckets.add(Map.of("prefix", bucket.prefix(), "contacts", contacts));
        }
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("id", info.id().hex());
        table.put("buckets", buckets);
        return table;
    }

    /** As {@code GET /v1/entries} gives them. */
    private static Map<String, @Nullable Object> entries(int total, List<Receipt> known) {
        List<Receipt> shown = known.subList(0, Math.min(ENTRIES, known.size()));
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("entries_total", total);
        document.put("entries", shown.stream().map(Documents::receipt).toList());
        document.put(
                "next",
                known.size() <= ENTRIES
                        ? null
                        : "/v1/entries?limit=" + ENTRIES + "&after="
                                + shown.get(ENTRIES - 1).id().hex());
        return document;
    }
}
