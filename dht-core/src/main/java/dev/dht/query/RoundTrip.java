package dev.dht.query;

/**
 * How long answers take here, and so from when on one is late: longer than nine of ten answers take. The mean
 * and its deviation (RFC 6298) would be carried away by the few nodes on slow lines, and every look-up would wait for the
 * dead as long as for those. Spans in nanoseconds.
 *
 * <p>The ninth decile is followed by steps: up by 9 % when an answer took longer, down by 1 % when not. So it stands
 * still where nine of ten are quicker, and reaches ten times its value, or a tenth, within some tens of answers.
 */
final class RoundTrip {
    private static final long MILLISECOND = 1_000_000L;

    /** Before any answer came, one is late after as long. */
    static final long INITIAL_LATE = 500 * MILLISECOND;
    /** An answer is not late before. */
    static final long EARLIEST_LATE = 40 * MILLISECOND;
    /** An answer is late after as long, whatever was seen. */
    static final long LATEST_LATE = 2_500 * MILLISECOND;

    private static final double UP = 1.09;
    private static final double DOWN = 0.99;

    private double ninthDecile = INITIAL_LATE;
    private boolean hasSample;

    /** A query that was sent once was answered after so long. */
    void sample(long span) {
        if (!hasSample) {
            hasSample = true;
            ninthDecile = Math.max((double) span, ninthDecile / 2);
        }
        ninthDecile *= span > ninthDecile ? UP : DOWN;
        ninthDecile = Math.max(EARLIEST_LATE, Math.min(LATEST_LATE, ninthDecile));
    }

    /**
     * A query that was sent twice was answered, perhaps after it was given up. Whether the first or the second sending was,
     * nobody knows (Karn), and nothing is learned, unless it came too soon after the second to be its answer.
     *
     * @param sinceFirst from the first sending to the answer
     * @param sinceSecond from the second sending to the answer
     */
    void sampleOfTwo(long sinceFirst, long sinceSecond) {
        if (!hasSample || sinceSecond < ninthDecile / 3 || sinceFirst > 3 * lateAfter()) {
            sample(sinceFirst);
        }
    }

    /** How long an answer may take before it is late. */
    long lateAfter() {
        return (long) ninthDecile;
    }

    /** How long after it was first sent an answer is lost: most on slow lines have come by then. */
    long lostAfter() {
        return 4 * lateAfter();
    }

    /** How long after it was sent again it is late beyond hope: the first sending may yet be answered, or the second if the node is near. */
    long hopelessAfter() {
        return lateAfter() / 2;
    }
}
