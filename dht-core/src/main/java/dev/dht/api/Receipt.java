package dev.dht.api;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an entry that this node entered: who holds it, and since when that is known.
 *
 * @param id the id that was entered
 * @param port the port it was entered with
 * @param wanted how many nodes should hold it
 * @param holders the nodes that acknowledged it and are not known to have lost it
 * @param publishedAt when the last round of storing ended; null before the first one
 * @param renewAt when it is stored again, at the latest
 * @param audit what a stranger found of it when it was last looked up as one would; null before the first time
 * @param failures the nodes that were asked to hold it in the last round and do not, with the reason
 */
public record Receipt(
        Id id,
        int port,
        int wanted,
        List<Holder> holders,
        @Nullable Instant publishedAt,
        Instant renewAt,
        @Nullable Audit audit,
        List<Failure> failures) {
    /** Copies both lists. */
    public Receipt {
        holders = List.copyOf(holders);
        failures = List.copyOf(failures);
    }

    /** How many nodes answered the STORE. The wire says no more than that. */
    public int acknowledged() {
        return holders.size();
    }

    /** How many of them gave the entry back when they were asked. */
    public int verified() {
        return (int) holders.stream().filter(h -> h.verifiedAt() != null).count();
    }

    /**
     * A node that holds the entry.
     *
     * @param contact the node
     * @param acknowledgedAt when it last answered a STORE of the entry
     * @param verifiedAt when it last gave the entry back; null if it never has
     */
    public record Holder(
            Contact contact,
            Instant acknowledgedAt,
            @Nullable Instant verifiedAt) {}

    /**
     * What a look-up found that began with far contacts and made no use of what this node remembers of the entry.
     *
     * @param at when it ended
     * @param found how many nodes gave the entry
     * @param undecided how many gave so many endpoints of the id that this node's may be among those left out
     * @param answered how many of the closest nodes answered, at most as many as are wanted
     * @param nextAt when the next one is due
     */
    public record Audit(Instant at, int found, int undecided, int answered, Instant nextAt) {}

    /**
     * A node that should hold the entry and does not.
     *
     * @param contact the node
     * @param reason in words
     */
    public record Failure(Contact contact, String reason) {}
}
