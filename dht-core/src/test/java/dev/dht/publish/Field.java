package dev.dht.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A publisher of many entries among nodes with random ids, all of which answer, and look-ups that find the closest eight. */
final class Field {
    final Publisher publisher;
    /** What was looked up, in this order. */
    final List<Id> lookedUp = new ArrayList<>();

    /** How many STOREs were sent, by minute. */
    final SortedMap<Long, Integer> stores = new TreeMap<>();

    long now;
    /** Whether look-ups say that everybody answered. */
    boolean whole = true;

    private long sleptUntil;
    private final List<Contact> nodes;
    private final Map<Id, Map<Contact, Long>> held = new HashMap<>();
    /** The look-up of this number finds one node only; -1 for none. */
    private int inVain = -1;

    Field(int nodes, int entries) {
        this(nodes, entries, 1e6);
    }

    Field(int nodes, int entries, double storesPerSecond) {
        SplittableRandom random = new SplittableRandom(nodes);
        publisher = new Publisher(new PublishSettings(entries, 8, 4, 256, storesPerSecond, 1, true), random, 0);
        this.nodes = IntStream.range(0, nodes)
                .mapToObj(i -> new Contact(Id.random(random), Endpoint.v4(0x0A000000 + i, 1)))
                .toList();
    }

    void enter(List<Id> ids) {
        ids.forEach(id -> assertThat(publisher.enter(now, id, 1, null)).isEqualTo(Entered.NEW));
    }

    /** Has a look-up, by number, find one node only. */
    Field inVain(int lookup) {
        inVain = lookup;
        return this;
    }

    List<Reachable> closest(Id target) {
        return nodes.stream()
                .sorted(Comparator.comparing(node -> node.id().distance(target)))
                .limit(lookedUp.size() - 1 == inVain ? 1 : 8)
                .map(node -> new Reachable(node, new Token(now)))
                .toList();
    }

    /** Does the look-up that is needed most; null where none is. */
    @Nullable
    Wanted lookUp() {
        Wanted wanted = publisher.pollRound(now);
        if (wanted != null) {
            lookedUp.add(wanted.target());
            publisher.found(now, wanted, closest(wanted.target()), whole);
        }
        return wanted;
    }

    /** Does what can be done now. */
    void settle() {
        while (lookUp() != null) {
            store();
        }
        store();
        Entry audited = publisher.pollAudit(now);
        if (audited != null) {
            publisher.audited(now, audited, null);
        }
    }

    /** Lets time pass, doing what is due when it is due. */
    void pass(long span) {
        long end = now + span;
        for (long due = publisher.nextDeadline(); due <= end; due = publisher.nextDeadline()) {
            now = Math.max(now, due);
            settle();
        }
        now = end;
    }

    /** The machine sleeps, and has another address afterwards: a token from before is void. */
    void sleep(long span) {
        now += span;
        sleptUntil = now;
        publisher.renewAll(now);
    }

    /** Each entry is held by the eight nodes closest to it. */
    void assertAllWhereTheyBelong() {
        for (Entry entry : publisher.entries().values()) {
            assertThat(entry.holders()).hasSize(8);
            assertThat(holders(entry.id()))
                    .containsAll(nodes.stream()
                            .sorted(Comparator.comparing(node -> node.id().distance(entry.id())))
                            .limit(8)
                            .toList());
        }
    }

    /** A node answers whatever the token is, and stores nothing for one that is older than five minutes. */
    private void store(Task task) {
        assertThat(Objects.requireNonNull(task.token()).bits())
                .as("got since the machine slept")
                .isGreaterThanOrEqualTo(sleptUntil);
        if (now - Objects.requireNonNull(task.token()).bits() <= 5 * ByHand.MINUTE) {
            held.computeIfAbsent(task.entry().id(), id -> new HashMap<>()).put(task.contact(), now);
        }
    }

    /** Who holds an entry in truth. */
    private List<Contact> holders(Id id) {
        return held.getOrDefault(id, Map.of()).entrySet().stream()
                .filter(stored -> now - stored.getValue() < 60 * ByHand.MINUTE)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many entries so many nodes hold at least. */
    int heldBy(int most) {
        return (int) publisher.entries().keySet().stream()
                .filter(id -> holders(id).size() >= most)
                .count();
    }

    private void store() {
        for (Task task = publisher.pollTask(now); task != null; task = publisher.pollTask(now)) {
            if (task.isStore()) {
                stores.merge(now / ByHand.MINUTE, 1, Integer::sum);
                store(task);
                publisher.stored(now, task);
            } else {
                publisher.gaveBack(now, task);
            }
        }
    }
}
