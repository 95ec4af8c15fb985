package dev.dht.routing;

import dev.dht.id.Contact;
import java.util.ArrayList;
import java.util.List;

/**
 * The contacts of a table closest to a target, the best first: by standing, then by distance. One object serves all
 * questions in turn and allocates nothing; what it holds is good until the table changes.
 */
public final class Closest {
    private static final Slab NOBODY = new Slab(0, 0);
    /** Where the rank stands in a key, which is not negative; below it the first bits of the distance that tell. */
    private static final int RANK_SHIFT = 61;

    private final int[] slots;
    private final int[] ranks;
    private final long[] target = new long[4];
    /** The contacts of one bucket, until they are put in order. */
    private final int[] offered = new int[Slab.BLOCK];

    private final long[] keys = new long[Slab.BLOCK];
    private final int[] places = new int[Slab.BLOCK];
    private final int[] order = new int[Slab.BLOCK];
    private int offers;
    /** All ranks that were offered, one or the other: 0 where all are 0. */
    private int ranksOffered;

    private int size;
    private int best;
    /** The closest untested contact that is closer than all of rank 0; -1 where there is none, or nobody of rank 0 yet. */
    private int newcomer;

    private Slab slab = NOBODY;

    /** Room for so many contacts. */
    public Closest(int capacity) {
        slots = new int[capacity];
        ranks = new int[capacity];
    }

    void begin(Slab contacts, long a, long b, long c, long d) {
        slab = contacts;
        target[0] = a;
        target[1] = b;
        target[2] = c;
        target[3] = d;
        offers = 0;
        ranksOffered = 0;
        size = 0;
        best = 0;
        newcomer = -1;
    }

    /** Whether no contact that is farther than all seen so far can still enter. */
    boolean isSettled() {
        return best == slots.length;
    }

    /** A contact of this rank or a worse one that is farther than all seen so far cannot enter. */
    int hopelessRank() {
        return size < slots.length ? Integer.MAX_VALUE : size == 0 ? 0 : ranks[size - 1];
    }

    /** Whether the closest untested contact is still to come, which may be named where it cannot enter. */
    boolean seeksNewcomer() {
        return best == 0 && newcomer < 0;
    }

    /**
     * Offers a contact of a bucket, rank 0 to 3, of which 0 goes first.
     *
     * @param shared how many first bits all contacts of the bucket have in common, 0 to 255: they say nothing of which of
     *     them is closer
     */
    void offer(int slot, int rank, int shared) {
        offered[offers] = slot;
        ranksOffered |= rank;
        keys[offers++] = (long) rank << RANK_SHIFT | distance(slot, shared) >>> Long.SIZE - RANK_SHIFT;
    }

    /** 64 bits of the distance, from a bit on. */
    private long distance(int slot, int bit) {
        int word = bit >>> 6;
        int shift = bit & 63;
        long distance = (slab.idWord(slot, word) ^ target[word]) << shift;
        return shift == 0 || word == 3
                ? distance
                : distance | (slab.idWord(slot, word + 1) ^ target[word + 1]) >>> Long.SIZE - shift;
    }

    /**
     * Takes in what was offered, all of one bucket and farther than all before: in order, behind those of the same rank;
     * the last leave where there is no more room.
     */
    void takeOffers() {
        sort();
        if (ranksOffered != 0 && seeksNewcomer()) {
            noteNewcomer();
        }
        for (int i = 0; i < offers; i++) {
            append(offered[order[i]], (int) (keys[order[i]] >>> RANK_SHIFT));
        }
        offers = 0;
        ranksOffered = 0;
    }

    /** Each one's place is how many precede it: counted without a branch, for which of two is less nobody can foretell. */
    private void sort() {
        for (int i = 0; i < offers; i++) {
            long key = keys[i];
            int place = i;
            for (int j = 0; j < i; j++) {
                int precedes = (int) (key - keys[j] >>> 63);
                places[j] += precedes;
                place -= precedes;
            }
            places[i] = place;
        }
        for (int i = 0; i < offers; i++) {
            order[places[i]] = i;
        }
        for (int i = 1; i < offers; i++) {
            // The first 61 bits behind those in common are the same: only for ids that somebody made so.
            for (int j = i; j > 0 && keys[order[j]] == keys[order[j - 1]] && isCloser(order[j], order[j - 1]); j--) {
                int closer = order[j];
                order[j] = order[j - 1];
                order[j - 1] = closer;
            }
        }
    }

    private boolean isCloser(int one, int other) {
        int difference = 0;
        for (int word = 0; word < 4 && difference == 0; word++) {
            difference = Long.compareUnsigned(
                    slab.idWord(offered[one], word) ^ target[word], slab.idWord(offered[other], word) ^ target[word]);
        }
        return difference < 0;
    }

    private void append(int slot, int rank) {
        int at = size;
        while (at > 0 && ranks[at - 1] > rank) {
            at--;
        }
        if (at == slots.length) {
            return;
        }
        if (size < slots.length) {
            size++;
        } else if (ranks[size - 1] == 0) {
            best--;
        }
        for (int i = size - 1; i > at; i--) {
            slots[i] = slots[i - 1];
            ranks[i] = ranks[i - 1];
        }
        slots[at] = slot;
        ranks[at] = rank;
        if (rank == 0) {
            best++;
        }
    }

    private void noteNewcomer() {
        int proven = -1;
        for (int i = 0; i < offers; i++) {
            int offer = order[i];
            int rank = (int) (keys[offer] >>> RANK_SHIFT);
            if (rank == 0 && proven < 0) {
                proven = offer;
            } else if (rank == 1 && slab.isUntested(offered[offer])) {
                newcomer = proven < 0 || isCloser(offer, proven) ? offered[offer] : -1;
                return;
            }
        }
    }

    /** Where all places are taken by contacts of rank 0, the last of them leaves its place to the newcomer. */
    void nameNewcomer() {
        if (newcomer >= 0 && isSettled() && size > 1) {
            slots[size - 1] = newcomer;
            ranks[size - 1] = 1;
            best--;
        }
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** Word 0 to 3 of the id of one of them. */
    public long idWord(int index, int word) {
        return slab.idWord(slots[index], word);
    }

    /** The IPv4 address of one of them. */
    public int address(int index) {
        return (int) (slab.endpoint(slots[index]) >>> 16);
    }

    /** The port of one of them, 0 to 65535. */
    public int port(int index) {
        return (int) slab.endpoint(slots[index]) & 0xFFFF;
    }

    /** The last round-trip time of one of them in nanoseconds, -1 where it is not known. */
    public long roundTrip(int index) {
        return slab.roundTrip(slots[index]);
    }

    /** Whether one of them was silent twice in a row; such are the last. */
    public boolean isBad(int index) {
        return slab.isBad(slots[index]);
    }

    /** Whether strangers can reach one of them, as far as is known. */
    public boolean isProven(int index) {
        return slab.isReachable(slots[index]);
    }

    /** All of them as values. */
    public List<Contact> contacts() {
        List<Contact> contacts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            contacts.add(slab.contact(slots[i]));
        }
        return contacts;
    }
}
