package dev.dht.node;

import java.util.Arrays;

/** Numbers that only grow, by index: 32 bits each while that is enough, as it is for most nodes of a large universe. */
final class Counts {
    private int[] narrow;
    private long[] wide = {};

    Counts(int length) {
        narrow = new int[length];
    }

    void add(int index, long count) {
        if (wide.length > 0) {
            wide[index] += count;
            return;
        }
        long sum = narrow[index] + count;
        if (sum > Integer.MAX_VALUE) {
            wide = Arrays.stream(narrow).asLongStream().toArray();
            narrow = new int[0];
            wide[index] = sum;
        } else {
            narrow[index] = (int) sum;
        }
    }

    long get(int index) {
        return wide.length > 0 ? wide[index] : narrow[index];
    }
}
