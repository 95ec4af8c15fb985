package dev.dht.publish;

import dev.dht.id.Id;
import java.util.ArrayList;
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
    /** Whose look-ups run. */
    private final List<Entry> lookedUp = new ArrayList<>(1);
    /** How many first bits are in common in the region that such a look-up serves, as far as is known. */
    private int regionBits = Id.BITS;

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

    /** What was looked up for an entry is void: it is due again, if it is still entered. */
    void putBack(long now, Entry entry) {
        if (!entry.deleted) {
            entry.round = null;
            put(entry, now);
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

    /** Takes the most urgent entry out if it is due, of those that may be begun: it is looked up, and {@link #lookedUp} must follow. */
    @Nullable
    Entry poll(long now, Storing storing) {
        Agenda first = nextDue(storing, fresh) <= now ? fresh : nextDue(storing, renewals) <= now ? renewals : null;
        Entry entry = first == null ? null : first.poll(now);
        if (entry != null) {
            lookedUp.add(entry);
        }
        return entry;
    }

    /** The look-up of an entry ended: all under so many first bits could be stored along with it. */
    void lookedUp(Entry entry, int bits) {
        lookedUp.remove(entry);
        regionBits = bits;
    }

    /** When {@link #poll} has one. */
    long nextDue(Storing storing) {
        return Math.min(nextDue(storing, fresh), nextDue(storing, renewals));
    }

    private long nextDue(Storing storing, Agenda agenda) {
        boolean mayBegin = agenda == fresh ? storing.mayBeginFresh() : storing.mayBeginRenewal();
        Entry first = mayBegin ? agenda.first() : null;
        return first == null || isServed(first) ? Long.MAX_VALUE : first.due;
    }

    /** Whether a look-up that runs will serve an entry too; what somebody waits for does not wait for one that takes its time. */
    private boolean isServed(Entry entry) {
        return !entry.alone
                && lookedUp.stream()
                        .filter(other -> other.fresh || !entry.fresh)
                        .anyMatch(other -> other.id().commonPrefix(entry.id()) >= regionBits);
    }

    /** For how long the most urgent renewal is overdue, in nanoseconds; 0 where none is. */
    long behind(long now) {
        return Math.max(0, now - renewals.next());
    }

    /**
     * Entries that can be stored along with the target of a region. It is widened by a bit while that takes in half as many more at
     * least, while there are four times as many for each bit, and not too many of all.
     */
    List<Entry> along(long now, Region region, int most, NavigableMap<Id, Entry> entries) {
        List<Entry> along = around(now, region.target(), region.prefix(), most, entries);
        for (int least = 4 * PublishSettings.SWEPT_FROM; region.mayWiden(); least *= 4) {
            List<Entry> more = around(now, region.target(), region.prefix() - 1, most, entries);
            boolean isWorth = more.size() >= Math.max(least, along.size() * 3 / 2);
            if (!isWorth || more.size() > entries.size() / PublishSettings.WIDE_PART) {
                break;
            }
            along = more;
            region.widen();
        }
        return along;
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
