package dev.dht.publish;

import java.util.Comparator;
import java.util.List;
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

    List<Entry> all() {
        return List.copyOf(waiting);
    }
}
