package dev.dht.api;

import dev.dht.id.Contact;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One query of a look-up, and what is known of it so far.
 *
 * @param number which query of the look-up it is, from 0, in the order they were sent
 * @param contact who was asked
 * @param neighboursOnly whether it asked for contacts alone: of one that had given endpoints, and so named nobody
 * @param distance how far it is from the target, in bits: 256 less the length of the prefix that the two ids share
 * @param namedBy the steps whose answers named it before it was asked, in their order; empty where our own table did
 * @param asked when it was sent, since the look-up was asked for
 * @param answered when its answer came, since the look-up was asked for; null while none has
 * @param roundTrip from the first sending to the answer; null while none has come
 * @param outcome what became of it
 * @param endpoints how many endpoints its answer gave
 * @param contacts how many contacts its answer named
 * @param rejected the contacts it named that will not be asked
 */
public record LookupStep(
        int number,
        Contact contact,
        boolean neighboursOnly,
        int distance,
        List<Integer> namedBy,
        Duration asked,
        @Nullable Duration answered,
        @Nullable Duration roundTrip,
        Outcome outcome,
        int endpoints,
        int contacts,
        List<Rejected> rejected) {
    /** Copies both lists. */
    public LookupStep {
        namedBy = List.copyOf(namedBy);
        rejected = List.copyOf(rejected);
    }

    /** What became of a query. */
    public enum Outcome {
        /** It waits for the answer. */
        ASKED,
        /** The answer is late: the query was sent once more, and others are asked meanwhile. */
        LATE,
        /** Late beyond hope: the look-up waits for it only where it is closer than all that answered, but would take the answer. */
        HOPELESS,
        /** It answered. */
        ANSWERED,
        /** No answer came. */
        SILENT,
        /** Another node answers at this address. */
        OTHER_ID,
        /** It answered with an error. */
        REFUSED,
        /** The query could not be sent, or this node slept meanwhile. */
        NOT_SENT
    }

    /**
     * A contact that was named and will not be asked.
     *
     * @param contact who it is said to be
     * @param reason in words
     */
    public record Rejected(Contact contact, String reason) {}
}
