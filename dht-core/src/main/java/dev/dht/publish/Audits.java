package dev.dht.publish;

import static dev.dht.publish.PublishSettings.*;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Which entry is looked up next as a stranger would: each now and then, one at a time, within a budget. */
final class Audits {
    private static final Comparator<Entry> BY_AUDIT =
            Comparator.<Entry>comparingLong(e -> e.auditAt).thenComparing(Entry::id);

    private final RandomGenerator choices;
    private final Budget budget;
    private final TreeSet<Entry> waiting = new TreeSet<>(BY_AUDIT);
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
        if (running || waiting.isEmpty() || waiting.first().auditAt > now || !budget.spend(now, 1)) {
            return null;
        }
        running = true;
        return waiting.pollFirst();
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
        return running || waiting.isEmpty() ? Long.MAX_VALUE : Math.max(waiting.first().auditAt, budget.availableAt(1));
    }
}
