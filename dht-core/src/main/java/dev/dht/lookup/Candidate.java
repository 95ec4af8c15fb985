package dev.dht.lookup;

import dev.dht.id.Contact;
import dev.dht.id.Token;
import org.jspecify.annotations.Nullable;

/** A contact that a look-up has heard of, and what became of it. */
public final class Candidate {
    /** What became of it so far. */
    public enum State {
        /** Not asked yet. */
        WAITING,
        /** Asked, and not late. */
        ASKED,
        /** Asked, and late; it may still answer, but others are asked meanwhile. */
        LATE,
        /** Late beyond hope: the look-up waits for it only where it is closer than all that answered. */
        HOPELESS,
        /** So late that it is waited for in no case. */
        LOST,
        /** It answered. */
        ANSWERED,
        /** It did not answer, or under another id. */
        FAILED,
        /** It will not be asked; see {@link Candidate#rejection}. */
        REJECTED;

        /** Whether a query to it is outstanding. */
        public boolean isOutstanding() {
            return this == ASKED || this == LATE || isBeyondHope();
        }

        /** Whether it is waited for no more, or only as the closest of all. */
        public boolean isBeyondHope() {
            return this == HOPELESS || this == LOST;
        }
    }

    private final Contact contact;
    /** Its endpoint as a number: IPv4 is all that a look-up asks. */
    final long endpoint;
    /** The first word of its id: where that differs, the id does. */
    final long head;

    private final @Nullable Candidate namedBy;
    /** Whether its endpoint itself told this id, when it was asked under another. */
    boolean corrected;

    /**
     * Whether strangers can reach it, as our own table knows, or as another that named it believes. Others may not: behind NAT
     * it answers us because we talk to each other anyway.
     */
    boolean vouched;

    /** Whether it was named only as one that may be too new for others to know whether it can be reached: it is not waited for. */
    boolean newcomer;

    State state = State.WAITING;
    /** Whether it was asked at least once. */
    boolean tried;

    @Nullable
    Rejection rejection;

    @Nullable
    Token token;

    /** Where it failed: whether nothing came from its endpoint. */
    boolean silent;

    boolean gaveEndpoints;
    /** Its contacts, asked for after it gave endpoints: waiting means not asked for. */
    State neighbours = State.WAITING;

    Candidate(Contact contact, @Nullable Candidate namedBy, boolean corrected, boolean newcomer) {
        this.contact = contact;
        this.endpoint = contact.endpoint().packed();
        this.head = contact.id().word(0);
        this.namedBy = namedBy;
        this.corrected = corrected;
        this.vouched = namedBy != null && !newcomer && (!corrected || namedBy.vouched);
        this.newcomer = newcomer;
    }

    /** Another node named it, and not as a newcomer. */
    void vouch() {
        vouched = true;
        newcomer = false;
    }

    /** Who it is. */
    public Contact contact() {
        return contact;
    }

    /** Who named it first; null where our own table did. */
    public @Nullable Candidate namedBy() {
        return namedBy;
    }

    /** How far it is from our own table: 1 for its contacts, 2 for those that they named, and so on. */
    public int hops() {
        int hops = 1;
        for (Candidate c = namedBy; c != null; c = c.namedBy) {
            hops++;
        }
        return hops;
    }

    /** What became of it. */
    public State state() {
        return state;
    }

    /** Why it is rejected, where it is. */
    public @Nullable Rejection rejection() {
        return rejection;
    }

    /** The permission to store that came with its answer. */
    public @Nullable Token token() {
        return token;
    }

    /** Whether it answered with endpoints. */
    public boolean gaveEndpoints() {
        return gaveEndpoints;
    }

    @Override
    public String toString() {
        return contact + " " + state;
    }
}
