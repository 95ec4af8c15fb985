package dev.dht.publish;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An entry that this node entered, and who holds it. Times in nanoseconds. */
public final class Entry {
    /** Told when a round of storing has ended, or when the entry is deleted before. */
    public interface Listener {
        /** It ended so. */
        void settled(long now, Entry entry, boolean deleted);
    }

    private final Id id;
    private final int port;
    final Map<Contact, Holder> holders = new LinkedHashMap<>();
    final Map<Contact, String> failures = new LinkedHashMap<>();
    private final List<Listener> listeners = new ArrayList<>(1);
    /** What is being done for it now; null while it waits. */
    @Nullable
    Round round;
    /** When the next round begins. */
    long due;
    /** When its holders are asked next. */
    long checkAt = Long.MAX_VALUE;
    /** When it is looked up next as a stranger would. */
    long auditAt = Long.MAX_VALUE;

    @Nullable
    Audit audit;
    /** How long the next repetition waits, where one is needed. */
    long retryAfter = PublishSettings.FIRST_RETRY;

    /** When it was last noticed that a holder is gone. */
    long lostAt = Long.MIN_VALUE / 2;

    /** How many took it in the last round. */
    int took;

    /** Whether its renewal was spread: it is due early, with all of its region. */
    private boolean isSpread;

    /** Whether the sweep of its region was given up: then it is looked up by itself, until it is stored. */
    boolean alone;

    long publishedAt = Holder.NEVER;
    /** Whether no round of it has ended yet: somebody waits for the first. */
    boolean fresh = true;

    boolean deleted;

    Entry(Id id, int port, long due) {
        this.id = id;
        this.port = port;
        this.due = due;
    }

    void listen(@Nullable Listener listener) {
        if (listener != null) {
            listeners.add(listener);
        }
    }

    /** Whether somebody waits for a round to end, or would: it is the first. */
    boolean isWaitedFor() {
        return fresh || !listeners.isEmpty();
    }

    /** Tells who waits that a round ended, or that it is deleted. */
    void tell(long now, boolean isDeleted) {
        List<Listener> waiting = List.copyOf(listeners);
        listeners.clear();
        waiting.forEach(l -> l.settled(now, this, isDeleted));
    }

    /** Whether it can be stored along with others: it is due, or will be soon and was not stored just now. */
    boolean isAlong(long now) {
        long old = PublishSettings.RENEW_FROM - PublishSettings.ALONG_WITHIN;
        boolean isOld = publishedAt != Holder.NEVER && now - publishedAt >= old;
        long within = isOld ? PublishSettings.ALONG_WITHIN : isSpread ? PublishSettings.SPREAD_ALONG_WITHIN : 0;
        return round == null && due <= now + within;
    }

    /** Whether a round that is over stored it again, and later than it should have been. */
    boolean isLate(long now, Round over) {
        return publishedAt != Holder.NEVER
                && !over.holders.isEmpty()
                && now - publishedAt > PublishSettings.RENEW_WITHIN;
    }

    /**
     * Whether a round found other nodes than the last one: fewer than half of those that held it. So many died at once
     * that others still name them, and who is closest now is not sure.
     */
    boolean isElsewhere(Round over) {
        long still = holders.keySet().stream().filter(over.holders::containsKey).count();
        return 2 * still < holders.size();
    }

    /** Whether a holder is gone: others took the entry in a round, farther ones among them. */
    private boolean hasLost(Round over) {
        return holders.keySet().stream()
                .filter(former -> !over.holders.containsKey(former))
                .anyMatch(former -> over.holders.keySet().stream()
                        .anyMatch(holder -> id.compareDistance(former.id(), holder.id()) < 0));
    }

    /** Whether a holder was lost so lately that others may name it still, and who is closest now is not sure. */
    boolean isUnsure(long now) {
        return now - lostAt < PublishSettings.NAMED_FOR;
    }

    /**
     * A round is over: holders are who took it in this round and, while those are too few, who took it before and cannot
     * have forgotten it yet.
     */
    void settle(long now, Round over, int wanted) {
        round = null;
        fresh = false;
        alone = false;
        isSpread = false;
        List<Holder> before = holders();
        if (hasLost(over)) {
            lostAt = now;
        }
        holders.clear();
        holders.putAll(over.holders);
        for (Holder holder : before) {
            boolean holds = now - holder.acknowledgedAt() < PublishSettings.HOLDERS_FORGET
                    && !over.failures.containsKey(holder.contact());
            if (holds && holders.size() < wanted) {
                holders.putIfAbsent(holder.contact(), holder);
            }
        }
        failures.clear();
        failures.putAll(over.failures);
        if (!over.holders.isEmpty()) {
            publishedAt = now;
        }
    }

    /**
     * When it is stored again after a round.
     *
     * @param over the round, by whose phase it is stored again
     * @param enough whether as many took it as wanted
     * @param elsewhere see {@link #isElsewhere}
     */
    long again(long now, Round over, boolean enough, boolean elsewhere, RandomGenerator choices) {
        int taken = over.holders.size();
        // Those who took it in an earlier round may hold it still, and forget it an hour after that one.
        long wait = enough || taken < took ? PublishSettings.FIRST_RETRY : retryAfter;
        took = taken;
        if (!enough) {
            retryAfter = Math.min(2 * wait, PublishSettings.LAST_RETRY);
            return now + wait + choices.nextLong(wait / 4);
        }
        retryAfter = wait;
        if (elsewhere) {
            return now + PublishSettings.REPAIR_WITHIN;
        }
        long latest = PublishSettings.RENEW_WITHIN - PublishSettings.FIRST_RETRY * 2;
        return isUnsure(now)
                ? lostAt + PublishSettings.NAMED_FOR
                : now + PublishSettings.RENEW_FROM + (long) (over.phase * (latest - PublishSettings.RENEW_FROM));
    }

    /** When it is stored again after its first round, where many were: by the phase of its region, 0 to 1. */
    long spread(long now, double phase) {
        isSpread = true;
        took = holders.size();
        long latest = PublishSettings.RENEW_WITHIN - PublishSettings.FIRST_RETRY * 2;
        return now + PublishSettings.SPREAD_LEAST + (long) (phase * (latest - PublishSettings.SPREAD_LEAST));
    }

    /** Whether it was deleted, or given another port: nothing is to be done for it any more. */
    public boolean isDeleted() {
        return deleted;
    }

    /** What was entered. */
    public Id id() {
        return id;
    }

    /** The port it was entered with. */
    public int port() {
        return port;
    }

    /** Who holds it. */
    public List<Holder> holders() {
        return List.copyOf(holders.values());
    }

    /** What a stranger found of it last; null before the first audit. */
    public @Nullable Audit audit() {
        return audit;
    }

    /** When the next audit is due. */
    public long auditAt() {
        return auditAt;
    }

    /** Who was asked to hold it and does not, and why, in words. */
    public Map<Contact, String> failures() {
        return failures;
    }

    /** When the last round ended in which anyone took it; {@link Holder#NEVER} before the first. */
    public long publishedAt() {
        return publishedAt;
    }

    /** When it is stored again. */
    public long renewAt() {
        return due;
    }
}
