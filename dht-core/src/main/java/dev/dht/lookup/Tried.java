package dev.dht.lookup;

import dev.dht.lookup.Candidate.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The candidates that a look-up asked, once or more: few, where many were named. What they did decides who else may be asked. */
final class Tried {
    private final LookupSettings settings;
    private final List<Candidate> candidates = new ArrayList<>();

    Tried(LookupSettings settings) {
        this.settings = settings;
    }

    void add(Candidate candidate) {
        if (!candidate.tried) {
            candidate.tried = true;
            candidates.add(candidate);
        }
    }

    /** Whether the bound on all that are outstanding allows one more query now. */
    boolean mayAsk() {
        int outstanding = 0;
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            outstanding += count(isAwaited(candidate.state)) + count(isAwaited(candidate.neighbours));
        }
        return outstanding < settings.outstanding();
    }

    /** Whether the endpoint of a candidate is being asked under another id: who is there will be known soon. */
    boolean isBeingAsked(Candidate candidate) {
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.get(i).endpoint == candidate.endpoint && isAwaited(candidates.get(i).state)) {
                return true;
            }
        }
        return false;
    }

    /** Why a candidate cannot be asked, given what the others did. */
    @Nullable
    Rejection contradiction(Candidate candidate) {
        for (int i = 0; i < candidates.size(); i++) {
            Candidate other = candidates.get(i);
            boolean wasAsked = other.state != State.WAITING && other.state != State.REJECTED && !isAwaited(other.state);
            if (other == candidate || !wasAsked) {
                continue;
            }
            if (other.endpoint == candidate.endpoint && !(candidate.corrected && !other.corrected)) {
                return Rejection.ENDPOINT_ASKED;
            }
            if (other.state == State.ANSWERED
                    && other.head == candidate.head
                    && other.contact().id().equals(candidate.contact().id())) {
                return Rejection.ID_ANSWERED_ELSEWHERE;
            }
        }
        return null;
    }

    private static boolean isAwaited(State state) {
        return state == State.ASKED || state == State.LATE;
    }

    private static int count(boolean one) {
        return one ? 1 : 0;
    }
}
