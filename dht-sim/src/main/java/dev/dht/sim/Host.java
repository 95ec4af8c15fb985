package dev.dht.sim;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.sim.net.Firewall;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A place in the universe where a node may run. */
final class Host {
    private static final long MILLION = 1_000_000;
    private static final SortedMap<Id, Integer> NO_ENTRIES = Collections.emptySortedMap();

    final int number;
    final Endpoint endpoint;
    /** What lets datagrams in; null where everything gets in. */
    final @Nullable Firewall firewall;
    /** By how many parts of a million its clock is fast. */
    private final int drift;

    /** How whoever runs here lies; null where it is honest. */
    final @Nullable Lie lie;

    /** The node that runs here; null while it is down, and where a liar is. */
    @Nullable
    Node node;

    /** The liar that runs here. */
    @Nullable
    Liar liar;

    /** How many nodes have started here. */
    int starts;

    /** Until when it does nothing although it runs: a stall. */
    long stalledUntil;

    /** What its state directory holds: the id of its node; null before the first. */
    @Nullable
    Id id;

    /** What its state directory holds of contacts: those of when it stopped. */
    List<Contact> contacts = List.of();

    /** What its state directory holds of entries. */
    SortedMap<Id, Integer> entries = NO_ENTRIES;

    Host(int number, Endpoint endpoint, boolean hasFirewall, int drift, @Nullable Lie lie) {
        this.number = number;
        this.endpoint = endpoint;
        this.firewall = hasFirewall ? new Firewall() : null;
        this.drift = drift;
        this.lie = lie;
    }

    boolean isUp() {
        return node != null || liar != null;
    }

    /** An entry is on disk. */
    void entered(Id id, int port) {
        if (entries.isEmpty()) {
            entries = new TreeMap<>();
        }
        entries.put(id, port);
    }

    /** An entry is deleted from disk. */
    void deleted(Id id) {
        if (!entries.isEmpty()) {
            entries.remove(id);
        }
    }

    /** The state directory is lost: who starts here next is another. */
    void forget() {
        id = null;
        contacts = List.of();
        entries = NO_ENTRIES;
    }

    /** What its own clock shows. */
    long clock(long now) {
        return now + now / MILLION * drift + now % MILLION * drift / MILLION;
    }

    /** When its own clock shows a time. */
    long when(long shown) {
        if (drift == 0 || shown == Long.MAX_VALUE || shown <= 0) {
            return Math.max(0, shown);
        }
        long rate = MILLION + drift;
        long time = shown - shown / rate * drift - shown % rate * drift / rate - 1;
        for (long missing = shown - clock(time); missing > 0; missing = shown - clock(time)) {
            time += missing;
        }
        return time;
    }
}
