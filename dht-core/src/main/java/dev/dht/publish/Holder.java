package dev.dht.publish;

import dev.dht.id.Contact;
import org.jspecify.annotations.Nullable;

/** A node that acknowledged an entry and is not known to have lost it. Times in nanoseconds. */
public final class Holder {
    /** The time of what has not happened. */
    public static final long NEVER = Long.MIN_VALUE;

    private final Contact contact;
    private final long acknowledgedAt;
    long verifiedAt;
    /** Whether it was silent when it was last asked. */
    boolean silent;

    /** It acknowledged now; it may have before. */
    Holder(Contact contact, long acknowledgedAt, @Nullable Holder former) {
        this.contact = contact;
        this.acknowledgedAt = acknowledgedAt;
        this.verifiedAt = former == null ? NEVER : former.verifiedAt;
    }

    /** Who it is. */
    public Contact contact() {
        return contact;
    }

    /** When it answered the STORE. */
    public long acknowledgedAt() {
        return acknowledgedAt;
    }

    /** When it last gave the entry back; {@link #NEVER} if it has not. */
    public long verifiedAt() {
        return verifiedAt;
    }
}
