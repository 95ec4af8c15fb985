package dev.dht.lookup;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import dev.dht.lookup.Candidate.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of a look-up, the closest to the target first. Bounded: where it is full, the farthest that was not
 * asked gives way to a closer one.
 */
final class Shortlist {
    private final Id target;
    private final int capacity;
    /** Room for as many as most look-ups hear of. */
    private final List<Candidate> candidates = new ArrayList<>(64);

    Shortlist(Id target, int capacity) {
        this.target = target;
        this.capacity = capacity;
    }

    List<Candidate> candidates() {
        return candidates;
    }

    /** Whether there was room. */
    boolean add(Candidate candidate) {
        int at = firstBeyond(candidate.contact().id());
        if (candidates.size() == capacity) {
            int leaving = lastWaiting();
            if (leaving < at) {
                return false;
            }
            candidates.remove(leaving);
        }
        candidates.add(at, candidate);
        return true;
    }

    /** Where the first stands that is farther from the target than an id. */
    private int firstBeyond(Id id) {
        int from = 0;
        int to = candidates.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (target.compareDistance(id, candidates.get(middle).contact().id()) < 0) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    private int lastWaiting() {
        int last = candidates.size() - 1;
        while (last >= 0 && candidates.get(last).state != State.WAITING) {
            last--;
        }
        return last;
    }

    /** The candidate with this id and endpoint. */
    @Nullable
    Candidate find(Contact contact) {
        for (int i = firstBeyond(contact.id()) - 1; i >= 0; i--) {
            Contact known = candidates.get(i).contact();
            if (!known.id().equals(contact.id())) {
                return null;
            }
            if (known.endpoint().equals(contact.endpoint())) {
                return candidates.get(i);
            }
        }
        return null;
    }

    /** Whether all were asked, all are over, and nobody answered. */
    boolean isExhausted() {
        return candidates.stream().allMatch(c -> c.state == State.FAILED || c.state == State.REJECTED);
    }

    /** Those from whom nothing came may be asked once more. */
    void forgiveTheSilent() {
        candidates.stream().filter(c -> c.state == State.FAILED && c.silent).forEach(c -> c.state = State.WAITING);
    }

    /** How far from our own table those are that were asked: 1 if only its contacts were. */
    int hops() {
        return candidates.stream()
                .filter(c -> c.state != State.WAITING && c.state != State.REJECTED)
                .mapToInt(Candidate::hops)
                .max()
                .orElse(0);
    }
}
