package dev.dht.api;

import java.util.List;

/**
 * A look-up, and all that it did.
 *
 * @param report how it went
 * @param ending why it ended
 * @param here how many endpoints this node knew without asking: what it stores and what it entered
 * @param steps its queries, in the order they were sent
 * @param notAsked how many contacts it heard of and did not need to ask
 */
public record Explanation(LookupReport report, Ending ending, int here, List<LookupStep> steps, int notAsked) {
    /** Copies the list. */
    public Explanation {
        steps = List.copyOf(steps);
    }

    /** Why a look-up has ended. */
    public enum Ending {
        /** The closest nodes have answered, as many as hold an entry, and all closer ones were asked. */
        CLOSEST_ANSWERED,
        /** Fewer answered than hold an entry, and all it heard of were asked. */
        ALL_ASKED,
        /** All it heard of were asked, and none answered. */
        NOBODY_ANSWERED,
        /** It knew nobody to ask. */
        NOBODY_KNOWN
    }
}
