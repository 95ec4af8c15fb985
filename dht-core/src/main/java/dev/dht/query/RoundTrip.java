package dev.dht.query;

/**
 * How long answers take, smoothed, and so from when on one is late (RFC 6298 §2, with its gains of 1/8 and 1/4). Spans in
 * nanoseconds.
 */
final class RoundTrip {
    private static final long MILLISECOND = 1_000_000L;

    /** Before any answer came, one is late after as long. */
    static final long INITIAL_LATE = 500 * MILLISECOND;
    /** An answer is not late before. */
    static final long EARLIEST_LATE = 40 * MILLISECOND;
    /** An answer is late after as long, whatever was seen. */
    static final long LATEST_LATE = 800 * MILLISECOND;

    private long mean = -1;
    private long deviation;

    /** An answer came after {@code span}. Those to a query that was sent twice tell nothing (Karn) and are not given. */
    void sample(long span) {
        if (mean < 0) {
            mean = span;
            deviation = span / 2;
        } else {
            deviation += (Math.abs(span - mean) - deviation) / 4;
            mean += (span - mean) / 8;
        }
    }

    /** How long an answer may take before it is late: the mean and four deviations. */
    long lateAfter() {
        if (mean < 0) {
            return INITIAL_LATE;
        }
        return Math.max(EARLIEST_LATE, Math.min(LATEST_LATE, mean + 4 * deviation));
    }
}
