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

    private final int[] slots;
    private final int[] ranks;
    private final long[] distances;
    private int size;
    private int best;
    private Slab slab = NOBODY;
    private long a;
    private long b;
    private long c;
    private long d;

    /** Room for so many contacts. */
    public Closest(int capacity) {
        slots = new int[capacity];
        ranks = new int[capacity];
        distances = new long[capacity];
    }

    void begin(Slab contacts, long ta, long tb, long tc, long td) {
        slab = contacts;
        a = ta;
        b = tb;
        c = tc;
        d = td;
        size = 0;
        best = 0;
    }

    /** Whether no contact that is farther than all seen so far can still enter. */
    boolean isSettled() {
        return best == slots.length;
    }

    /** Puts a slot in its place, rank 0 before 1 before 2; the last leaves where there is no more room. */
    void offer(int slot, int rank) {
        long distance = slab.idWord(slot, 0) ^ a;
        int at = size;
        while (at > 0 && precedes(rank, distance, slot, at - 1)) {
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
            distances[i] = distances[i - 1];
        }
        slots[at] = slot;
        ranks[at] = rank;
        distances[at] = distance;
        if (rank == 0) {
            best++;
        }
    }

    private boolean precedes(int rank, long distance, int slot, int other) {
        if (rank != ranks[other]) {
            return rank < ranks[other];
        }
        int order = Long.compareUnsigned(distance, distances[other]);
        return order < 0 || order == 0 && isCloser(slot, slots[other]);
    }

    private boolean isCloser(int slot, int other) {
        int order = Long.compareUnsigned(slab.idWord(slot, 1) ^ b, slab.idWord(other, 1) ^ b);
        if (order == 0) {
            order = Long.compareUnsigned(slab.idWord(slot, 2) ^ c, slab.idWord(other, 2) ^ c);
        }
        if (order == 0) {
            order = Long.compareUnsigned(slab.idWord(slot, 3) ^ d, slab.idWord(other, 3) ^ d);
        }
        return order < 0;
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

    /** Whether strangers can reach one of them. */
    public boolean isProven(int index) {
        return slab.proven(slots[index]);
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
