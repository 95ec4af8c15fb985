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
    private int next;
    int outstanding;
    /** Whether it waits for its turn to ask {@link #next}. */
    boolean queued;

    final Map<Contact, Holder> holders = new LinkedHashMap<>();
    final Map<Contact, String> failures = new LinkedHashMap<>();

    Round(List<Reachable> closest, int wanted) {
        this.closest = closest;
        this.wanted = wanted;
    }

    /** Whether one more node is to be asked to hold it. */
    boolean hasNext() {
        return next < closest.size() && holders.size() + outstanding < wanted;
    }

    Reachable next() {
        outstanding++;
        return closest.get(next++);
    }

    boolean isOver() {
        return outstanding == 0 && !hasNext();
    }
}
