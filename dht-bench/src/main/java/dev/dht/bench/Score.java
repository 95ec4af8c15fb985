package dev.dht.bench;

import java.util.Arrays;

/** What several rounds gave. */
record Score(double median, double least, double most) {
    static Score of(double... rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Score(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Nanoseconds a call as calls a second. */
    Score perSecond() {
        return new Score(1e9 / median, 1e9 / most, 1e9 / least);
    }
}
