package dev.dht.api;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How often something took how long.
 *
 * @param counts how often it took at most as long as the bound of the same index in {@link #BOUNDS}, and longer than the
 *     bound before; the last, which has no bound, how often it took longer than all of them
 * @param sum all of it together
 */
public record Histogram(List<Long> counts, Duration sum) {
    /** The bounds of every histogram, ascending: half a millisecond to a minute. */
    public static final List<Duration> BOUNDS = bounds();

    /** Copies the list, which has one count more than there are bounds. */
    public Histogram {
        counts = List.copyOf(counts);
        if (counts.size() != BOUNDS.size() + 1) {
            throw new IllegalArgumentException(counts.size() + " counts for " + BOUNDS.size() + " bounds");
        }
    }

    private static List<Duration> bounds() {
        long[] micros = {
            500,
            1_000,
            2_000,
            5_000,
            10_000,
            20_000,
            50_000,
            100_000,
            200_000,
            500_000,
            1_000_000,
            2_000_000,
            5_000_000,
            10_000_000,
            20_000_000,
            60_000_000
        };
        return Arrays.stream(micros)
                .mapToObj(us -> Duration.ofNanos(us * 1_000))
                .toList();
    }

    /** How often it happened. */
    public long count() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
