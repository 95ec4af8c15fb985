package dev.dht.routing;

import dev.dht.id.Id;

/**
 * Up to {@value Slab#BLOCK} contacts under one prefix, and as many in reserve, in blocks of a {@link Slab}. Contacts
 * stand in the first slots, in no order; those in reserve in the order in which they answered.
 */
final class Bucket {
    private final Slab slab;
    private int first = -1;
    private int size;
    private int firstReserve = -1;
    private int reserves;
    /** When something last happened here: see {@link Table#pollRefresh}. */
    long active;

    Bucket(Slab slab, long active) {
        this.slab = slab;
        this.active = active;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == Slab.BLOCK;
    }

    int slot(int index) {
        return first + index;
    }

    /** The slot of the contact with this id, or -1. */
    int find(long a, long b, long c, long d) {
        for (int slot = first; slot < first + size; slot++) {
            if (slab.hasId(slot, a, b, c, d)) {
                return slot;
            }
        }
        return -1;
    }

    /** The one with the longest round trip of those from an index on; -1 where none of theirs is known. */
    int slowestFrom(int index) {
        int slowest = -1;
        for (int slot = first + index; slot < first + size; slot++) {
            long longest = slowest < 0 ? -1 : slab.roundTrip(slowest);
            slowest = slab.roundTrip(slot) > longest ? slot : slowest;
        }
        return slowest;
    }

    /** An empty slot, counted as filled from now on; there must be one. */
    int add() {
        if (first < 0) {
            first = slab.take();
        }
        return first + size++;
    }

    void remove(int slot) {
        slab.copy(first + --size, slot);
        if (size == 0) {
            slab.give(first);
            first = -1;
        }
    }

    /** Nobody here is to be asked before; there must be a contact. */
    long checkBound() {
        return slab.checkBound(first);
    }

    /** The contact that is to be asked first, which makes the bound exact; there must be one. */
    int firstToCheck() {
        return slab.firstToCheck(first, size);
    }

    int reserves() {
        return reserves;
    }

    int reserveSlot(int index) {
        return firstReserve + index;
    }

    int findReserve(Id id) {
        return findReserve(id.word(0), id.word(1), id.word(2), id.word(3));
    }

    int findReserve(long a, long b, long c, long d) {
        for (int slot = firstReserve; slot < firstReserve + reserves; slot++) {
            if (slab.hasId(slot, a, b, c, d)) {
                return slot;
            }
        }
        return -1;
    }

    /** An empty slot at the end of the reserve; where it is full, the one that answered longest ago leaves. */
    int addReserve() {
        if (firstReserve < 0) {
            firstReserve = slab.take();
        }
        if (reserves == Slab.BLOCK) {
            removeReserve(firstReserve);
            if (firstReserve < 0) {
                firstReserve = slab.take();
            }
        }
        return firstReserve + reserves++;
    }

    void removeReserve(int slot) {
        for (int s = slot; s < firstReserve + reserves - 1; s++) {
            slab.copy(s + 1, s);
        }
        if (--reserves == 0) {
            slab.give(firstReserve);
            firstReserve = -1;
        }
    }
}
