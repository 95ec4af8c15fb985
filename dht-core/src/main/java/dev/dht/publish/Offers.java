package dev.dht.publish;

import dev.dht.id.Id;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The entries that fewer hold than wanted, which are offered to new neighbours, now and then. */
final class Offers {
    private final NavigableMap<Id, Entry> few = new TreeMap<>();
    private long at = Long.MAX_VALUE;
    private long last;

    Offers(long now) {
        last = now - PublishSettings.OFFER_EVERY;
    }

    /** Fewer took it than wanted, in its last round, or it lost a holder since. */
    void add(Entry entry) {
        few.put(entry.id(), entry);
    }

    /** As many hold it as wanted, or it is deleted. */
    void remove(Entry entry) {
        few.remove(entry.id());
    }

    /** Whether fewer hold it than wanted. */
    void set(Entry entry, boolean isFew) {
        if (isFew) {
            add(entry);
        } else {
            remove(entry);
        }
    }

    int size() {
        return few.size();
    }

    /** Somebody new is in the table, or answers after a long silence. */
    void neighbourhoodChanged(long now) {
        if (at == Long.MAX_VALUE && !few.isEmpty()) {
            at = Math.max(now + PublishSettings.NEIGHBOUR_DELAY, last + PublishSettings.OFFER_EVERY);
        }
    }

    /** When {@link #poll} has any. */
    long due() {
        return at;
    }

    /** The entries that are to be offered now. */
    Collection<Entry> poll(long now) {
        if (now < at) {
            return List.of();
        }
        last = now;
        at = Long.MAX_VALUE;
        return few.values();
    }
}
