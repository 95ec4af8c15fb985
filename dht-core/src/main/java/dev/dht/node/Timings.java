package dev.dht.node;

import dev.dht.api.Histogram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long things took, of each a histogram of a fixed size. Allocates once for each {@link Timing}, when it is first seen:
 * most nodes of a universe never enter or look up.
 */
@SuppressWarnings("EnumOrdinal") // A map would allocate.
final class Timings {
    private static final Timing[] ALL = Timing.values();
    private static final long[] BOUNDS =
            Histogram.BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

    /** By timing: the counts, and the sum in nanoseconds at the end. */
    private final long[][] seen = new long[ALL.length][];

    /** Something took as long, in nanoseconds. */
    void add(Timing timing, long span) {
        long[] counts = seen[timing.ordinal()];
        if (counts == null) {
            counts = new long[BOUNDS.length + 2];
            seen[timing.ordinal()] = counts;
        }
        int bucket = 0;
        while (bucket < BOUNDS.length && span > BOUNDS[bucket]) {
            bucket++;
        }
        counts[bucket]++;
        counts[BOUNDS.length + 1] += span;
    }

    /** All by name; those of what never happened are empty. */
    SortedMap<String, Histogram> all() {
        SortedMap<String, Histogram> all = new TreeMap<>();
        for (Timing timing : ALL) {
            long[] counts = seen[timing.ordinal()];
            long[] shown = counts == null ? new long[BOUNDS.length + 2] : counts;
            List<Long> list = new ArrayList<>(BOUNDS.length + 1);
            for (int i = 0; i <= BOUNDS.length; i++) {
                list.add(shown[i]);
            }
            all.put(timing.label(), new Histogram(list, Duration.ofNanos(shown[BOUNDS.length + 1])));
        }
        return all;
    }
}
