package dev.dht.publish;

import dev.dht.id.Id;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries that wait for their next round. Those without any round yet come first: somebody waits for them. Of the rest the one that
 * is due for longest is the most urgent.
 */
final class Schedule {
    private final Agenda fresh = new Agenda(entry -> entry.due);
    private final Agenda renewals = new Agenda(entry -> entry.due);

    private Agenda of(Entry entry) {
        return entry.fresh ? fresh : renewals;
    }

    /** Has an entry wait until then; one that is in a round is only told so. */
    void put(Entry entry, long due) {
        remove(entry);
        entry.due = due;
        if (entry.round == null) {
            of(entry).add(entry);
        }
    }

    /** Has an entry wait until then, if it would wait longer. */
    void advance(Entry entry, long due) {
        put(entry, Math.min(entry.due, due));
    }

    void remove(Entry entry) {
        of(entry).remove(entry);
    }

    /** Takes entries out: they are in a round. */
    void begin(List<Entry> entries, Round round) {
        for (Entry entry : entries) {
            remove(entry);
            entry.round = round;
        }
    }

    /** Takes the most urgent entry out if it is due, of those that may be begun. */
    @Nullable
    Entry poll(long now, Storing storing) {
        Entry entry = storing.mayBeginFresh() ? fresh.poll(now) : null;
        return entry == null && storing.mayBeginRenewal() ? renewals.poll(now) : entry;
    }

    /** When {@link #poll} has one. */
    long nextDue(Storing storing) {
        long first = storing.mayBeginFresh() ? fresh.next() : Long.MAX_VALUE;
        return storing.mayBeginRenewal() ? Math.min(first, renewals.next()) : first;
    }

    /** For how long the most urgent renewal is overdue, in nanoseconds; 0 where none is. */
    long behind(long now) {
        return Math.max(0, now - renewals.next());
    }

    /** Entries under a prefix that can be stored along with the target; of all the most urgent, where that is everything. */
    List<Entry> around(long now, Id target, int prefix, int most, NavigableMap<Id, Entry> entries) {
        Collection<Entry> region = prefix == 0
                ? List.of()
                : entries.subMap(target.withTail(prefix, false), true, target.withTail(prefix, true), true)
                        .values();
        Stream<Entry> candidates = prefix == 0
                ? Stream.concat(fresh.all().stream(), renewals.all().stream())
                        .takeWhile(entry -> entry.fresh || entry.due < now + PublishSettings.ALONG_WITHIN)
                : region.stream();
        return candidates.filter(entry -> entry.isAlong(now)).limit(most).toList();
    }
}
