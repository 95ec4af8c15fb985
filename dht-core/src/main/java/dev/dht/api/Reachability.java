package dev.dht.api;

import dev.dht.id.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether strangers can reach a node, and by what that is known.
 *
 * @param verdict the one word
 * @param advice why, and what to do, for people: one to three sentences
 * @param strangers queries that came from endpoints which the node had sent nothing to for at least 5 minutes, since it was
 *     started
 * @param from where those came from that came lately enough to count
 * @param lastStranger how long ago the last of those came; null if none did
 * @param probe what the last question out of a second socket brought; null if none was sent
 */
public record Reachability(
        Verdict verdict,
        String advice,
        long strangers,
        Origin from,
        @Nullable Duration lastStranger,
        @Nullable Probe probe) {

    /** The one word. */
    public enum Verdict {
        /** Strangers reach it. */
        REACHABLE,
        /** Strangers of its own private network reach it; of the open network none did. */
        LOCAL,
        /** It has been in touch with others for long enough, and no stranger came. */
        UNREACHABLE,
        /** It is too soon to say, nobody is there who could tell, or the line is so slow that strangers give up. */
        UNKNOWN;

        /** As people and metrics have it: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where strangers came from: what a verdict of {@link Verdict#REACHABLE} is worth. */
    public enum Origin {
        /** At least one had a public address. */
        PUBLIC,
        /** All had addresses of a private network, or of the node's machine. */
        LOCAL,
        /** None came, or none lately enough to count. */
        NOWHERE;

        /** As people and programs have it: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Neighbours were asked, out of a second socket and under another id, for whom they know closest to this node's id. Nodes
     * name first whom strangers can reach, and leave out only who asks.
     *
     * @param ago how long ago
     * @param asked how many neighbours were asked
     * @param answered how many of those answered
     * @param named how many named this node
     * @param first how many named it before all others, as they do with one that strangers can reach
     * @param seenAt the endpoints that they named it at, the most frequent first; several ports of one address are a router
     *     that gives each peer another port
     */
    public record Probe(Duration ago, int asked, int answered, int named, int first, List<Endpoint> seenAt) {
        /** Copies the list. */
        public Probe {
            seenAt = List.copyOf(seenAt);
        }

        /** The same, as it is told so much later. */
        public Probe at(Duration age) {
            return new Probe(age, asked, answered, named, first, seenAt);
        }

        /** Whether neighbours see the address of this node with several ports. */
        public boolean hasSeveralPorts() {
            return seenAt.stream()
                    .anyMatch(one -> seenAt.stream().anyMatch(other -> one.sameAddress(other) && !one.equals(other)));
        }
    }
}
