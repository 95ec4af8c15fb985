package dev.dht.publish;

import dev.dht.id.Contact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry being stored: at the closest nodes of its region, and for each that does not take it at the next.
 */
final class Round {
    private final List<Reachable> closest;
    private final int wanted;
    final double phase;
    private final long foundAt;
    private int next;
    int outstanding;
    /** Whether it waits for its turn to ask {@link #next}. */
    boolean queued;

    final Map<Contact, Holder> holders = new LinkedHashMap<>();
    final Map<Contact, String> failures = new LinkedHashMap<>();

    /**
     * A round of storing.
     *
     * @param foundAt when the nodes gave their tokens
     * @param phase the number of {@link Phases} that its region was given
     */
    Round(long foundAt, List<Reachable> closest, int wanted, double phase) {
        this.foundAt = foundAt;
        this.closest = closest;
        this.wanted = wanted;
        this.phase = phase;
    }

    /** One whose look-up is not over. */
    static Round waiting(int wanted) {
        return new Round(0, List.of(), wanted, 0);
    }

    /** Whether one more node is to be asked to hold it. */
    boolean hasNext() {
        return next < closest.size() && holders.size() + outstanding < wanted;
    }

    Reachable next() {
        outstanding++;
        return closest.get(next++);
    }

    /** Whether its tokens may be void: who took one would say so, and not store it. */
    boolean isStale(long now) {
        return now - foundAt > PublishSettings.TOKENS_GOOD_FOR;
    }

    /** Nobody else is asked in it. */
    void giveUp() {
        next = closest.size();
    }

    /** Whether it is known of anybody who was asked what came of it. */
    boolean hasOutcome() {
        return !holders.isEmpty() || !failures.isEmpty();
    }

    boolean isOver() {
        return outstanding == 0 && !hasNext();
    }
}
