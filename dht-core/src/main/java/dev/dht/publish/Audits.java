package dev.dht.publish;

import static dev.dht.publish.PublishSettings.*;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Which entry is looked up next as a stranger would: each now and then, one at a time, within a budget. */
final class Audits {
    private final RandomGenerator choices;
    private final Budget budget;
    private final Agenda waiting = new Agenda(entry -> entry.auditAt);
    private boolean running;

    Audits(RandomGenerator choices, long now) {
        this.choices = choices;
        budget = new Budget(AUDITS_PER_SECOND, AUDIT_BURST_SECONDS, now);
    }

    /** An entry is stored: from now on it is audited. */
    void begin(long now, Entry entry) {
        if (entry.auditAt == Long.MAX_VALUE) {
            plan(now, entry);
        }
    }

    private void plan(long now, Entry entry) {
        entry.auditAt = now + choices.nextLong(AUDIT_EVERY / 2, AUDIT_EVERY);
        waiting.add(entry);
    }

    void forget(Entry entry) {
        waiting.remove(entry);
    }

    /** The next that is due, if the budget allows; {@link #ended} must follow. */
    @Nullable
    Entry poll(long now) {
        if (running || waiting.next() > now || !budget.spend(now, 1)) {
            return null;
        }
        running = true;
        return waiting.poll(now);
    }

    /** It has ended; nothing was learned where {@code audit} is null. */
    void ended(long now, Entry entry, @Nullable Audit audit) {
        running = false;
        entry.audit = audit == null ? entry.audit : audit;
        if (!entry.deleted) {
            plan(now, entry);
        }
    }

    long nextDeadline() {
        return running || waiting.next() == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(waiting.next(), budget.availableAt(1));
    }
}
