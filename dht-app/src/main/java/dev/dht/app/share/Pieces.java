package dev.dht.app.share;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who gave which piece of a file. */
final class Pieces {
    /** Bytes of each but the last. */
    static final int BYTES = 1 << 20;

    private final long size;
    private final int count;
    private final Map<Integer, Holder> givers = new HashMap<>();
    private final Set<Integer> there = new HashSet<>();
    private long bytes;

    /** Of a file of so many bytes, the first of which are there, from whomever. */
    Pieces(long size, long resumed) {
        this.size = size;
        count = Math.toIntExact((size + BYTES - 1) / BYTES);
        for (int i = 0; i < count && first(i) + length(i) <= resumed; i++) {
            there.add(i);
            bytes += length(i);
        }
    }

    long size() {
        return size;
    }

    long first(int piece) {
        return (long) piece * BYTES;
    }

    int length(int piece) {
        return (int) Math.min(BYTES, size - first(piece));
    }

    /** The bytes that are there. */
    long bytes() {
        return bytes;
    }

    boolean has(int piece) {
        return there.contains(piece);
    }

    /** Who gave it; null for nobody, or before this run. */
    @Nullable
    Holder giver(int piece) {
        return givers.get(piece);
    }

    void given(int piece, Holder holder) {
        if (there.add(piece)) {
            bytes += length(piece);
        }
        givers.put(piece, holder);
    }

    /** How many one gave. */
    long givenBy(Holder holder) {
        return givers.values().stream().filter(holder::equals).count();
    }

    /** What is not there. */
    Set<Integer> missing() {
        Set<Integer> pieces = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            if (!has(i)) {
                pieces.add(i);
            }
        }
        return pieces;
    }

    /** What one did not give. */
    Set<Integer> notFrom(Holder holder) {
        Set<Integer> pieces = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            if (!holder.equals(giver(i))) {
                pieces.add(i);
            }
        }
        return pieces;
    }
}
