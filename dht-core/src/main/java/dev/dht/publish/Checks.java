package dev.dht.publish;

import static dev.dht.publish.PublishSettings.*;

import dev.dht.id.Contact;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Asking holders whether they hold an entry: after they took it, and now and then; within a budget. */
final class Checks {
    private final Budget budget;
    private final Agenda waiting = new Agenda(entry -> entry.checkAt);
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
        for (Entry entry = waiting.peek(now); task == null && entry != null; entry = waiting.peek(now)) {
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
        Entry first = waiting.peek(Long.MAX_VALUE);
        return first == null ? Long.MAX_VALUE : Math.max(first.checkAt, budget.availableAt(cost(first)));
    }
}
