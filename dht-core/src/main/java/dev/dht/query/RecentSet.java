package dev.dht.query;

import dev.dht.id.Endpoint;
import java.util.Arrays;

/**
 * Remembers endpoints, with a number each if wanted, for between one and two periods, in a fixed number of bits. It never
 * forgets too early; it may take one for another, the more often the fuller it is. Allocates once, when the first is
 * added.
 */
public final class RecentSet {
    private final long period;
    private final int mask;
    private long[] present = {};
    private long[] former = {};
    private long presentSince;

    /**
     * An empty set.
     *
     * @param bits its size, a power of two, at least 64
     * @param period in nanoseconds
     */
    public RecentSet(int bits, long period) {
        if (bits < 64 || Integer.bitCount(bits) != 1) {
            throw new IllegalArgumentException("the size is a power of two from 64 on, not " + bits);
        }
        this.mask = bits - 1;
        this.period = period;
    }

    /** Adds an endpoint with a number. */
    public void add(long now, Endpoint endpoint, int number) {
        if (present.length == 0) {
            present = new long[(mask + 1) / 64];
            former = new long[(mask + 1) / 64];
            presentSince = now;
        }
        turn(now);
        int bit = bit(endpoint, number);
        present[bit >>> 6] |= 1L << bit;
    }

    /** Whether it was added within the period; may be true by mistake, never false. */
    public boolean mayContain(long now, Endpoint endpoint, int number) {
        if (present.length == 0) {
            return false;
        }
        turn(now);
        int bit = bit(endpoint, number);
        return ((present[bit >>> 6] | former[bit >>> 6]) >>> bit & 1) != 0;
    }

    private void turn(long now) {
        if (now - presentSince < period) {
            return;
        }
        boolean both = now - presentSince >= 2 * period;
        long[] emptied = former;
        former = present;
        present = emptied;
        Arrays.fill(present, 0);
        if (both) {
            Arrays.fill(former, 0);
        }
        presentSince = now;
    }

    private int bit(Endpoint endpoint, int number) {
        long mixed = (endpoint.high() ^ endpoint.low() ^ (long) endpoint.port() << 40) + number * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return (int) (mixed >>> 32) & mask;
    }
}
