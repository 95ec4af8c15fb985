package dev.dht.routing;

/**
 * Tells a contact that is gone from a network of our own that is down: of neither does an answer come. Times in nanoseconds.
 */
final class Outage {
    private long lastAnswer = Slab.NEVER;
    /** When somebody was silent first while no other answered; nobody has answered since. */
    private long suspectedAt = Long.MAX_VALUE;

    /** Somebody answered. */
    void isOver(long now) {
        lastAnswer = now;
        suspectedAt = Long.MAX_VALUE;
    }

    /** Whether nobody has answered since then. */
    boolean isPossibleSince(long time) {
        return lastAnswer < time;
    }

    /** Somebody was silent, and nobody answered meanwhile; whether that is the first sign of it, which a witness should be asked about. */
    boolean suspect(long now) {
        boolean isFirst = suspectedAt == Long.MAX_VALUE;
        suspectedAt = Math.min(suspectedAt, now);
        return isFirst;
    }

    /** When to ask again who was silent: soon, and later when witnesses were silent too. */
    long askAgainAt(long now) {
        boolean isLikely = now - suspectedAt > 2 * Liveness.SECOND_CHECK_AFTER;
        return now + (isLikely ? Liveness.OFFLINE_CHECK_AFTER : Liveness.SECOND_CHECK_AFTER);
    }
}
