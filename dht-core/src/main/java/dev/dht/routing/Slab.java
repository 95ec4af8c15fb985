package dev.dht.routing;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.util.Arrays;

/**
 * IPv4 contacts packed into one array of longs, 48 bytes each, in blocks of eight. A slot is an index; blocks are handed
 * out and taken back whole. Slots that nobody filled hold what was there before.
 *
 * <p>Words of a slot: four of the id; the endpoint (48 bits), the round-trip time (10 bits, units of 4 ms) and marks (6
 * bits); when it was last heard from (upper half) and when it is to be asked next, in milliseconds after a base, which
 * moves when it is twelve days old.
 */
final class Slab {
    /** Slots of a block, which is the size of a bucket: k of Kademlia. */
    static final int BLOCK = 8;
    /** When nothing was ever heard. */
    static final long NEVER = Long.MIN_VALUE;

    private static final int STRIDE = 6;
    private static final int ENDPOINT = 4;
    private static final int TIMES = 5;

    private static final long MILLISECOND = 1_000_000L;
    private static final int NEVER_HEARD = Integer.MIN_VALUE;
    private static final int BASE_GOOD_FOR = 1 << 30;

    private static final long SILENCES = 0b11;
    private static final long ANSWERED = 0b1_0000;
    private static final long AGED = 0b10_0000;
    private static final int STANDING_SHIFT = 2;
    private static final long STANDING = 0b1100;

    /** A {@link #standing}: nothing speaks for it that strangers can reach it, and nothing against it. */
    static final int UNTESTED = 0;
    /** Another: strangers can reach it. */
    static final int PROVEN = 1;
    /** Another: it was silent, comes from an earlier run, or is here for long, and nothing ever proved that strangers can reach it. */
    static final int DOUBTED = 2;
    /** Another: it looks as if strangers could reach it; a check will prove it, or else it is doubted. */
    static final int PRESUMED = 3;

    private static final int ROUND_TRIP_SHIFT = 6;
    private static final long ROUND_TRIP = 0x3FFL << ROUND_TRIP_SHIFT;
    private static final long ROUND_TRIP_UNIT = 4_000_000L;

    private long[] words = new long[BLOCK * STRIDE];
    /** Before when nobody of a block is to be asked, after the base; {@link #firstToCheck} makes it exact. */
    private int[] checkBounds = {Integer.MAX_VALUE};

    private int blocks;
    private int[] free = {};
    /** No contact is to be asked before; {@link Table#nextCheck} makes it exact, but where its contact has left. */
    long nextCheck = Long.MAX_VALUE;
    /** The one that {@link #nextCheck} was of is to be asked later. */
    boolean isNextCheckPast;

    private long base;

    private final long goodFor;

    /** An empty slab; {@code now} is near the times it is told. A contact is good for so long after it was heard from. */
    Slab(long now, long goodFor) {
        base = now;
        this.goodFor = goodFor;
    }

    /** A block nobody uses: its first slot. */
    int take() {
        if (free.length > 0) {
            int slot = free[free.length - 1];
            free = Arrays.copyOf(free, free.length - 1);
            checkBounds[slot / BLOCK] = Integer.MAX_VALUE;
            return slot;
        }
        if (blocks == checkBounds.length) {
            words = Arrays.copyOf(words, (blocks + 1) * BLOCK * STRIDE);
            checkBounds = Arrays.copyOf(checkBounds, blocks + 1);
            checkBounds[blocks] = Integer.MAX_VALUE;
        }
        return BLOCK * blocks++;
    }

    /** Gives a block back. */
    void give(int firstSlot) {
        free = Arrays.copyOf(free, free.length + 1);
        free[free.length - 1] = firstSlot;
    }

    /** Fills a slot with a contact that was never heard from. */
    void fill(int slot, Id id, long endpoint, long check) {
        int at = slot * STRIDE;
        for (int i = 0; i < 4; i++) {
            words[at + i] = id.word(i);
        }
        words[at + ENDPOINT] = endpoint << 16;
        words[at + TIMES] = (long) NEVER_HEARD << 32 | Integer.MAX_VALUE;
        check(slot, check);
    }

    void copy(int from, int to) {
        System.arraycopy(words, from * STRIDE, words, to * STRIDE, STRIDE);
        noteCheck(to, (int) words[to * STRIDE + TIMES]);
    }

    boolean hasId(int slot, long a, long b, long c, long d) {
        int at = slot * STRIDE;
        return words[at] == a && words[at + 1] == b && words[at + 2] == c && words[at + 3] == d;
    }

    long idWord(int slot, int index) {
        return words[slot * STRIDE + index];
    }

    Id id(int slot) {
        return Id.of(idWord(slot, 0), idWord(slot, 1), idWord(slot, 2), idWord(slot, 3));
    }

    /** Whether its id, as a number, is less than another. */
    boolean isLess(int slot, Id other) {
        int order = 0;
        for (int word = 0; word < 4 && order == 0; word++) {
            order = Long.compareUnsigned(idWord(slot, word), other.word(word));
        }
        return order < 0;
    }

    long endpoint(int slot) {
        return words[slot * STRIDE + ENDPOINT] >>> 16;
    }

    Contact contact(int slot) {
        return new Contact(id(slot), Endpoint.unpack(endpoint(slot)));
    }

    /** When it was last heard from, rounded down to a millisecond; {@link #NEVER} where it never was; 24 days ago for longer. */
    long heard(int slot) {
        int heard = (int) (words[slot * STRIDE + TIMES] >> 32);
        return heard == NEVER_HEARD ? NEVER : base + heard * MILLISECOND;
    }

    void heard(int slot, long when) {
        int heard = sinceBase(when);
        int at = slot * STRIDE + TIMES;
        words[at] = (long) heard << 32 | words[at] & 0xFFFF_FFFFL;
    }

    /** When it is to be asked next, rounded up to a millisecond. */
    long check(int slot) {
        return base + (int) words[slot * STRIDE + TIMES] * MILLISECOND;
    }

    void check(int slot, long when) {
        int check = sinceBase(when + MILLISECOND - 1);
        int at = slot * STRIDE + TIMES;
        isNextCheckPast |= check > (int) words[at] && check(slot) <= nextCheck;
        words[at] = words[at] & ~0xFFFF_FFFFL | check & 0xFFFF_FFFFL;
        noteCheck(slot, check);
        nextCheck = Math.min(nextCheck, base + check * MILLISECOND);
    }

    private void noteCheck(int slot, int check) {
        checkBounds[slot / BLOCK] = Math.min(checkBounds[slot / BLOCK], check);
    }

    /** Nobody in the block of a slot is to be asked before. */
    long checkBound(int slot) {
        int check = checkBounds[slot / BLOCK];
        return check == Integer.MAX_VALUE ? Long.MAX_VALUE : base + check * MILLISECOND;
    }

    /** The one of the first {@code count} slots of a block that is to be asked first; {@link #checkBound} is exact now. */
    int firstToCheck(int first, int count) {
        int best = first;
        for (int slot = first + 1; slot < first + count; slot++) {
            best = (int) words[slot * STRIDE + TIMES] < (int) words[best * STRIDE + TIMES] ? slot : best;
        }
        checkBounds[first / BLOCK] = (int) words[best * STRIDE + TIMES];
        return best;
    }

    private int sinceBase(long when) {
        long since = Math.floorDiv(when - base, MILLISECOND);
        if (since > BASE_GOOD_FOR) {
            moveBase(since);
            since = 0;
        }
        return (int) Math.max(NEVER_HEARD + 1, since);
    }

    private void moveBase(long by) {
        base += by * MILLISECOND;
        for (int at = TIMES; at < words.length; at += STRIDE) {
            int heard = (int) (words[at] >> 32);
            long check = Math.max(NEVER_HEARD + 1, (int) words[at] - by);
            long moved = heard == NEVER_HEARD ? NEVER_HEARD : Math.max(NEVER_HEARD + 1, heard - by);
            words[at] = moved << 32 | check & 0xFFFF_FFFFL;
        }
        for (int block = 0; block < checkBounds.length; block++) {
            int check = checkBounds[block];
            checkBounds[block] = check == Integer.MAX_VALUE ? check : (int) Math.max(NEVER_HEARD + 1, check - by);
        }
    }

    /** Time-outs in a row, 3 at most. */
    int silences(int slot) {
        return (int) (words[slot * STRIDE + ENDPOINT] & SILENCES);
    }

    void silences(int slot, int count) {
        int at = slot * STRIDE + ENDPOINT;
        words[at] = words[at] & ~SILENCES | Math.min(count, SILENCES);
    }

    boolean isBad(int slot) {
        return silences(slot) >= Liveness.BAD_AFTER;
    }

    boolean isGood(int slot, long now) {
        return answered(slot) && !isBad(slot) && now - heard(slot) <= goodFor;
    }

    /** What speaks for and against it that strangers can reach it. */
    int standing(int slot) {
        return (int) (words[slot * STRIDE + ENDPOINT] >>> STANDING_SHIFT) & PRESUMED;
    }

    private void standing(int slot, long standing) {
        int at = slot * STRIDE + ENDPOINT;
        words[at] = words[at] & ~STANDING | standing << STANDING_SHIFT;
    }

    /** Whether strangers can reach it, as far as is known. */
    boolean isReachable(int slot) {
        return (standing(slot) & PROVEN) != 0;
    }

    boolean isDoubted(int slot) {
        return standing(slot) == DOUBTED;
    }

    boolean isUntested(int slot) {
        return standing(slot) == UNTESTED;
    }

    void prove(int slot) {
        standing(slot, PROVEN);
    }

    /** Takes an untested one for one that strangers can reach, until it is checked or gets old. */
    void presume(int slot) {
        if (isUntested(slot)) {
            standing(slot, PRESUMED);
        }
    }

    /** It was silent, or comes from an earlier run; who was proven stays so. */
    void doubt(int slot) {
        if (standing(slot) != PROVEN) {
            standing(slot, DOUBTED);
        }
    }

    /** Doubts one that is neither proven nor doubted and was told so before, and tells it so. */
    void age(int slot) {
        int at = slot * STRIDE + ENDPOINT;
        if ((words[at] & AGED) != 0) {
            doubt(slot);
        }
        words[at] |= AGED;
    }

    /** Whether it answered at its present endpoint, ever. */
    boolean answered(int slot) {
        return (words[slot * STRIDE + ENDPOINT] & ANSWERED) != 0;
    }

    /** Notes an answer with its round-trip time in nanoseconds; a negative one is not known. */
    void answer(int slot, long roundTrip) {
        int at = slot * STRIDE + ENDPOINT;
        words[at] |= ANSWERED;
        if (roundTrip >= 0) {
            words[at] = words[at] & ~ROUND_TRIP | units(roundTrip) << ROUND_TRIP_SHIFT;
        }
    }

    private static long units(long roundTrip) {
        return Math.min(roundTrip / ROUND_TRIP_UNIT + 1, ROUND_TRIP >>> ROUND_TRIP_SHIFT);
    }

    /** A round-trip time as a slot would tell it. */
    static long rounded(long roundTrip) {
        return units(roundTrip) * ROUND_TRIP_UNIT;
    }

    /** The last round-trip time in nanoseconds, rounded up to 4 ms; -1 where it is not known. */
    long roundTrip(int slot) {
        long units = (words[slot * STRIDE + ENDPOINT] & ROUND_TRIP) >>> ROUND_TRIP_SHIFT;
        return units == 0 ? -1 : units * ROUND_TRIP_UNIT;
    }
}
