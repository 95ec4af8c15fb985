package dev.dht.lookup;

import dev.dht.id.Contact;
import dev.dht.id.Id;
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
    private final List<Candidate> candidates = new ArrayList<>();

    Shortlist(Id target, int capacity) {
        this.target = target;
        this.capacity = capacity;
    }

    List<Candidate> candidates() {
        return candidates;
    }

    /** Whether there was room. */
    boolean add(Candidate candidate) {
        int at = candidates.size();
        while (at > 0 && isCloser(candidate, candidates.get(at - 1))) {
            at--;
        }
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

    private boolean isCloser(Candidate one, Candidate other) {
        return target.compareDistance(one.contact().id(), other.contact().id()) < 0;
    }

    private int lastWaiting() {
        int last = candidates.size() - 1;
        while (last >= 0 && candidates.get(last).state != Candidate.State.WAITING) {
            last--;
        }
        return last;
    }

    /** The candidate with this id and endpoint. */
    @Nullable
    Candidate find(Contact contact) {
        for (Candidate candidate : candidates) {
            if (candidate.contact().equals(contact)) {
                return candidate;
            }
        }
        return null;
    }
}
