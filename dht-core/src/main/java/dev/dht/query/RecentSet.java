package dev.dht.query;

import dev.dht.id.Endpoint;

/**
 * Remembers endpoints, with a number each if wanted, for a period and at most a part of it longer, in a fixed number of
 * bits. It never forgets too early; it may take one for another, the more often the fuller it is. Allocates once, when the
 * first is added.
 */
public final class RecentSet {
    private final long part;
    private final int mask;
    private final int parts;
    /** Who was added in each part of the period; the parts of one word lie beside each other, in one line of the cache. */
    private long[] bits = {};

    /** Which parts have anything in them, a bit each. */
    private long filled;

    private int present;
    private long presentSince;

    /**
     * An empty set.
     *
     * @param bits its size, a power of two, at least 64; it is kept once for each part, and once more
     * @param period in nanoseconds
     * @param inParts in how many parts the period is divided, 1 to 63
     */
    public RecentSet(int bits, long period, int inParts) {
        if (bits < 64 || Integer.bitCount(bits) != 1) {
            throw new IllegalArgumentException("the size is a power of two from 64 on, not " + bits);
        }
        if (inParts < 1 || inParts >= Long.SIZE) {
            throw new IllegalArgumentException("the period is divided in 1 to 63 parts, not " + inParts);
        }
        this.mask = bits - 1;
        this.part = period / inParts;
        this.parts = inParts + 1;
    }

    /** Adds an endpoint with a number; whether it was there, as {@link #mayContain} says. */
    public boolean add(long now, Endpoint endpoint, int number) {
        if (bits.length == 0) {
            bits = new long[parts * words()];
            presentSince = now;
        }
        turn(now);
        int bit = bit(endpoint, number);
        boolean wasThere = isSet(bit);
        bits[(bit >>> 6) * parts + present] |= 1L << bit;
        filled |= 1L << present;
        return wasThere;
    }

    private int words() {
        return (mask + 1) / 64;
    }

    /** Whether it was added within the period; may be true by mistake, never false. */
    public boolean mayContain(long now, Endpoint endpoint, int number) {
        if (bits.length == 0) {
            return false;
        }
        turn(now);
        return filled != 0 && isSet(bit(endpoint, number));
    }

    private boolean isSet(int bit) {
        long all = 0;
        int first = (bit >>> 6) * parts;
        for (int part = 0; part < parts; part++) {
            all |= bits[first + part];
        }
        return (all >>> bit & 1) != 0;
    }

    /** Empties the parts that are too old, the oldest of which becomes the present one. */
    private void turn(long now) {
        long age = now - presentSince;
        if (age < part) {
            // Nearly always, and a division is dear.
            return;
        }
        long turns = age / part;
        for (long turn = Math.min(turns, parts); turn > 0; turn--) {
            present = (present + 1) % parts;
            if ((filled >>> present & 1) != 0) {
                for (int word = present; word < bits.length; word += parts) {
                    bits[word] = 0;
                }
                filled &= ~(1L << present);
            }
        }
        presentSince += turns * part;
    }

    private int bit(Endpoint endpoint, int number) {
        long mixed = (endpoint.high() ^ endpoint.low() ^ (long) endpoint.port() << 40) + number * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return (int) (mixed >>> 32) & mask;
    }
}
