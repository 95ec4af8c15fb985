package dev.dht.app.demo;

import dev.dht.api.DhtException;
import dev.dht.api.Info;
import dev.dht.api.Receipt;
import dev.dht.app.address.HostPort;
import dev.dht.app.json.Documents;
import dev.dht.app.page.PageSource;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The swarm as a whole: who is there, who knows whom, where entries lie. A part of the nodes is asked each time, in
 * turn, so that a large swarm costs no more than a small one; what the others said before stands.
 */
final class SwarmSource implements PageSource {
    /** Nodes that are asked each time. */
    private static final int ASKED = 64;

    /** Pairs who know each other that are told of at most; more is no picture. */
    private static final int LINES = 8_192;

    /** Entries of one node, and of all. */
    private static final int ENTRIES_OF_NODE = 4;

    private static final int ENTRIES = 32;

    private record View(Info info, List<Receipt> entries) {}

    private final Swarm swarm;
    private final Map<Integer, View> views = new HashMap<>();
    private int next;

    SwarmSource(Swarm swarm) {
        this.swarm = swarm;
    }

    @Override
    public Map<String, Object> parts() {
        return Map.of("swarm", document());
    }

    /** As {@code GET /v1/swarm} gives it. */
    synchronized Map<String, @Nullable Object> document() {
        List<Swarm.Member> living = swarm.living();
        look(living);
        Map<Id, Integer> numbers = new HashMap<>();
        living.forEach(member -> numbers.put(member.dht().nodeId(), member.number()));
        swarm.gone().forEach(gone -> numbers.put(gone.id(), gone.number()));
        int each = Math.max(8, LINES / Math.max(1, living.size()));

        List<Object> nodes = new ArrayList<>();
        List<Object> entries = new ArrayList<>();
        for (Swarm.Member member : living) {
            View view = views.get(member.number());
            nodes.add(node(member, view, numbers, each));
            if (view != null) {
                for (Receipt receipt : view.entries) {
                    if (entries.size() < ENTRIES) {
                        entries.add(entry(receipt, member.number(), numbers));
                    }
                }
            }
        }
        List<Object> gone = new ArrayList<>();
        for (Swarm.Gone node : swarm.gone()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("n", node.number());
            fields.put("id", node.id().hex());
            fields.put("address", HostPort.text(node.address()));
            gone.add(fields);
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("nodes", nodes);
        document.put("gone", gone);
        document.put("entries", entries);
        return document;
    }

    private void look(List<Swarm.Member> living) {
        views.keySet().retainAll(living.stream().map(Swarm.Member::number).toList());
        for (int i = 0; i < Math.min(ASKED, living.size()); i++) {
            Swarm.Member member = living.get(next++ % living.size());
            try {
                views.put(
                        member.number(),
                        new View(member.dht().info(), member.dht().entries(Id.ZERO, ENTRIES_OF_NODE)));
            } catch (DhtException e) {
                views.remove(member.number()); // it was ended meanwhile
            }
        }
        next = living.isEmpty() ? 0 : next % living.size();
    }

    private static Map<String, @Nullable Object> node(
            Swarm.Member member, @Nullable View view, Map<Id, Integer> numbers, int most) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("n", member.number());
        fields.put("id", member.dht().nodeId().hex());
        fields.put("address", HostPort.text(member.started().address()));
        fields.put("stored", view == null ? 0 : view.info.store().entries());
        fields.put("good", view == null ? 0 : view.info.table().good());
        List<Integer> knows = new ArrayList<>();
        if (view != null) {
            // From the closest on, so that where lines are left out it is the long ones.
            List<Info.BucketInfo> buckets = view.info.table().buckets();
            for (int i = buckets.size() - 1; i >= 0; i--) {
                for (Info.ContactInfo contact : buckets.get(i).contacts()) {
                    Integer number = numbers.get(contact.contact().id());
                    if (number != null && !contact.state().equals("bad") && knows.size() < most) {
                        knows.add(number);
                    }
                }
            }
        }
        fields.put("knows", knows.stream().sorted().toList());
        return fields;
    }

    private static Map<String, @Nullable Object> entry(Receipt receipt, int owner, Map<Id, Integer> numbers) {
        Map<String, @Nullable Object> fields = Documents.receipt(receipt);
        fields.put("owner", owner);
        List<Integer> holders = new ArrayList<>();
        for (Receipt.Holder holder : receipt.holders()) {
            Integer number = numbers.get(holder.contact().id());
            if (number != null) {
                holders.add(number);
            }
        }
        fields.put("holder_numbers", holders.stream().sorted().toList());
        return fields;
    }
}
