package dev.dht.query;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import org.jspecify.annotations.Nullable;

/** One query that was sent and waits for its answer. */
public final class Query {
    /** What happens next to it, as time passes. */
    enum Stage {
        /** Could not be sent. */
        NOT_SENT,
        /** Sent once, not late yet. */
        FRESH,
        /** Late, and sent again. */
        RESENT,
        /** Late again. */
        HOPELESS,
        /** Too late even for a slow line. */
        LOST
    }

    final Asker asker;
    final int path;
    final int transaction;
    Stage stage = Stage.FRESH;
    /** When its next stage begins. */
    long due;
    /** When it was sent again, if it was. */
    long resentAt;
    /** When it is given up. */
    long givenUpAt;
    /** Where it stands in the queue of deadlines; -1 when it does not. */
    int heapIndex = -1;

    private final Question question;
    private final Endpoint endpoint;
    private final @Nullable Id expected;
    private final long sentAt;
    private @Nullable Id stranger;

    Query(
            Question question,
            int path,
            Endpoint endpoint,
            @Nullable Id expected,
            int transaction,
            long sentAt,
            Asker asker) {
        this.question = question;
        this.path = path;
        this.endpoint = endpoint;
        this.expected = expected;
        this.transaction = transaction;
        this.sentAt = sentAt;
        this.asker = asker;
    }

    /** What it asks. */
    public Question question() {
        return question;
    }

    /** Where it was sent. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** Who should answer; null where anyone may. */
    public @Nullable Id expected() {
        return expected;
    }

    /** Who was asked, where that was known. */
    public @Nullable Contact contact() {
        return expected == null ? null : new Contact(expected, endpoint);
    }

    /** When it was sent first. */
    public long sentAt() {
        return sentAt;
    }

    /** Whether it was sent twice. */
    public boolean wasResent() {
        return stage.compareTo(Stage.RESENT) >= 0;
    }

    /** Who answered instead of the one that was expected. */
    public @Nullable Id stranger() {
        return stranger;
    }

    void answeredBy(Id other) {
        stranger = other;
    }
}
