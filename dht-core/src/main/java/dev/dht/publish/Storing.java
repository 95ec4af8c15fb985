package dev.dht.publish;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The entries that are being stored, in turn, within a budget of STOREs. Those that had no round before go first, because somebody
 * waits for them; but every second STORE is of a renewal, where one waits. A round whose tokens have grown old ends
 * with what came of those asked; where nobody was, and no look-up goes on for it, it is looked up anew.
 */
final class Storing {
    /** Told of an entry whose round may be over. */
    interface Over {
        void tell(long now, Entry entry);
    }

    private final PublishSettings settings;
    private final Schedule schedule;
    private final Over over;
    private final Budget budget;
    private final Deque<Entry> fresh = new ArrayDeque<>(0);
    private final Deque<Entry> renewals = new ArrayDeque<>(0);
    private boolean wasFresh;

    /** Nothing is stored; {@code over} is told of an entry whose round was given up when some had answered, and when. */
    Storing(PublishSettings settings, Schedule schedule, Over over, long now) {
        this.settings = settings;
        this.schedule = schedule;
        this.over = over;
        this.budget = new Budget(settings.storesPerSecond(), PublishSettings.STORE_BURST_SECONDS, now);
    }

    private Deque<Entry> of(Entry entry) {
        return entry.fresh ? fresh : renewals;
    }

    /** An entry in a round waits for its turn. */
    void add(Entry entry, Round round) {
        if (!round.queued) {
            round.queued = true;
            of(entry).add(entry);
        }
    }

    /** One that was begun has another node to be asked: it goes on before others begin. */
    void goOn(Entry entry, Round round) {
        if (!round.queued) {
            round.queued = true;
            of(entry).addFirst(entry);
        }
    }

    /** The next STORE; null where there is none, or the budget is spent. */
    @Nullable
    Task next(long now) {
        boolean isFresh = head(now, fresh) != null && !(wasFresh && head(now, renewals) != null);
        Entry entry = head(now, isFresh ? fresh : renewals);
        Round round = entry == null ? null : entry.round;
        if (entry == null || round == null || !budget.spend(now, 1)) {
            return null;
        }
        wasFresh = isFresh;
        Reachable node = round.next();
        return new Task(entry, node.contact(), node.token(), round);
    }

    /** The first of a queue that has another node to be asked; those before it leave the queue. */
    private @Nullable Entry head(long now, Deque<Entry> queue) {
        while (!queue.isEmpty()) {
            Entry entry = queue.peek();
            Round round = entry.round;
            if (round != null && !entry.deleted && round.hasNext() && !round.isStale(now)) {
                return entry;
            }
            queue.remove();
            if (round != null) {
                round.queued = false;
                giveUp(now, entry, round);
            }
        }
        return null;
    }

    /** A round with old tokens ends with the answers that it has or awaits; where there is none, the entry is looked up again. */
    private void giveUp(long now, Entry entry, Round round) {
        if (entry.deleted || !round.hasNext()) {
            return;
        }
        round.giveUp();
        if (round.hasOutcome()) {
            over.tell(now, entry);
        } else if (round.isOver()) {
            entry.round = null;
            schedule.put(entry, Math.min(entry.due, now));
        }
    }

    private boolean isWaiting(Deque<Entry> queue, double seconds) {
        return queue.size() * (double) settings.wanted() > seconds * settings.storesPerSecond();
    }

    /** Whether so little waits that a renewal may be begun: its tokens would else grow old. */
    boolean mayBeginRenewal() {
        return !isWaiting(renewals, PublishSettings.STORES_AHEAD_SECONDS);
    }

    /** The same of an entry that had no round yet. */
    boolean mayBeginFresh() {
        return !isWaiting(fresh, PublishSettings.FRESH_AHEAD_SECONDS);
    }

    /** For how long the first renewal that waits is overdue, in nanoseconds; 0 where it is not. */
    long behind(long now) {
        Entry first = renewals.peek();
        return first == null ? 0 : Math.max(0, now - first.due);
    }

    /** When {@link #next} may have something. */
    long nextDeadline() {
        return fresh.isEmpty() && renewals.isEmpty() ? Long.MAX_VALUE : budget.availableAt(1);
    }
}
