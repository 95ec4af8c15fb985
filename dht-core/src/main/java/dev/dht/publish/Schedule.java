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
    /** So many that wait for look-ups that run are passed over; then it waits for these to end. */
    private static final int MOST_SERVED = 256;

    private final Agenda fresh = new Agenda(entry -> entry.due);
    private final Agenda renewals = new Agenda(entry -> entry.due);
    /** Whose look-ups run. */
    private final List<Entry> running = new ArrayList<>(1);
    /** How many first bits ids have in common that one look-up serves: a guess, by the last one that ended. */
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

    /** Takes the most urgent entry out if it is due, of those that may be begun: its look-up runs until {@link #ended}. */
    @Nullable
    Entry poll(long now, Storing storing) {
        Entry entry = first(fresh, storing.mayBeginFresh());
        if (entry == null || entry.due > now) {
            entry = first(renewals, storing.mayBeginRenewal());
        }
        if (entry == null || entry.due > now) {
            return null;
        }
        remove(entry);
        running.add(entry);
        return entry;
    }

    /** The look-up of an entry ended: all under so many first bits could be stored along with it. */
    void ended(Entry entry, int bits) {
        running.remove(entry);
        regionBits = bits;
    }

    /** All look-ups that run are void: nobody is served by them. */
    void forgetRunning() {
        running.clear();
    }

    /** When {@link #poll} has one. */
    long nextDue(Storing storing) {
        Entry next = first(fresh, storing.mayBeginFresh());
        Entry renewal = first(renewals, storing.mayBeginRenewal());
        return Math.min(next == null ? Long.MAX_VALUE : next.due, renewal == null ? Long.MAX_VALUE : renewal.due);
    }

    /** The first that no look-up that runs will serve, of so many. */
    private @Nullable Entry first(Agenda agenda, boolean mayBegin) {
        if (!mayBegin) {
            return null;
        }
        if (running.isEmpty()) {
            return agenda.first();
        }
        int seen = 0;
        for (Entry entry : agenda.all()) {
            if (!isServed(entry)) {
                return entry;
            }
            if (++seen == MOST_SERVED) {
                return null;
            }
        }
        return null;
    }

    /** Whether a look-up that runs will serve an entry too; what somebody waits for does not wait for one that takes its time. */
    private boolean isServed(Entry entry) {
        for (int i = 0; i < running.size() && !entry.alone; i++) {
            Entry other = running.get(i);
            boolean servesOthers = !other.deleted && !other.alone && other.fresh == entry.fresh;
            if (servesOthers && other.id().commonPrefix(entry.id()) >= regionBits) {
                return true;
            }
        }
        return false;
    }

    /** For how long the most urgent renewal is overdue, in nanoseconds; 0 where none is. */
    long behind(long now) {
        return Math.max(0, now - renewals.next());
    }

    /**
     * Entries that can be stored along with the target of a region. It is widened by a bit if that takes in half as many more at
     * least, and makes 12 of them; by a second one if it makes 48; and not beyond a part of all.
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
