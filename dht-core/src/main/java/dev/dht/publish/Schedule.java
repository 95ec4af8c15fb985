package dev.dht.publish;

import dev.dht.id.Id;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The entries that wait for their next round, the most urgent first. */
final class Schedule {
    private static final Comparator<Entry> BY_DUE =
            Comparator.<Entry>comparingLong(e -> e.due).thenComparing(Entry::id);

    private final TreeSet<Entry> waiting = new TreeSet<>(BY_DUE);

    /** Has an entry wait until then; one that is in a round is only told so. */
    void put(Entry entry, long due) {
        waiting.remove(entry);
        entry.due = due;
        if (entry.round == null) {
            waiting.add(entry);
        }
    }

    /** Has an entry wait until then, if it would wait longer. */
    void advance(Entry entry, long due) {
        put(entry, Math.min(entry.due, due));
    }

    void remove(Entry entry) {
        waiting.remove(entry);
    }

    /** Takes the most urgent entry out if it is due. */
    @Nullable
    Entry poll(long now) {
        return nextDue() > now ? null : waiting.pollFirst();
    }

    /** When the first is due. */
    long nextDue() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.first().due;
    }

    /** Entries under a prefix that can be stored along with the target; of all the most urgent, where that is everything. */
    List<Entry> around(long now, Id target, int prefix, NavigableMap<Id, Entry> entries) {
        Collection<Entry> candidates = prefix == 0
                ? waiting.headSet(new Entry(Id.ZERO, 0, now + PublishSettings.ALONG_WITHIN), false)
                : entries.subMap(target.withTail(prefix, false), true, target.withTail(prefix, true), true)
                        .values();
        return candidates.stream()
                .limit(PublishSettings.REGION_ENTRIES)
                .filter(entry -> entry.isAlong(now))
                .toList();
    }
}
