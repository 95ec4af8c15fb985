package dev.dht.publish;

import static dev.dht.publish.PublishSettings.*;

import dev.dht.id.Contact;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Asking holders whether they hold an entry: after they took it, and now and then; within a budget. */
final class Checks {
    private static final Comparator<Entry> BY_CHECK =
            Comparator.<Entry>comparingLong(e -> e.checkAt).thenComparing(Entry::id);

    private final Budget budget;
    private final TreeSet<Entry> waiting = new TreeSet<>(BY_CHECK);
    private final Deque<Task> verifications = new ArrayDeque<>(2);
    private final Deque<Task> due = new ArrayDeque<>(2);

    Checks(double perSecond, long now) {
        budget = new Budget(perSecond, CHECK_BURST_SECONDS, now);
    }

    /** Has a holder that just took an entry asked for it, if the budget allows. */
    boolean verify(long now, Entry entry, Contact holder, Round round) {
        if (!budget.spend(now, 1)) {
            return false;
        }
        verifications.add(new Task(entry, holder, null, round));
        return true;
    }

    /** Has all holders of an entry asked at some time. */
    void at(Entry entry, long when) {
        waiting.remove(entry);
        entry.checkAt = when;
        if (!entry.deleted) {
            waiting.add(entry);
        }
    }

    void forget(Entry entry) {
        waiting.remove(entry);
    }

    @Nullable
    Task pollVerification() {
        return poll(verifications);
    }

    @Nullable
    Task pollDue(long now) {
        Task task = poll(due);
        while (task == null && !waiting.isEmpty() && waiting.first().checkAt <= now) {
            Entry entry = waiting.first();
            if (!budget.spend(now, cost(entry))) {
                return null;
            }
            at(entry, now + CHECK_EVERY);
            for (Holder holder : entry.holders.values()) {
                due.add(new Task(entry, holder.contact(), null, null));
            }
            task = poll(due);
        }
        return task;
    }

    /** The next task whose entry was not deleted meanwhile. */
    private static @Nullable Task poll(Deque<Task> tasks) {
        Task task = tasks.poll();
        while (task != null && task.entry().deleted) {
            task = tasks.poll();
        }
        return task;
    }

    private static int cost(Entry entry) {
        return Math.max(1, entry.holders.size());
    }

    long nextDeadline() {
        if (waiting.isEmpty()) {
            return Long.MAX_VALUE;
        }
        Entry first = waiting.first();
        return Math.max(first.checkAt, budget.availableAt(cost(first)));
    }
}
