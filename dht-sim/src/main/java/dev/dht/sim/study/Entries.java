package dev.dht.sim.study;

import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The entries of a simulation whose owners are up. */
final class Entries {
    /** An entry: which host had its node enter it when. */
    static final class Entry {
        final Id id;
        final int owner;
        long enteredAt;
        private int place = -1;

        Entry(Id id, int owner) {
            this.id = id;
            this.owner = owner;
        }
    }

    private final List<Entry> living = new ArrayList<>();
    private final Map<Integer, List<Entry>> byOwner = new HashMap<>();

    /** An entry was entered. */
    void entered(long now, Entry entry) {
        byOwner.computeIfAbsent(entry.owner, owner -> new ArrayList<>()).add(entry);
        enliven(now, entry);
    }

    private void enliven(long now, Entry entry) {
        entry.enteredAt = now;
        entry.place = living.size();
        living.add(entry);
    }

    /** A host is up again with the same node: its entries were restored. */
    void restored(long now, int owner) {
        byOwner.getOrDefault(owner, List.of()).forEach(entry -> enliven(now, entry));
    }

    /** The node of a host stopped. */
    void stopped(int owner) {
        for (Entry entry : byOwner.getOrDefault(owner, List.of())) {
            Entry last = living.remove(living.size() - 1);
            if (last != entry) {
                last.place = entry.place;
                living.set(entry.place, last);
            }
            entry.place = -1;
        }
    }

    /** The entries of a host are nobody's any more; how many they were. */
    int forget(int owner) {
        List<Entry> gone = byOwner.remove(owner);
        return gone == null ? 0 : gone.size();
    }

    /** A living entry that was entered by then and is not of that owner; null where none was found in some tries. */
    @Nullable
    Entry draw(SplittableRandom choices, long by, int except) {
        for (int i = 0; i < 50 && !living.isEmpty(); i++) {
            Entry entry = living.get(choices.nextInt(living.size()));
            if (entry.enteredAt <= by && entry.owner != except) {
                return entry;
            }
        }
        return null;
    }
}
