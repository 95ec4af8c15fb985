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

    /** Somebody was silent, and nobody answered meanwhile. Whether an outage is likely: witnesses have been silent too. */
    boolean suspect(long now) {
        suspectedAt = Math.min(suspectedAt, now);
        return now - suspectedAt > 2 * Liveness.SECOND_CHECK_AFTER;
    }

    /** The network may be another one now. */
    void isForgotten() {
        suspectedAt = Long.MAX_VALUE;
    }
}
