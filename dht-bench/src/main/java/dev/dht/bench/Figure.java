package dev.dht.bench;

import org.jspecify.annotations.Nullable;

/**
 * One figure of a benchmark.
 *
 * @param key its name in a document
 * @param what what it is, for people
 * @param value the median of all rounds where there are several
 * @param unit what it counts
 * @param range the least and the most of the rounds, or null where there was one
 * @param target what it should be, or null
 * @param floor what it must cost at least, measured in the same run, or null
 */
public record Figure(
        String key,
        String what,
        double value,
        String unit,
        @Nullable Range range,
        @Nullable Target target,
        @Nullable Floor floor) {

    /** The least and the most of several rounds. */
    public record Range(double least, double most) {}

    /**
     * What a figure should be.
     *
     * @param atMost whether it is to be that or less; else that or more
     * @param value that
     */
    public record Target(boolean atMost, double value) {
        /** Whether a value is as it should be. */
        public boolean isMetBy(double figure) {
            return atMost ? figure <= value : figure >= value;
        }
    }

    /**
     * What a figure cannot be better than, or hardly.
     *
     * @param key its name in a document; the ratio has that of {@code ratioKey}
     * @param what what it is, for people
     * @param value in the figure's unit
     */
    public record Floor(String key, String ratioKey, String what, double value) {}

    static Figure of(String key, String what, double value, String unit) {
        return new Figure(key, what, value, unit, null, null, null);
    }

    /** Of several rounds: their median, least and most. */
    static Figure of(String key, String what, Score score, String unit) {
        Range rounds = new Range(score.least(), score.most());
        return new Figure(key, what, score.median(), unit, rounds, null, null);
    }

    Figure atMost(double most) {
        return new Figure(key, what, value, unit, range, new Target(true, most), floor);
    }

    Figure atLeast(double least) {
        return new Figure(key, what, value, unit, range, new Target(false, least), floor);
    }

    Figure beside(Floor least) {
        return new Figure(key, what, value, unit, range, target, least);
    }

    /** This value for each of the floor; NaN where there is no floor. */
    public double ratio() {
        return floor == null ? Double.NaN : value / floor.value();
    }
}
