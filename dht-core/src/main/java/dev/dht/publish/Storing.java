package dev.dht.publish;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The entries that are being stored, in turn, within a budget of STOREs. Those that nobody has yet go first: somebody waits for
 * them.
 */
final class Storing {
    private final PublishSettings settings;
    private final Budget budget;
    private final Deque<Entry> fresh = new ArrayDeque<>(0);
    private final Deque<Entry> renewals = new ArrayDeque<>(0);

    Storing(PublishSettings settings, long now) {
        this.settings = settings;
        this.budget = new Budget(settings.storesPerSecond(), PublishSettings.STORE_BURST_SECONDS, now);
    }

    private Deque<Entry> of(Entry entry) {
        return entry.publishedAt == Holder.NEVER ? fresh : renewals;
    }

    /** An entry in a round waits for its turn. */
    void add(Entry entry, Round round) {
        round.queued = true;
        of(entry).add(entry);
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
        Task task = next(now, fresh);
        return task == null ? next(now, renewals) : task;
    }

    private @Nullable Task next(long now, Deque<Entry> queue) {
        while (!queue.isEmpty()) {
            Entry entry = queue.peek();
            Round round = entry.round;
            if (round != null && !entry.deleted && round.hasNext()) {
                if (!budget.spend(now, 1)) {
                    return null;
                }
                Reachable node = round.next();
                return new Task(entry, node.contact(), node.token(), round);
            }
            if (round != null) {
                round.queued = false;
            }
            queue.remove();
        }
        return null;
    }

    /** Whether so many wait that no more renewals should be begun: the tokens for them would grow old. */
    boolean isBusy() {
        return renewals.size() * (double) settings.wanted()
                > PublishSettings.STORES_AHEAD_SECONDS * settings.storesPerSecond();
    }

    /** When {@link #next} may have something. */
    long nextDeadline() {
        return fresh.isEmpty() && renewals.isEmpty() ? Long.MAX_VALUE : budget.availableAt(1);
    }
}
