package dev.dht.publish;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Entries that wait for something, by when it is due. The time of one must not change while it waits. A node that enters nothing,
 * of which a large universe has many, keeps no set.
 */
final class Agenda {
    private final ToLongFunction<Entry> due;
    private @Nullable NavigableSet<Entry> waiting;

    /** An empty one; {@code due} tells when, in nanoseconds. */
    Agenda(ToLongFunction<Entry> due) {
        this.due = due;
    }

    void add(Entry entry) {
        if (waiting == null) {
            waiting = new TreeSet<>(Comparator.comparingLong(due).thenComparing(Entry::id));
        }
        waiting.add(entry);
    }

    void remove(Entry entry) {
        if (waiting != null) {
            waiting.remove(entry);
        }
    }

    /** The one that is due first; null where nobody waits. */
    @Nullable
    Entry first() {
        return waiting == null || waiting.isEmpty() ? null : waiting.first();
    }

    /** When the first is due; {@link Long#MAX_VALUE} where nobody waits. */
    long next() {
        Entry first = first();
        return first == null ? Long.MAX_VALUE : due.applyAsLong(first);
    }

    /** The first, if it is due; it waits still. */
    @Nullable
    Entry peek(long now) {
        return next() > now ? null : first();
    }

    /** Takes the first out, if it is due. */
    @Nullable
    Entry poll(long now) {
        Entry first = peek(now);
        if (first != null) {
            remove(first);
        }
        return first;
    }

    /** All in order; a view. */
    Collection<Entry> all() {
        return waiting == null ? List.of() : waiting;
    }
}
