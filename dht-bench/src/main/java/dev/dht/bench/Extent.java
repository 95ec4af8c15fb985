package dev.dht.bench;

import java.time.Duration;

/**
 * How much is measured, and for how long.
 *
 * @param entries how many entries the store holds, 1,024 to 10,000,000
 * @param time how long each figure is measured, 1 ms to 10 minutes; half of that is spent on warming up before
 * @param forked whether the parts are measured in a process of their own, which nothing before them has warmed up
 *     otherwise; exact figures want it
 * @param nodes how many nodes the networks in virtual time have, 64 to 1,000,000
 */
public record Extent(int entries, Duration time, boolean forked, int nodes) {
    /** The least entries: one id has as many. */
    public static final int LEAST_ENTRIES = 1_024;

    /** The most entries. */
    public static final int MOST_ENTRIES = 10_000_000;

    /** The fewest nodes. */
    public static final int LEAST_NODES = 64;

    /** The most nodes. */
    public static final int MOST_NODES = 1_000_000;

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** In so many rounds each figure is measured: their median counts. */
    static final int ROUNDS = 5;

    /** A million entries, five seconds a figure, processes of their own, ten thousand nodes. */
    public static final Extent DEFAULT = new Extent(1_000_000, Duration.ofSeconds(5), true, 10_000);

    /** Checks each against its bounds. */
    public Extent {
        if (entries < LEAST_ENTRIES || entries > MOST_ENTRIES) {
            throw new IllegalArgumentException(LEAST_ENTRIES + " to " + MOST_ENTRIES + " entries, not " + entries);
        }
        if (nodes < LEAST_NODES || nodes > MOST_NODES) {
            throw new IllegalArgumentException(LEAST_NODES + " to " + MOST_NODES + " nodes, not " + nodes);
        }
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("1 ms to 10 minutes a figure, not " + time);
        }
    }

    /** How long one round is. */
    Duration round() {
        return time.dividedBy(ROUNDS);
    }
}
