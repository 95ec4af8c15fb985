package dev.dht.publish;

/** So many a second, and a few seconds' worth saved up. */
final class Budget {
    /** What is missing by the rounding of sums is not missing. */
    private static final double ROUNDING = 1e-6;

    private final double perNanosecond;
    private final double most;
    private double saved;
    private long since;

    Budget(double perSecond, int burstSeconds, long now) {
        perNanosecond = perSecond / 1e9;
        most = Math.max(1, perSecond * burstSeconds);
        saved = most;
        since = now;
    }

    /** Whether {@code count} may be spent now; then they are. */
    boolean spend(long now, int count) {
        saved = Math.min(most, saved + (now - since) * perNanosecond);
        since = now;
        if (saved + ROUNDING < Math.min(count, most)) {
            return false;
        }
        saved -= count;
        return true;
    }

    /** When {@code count} may be spent, as far as is known now. */
    long availableAt(int count) {
        double missing = Math.min(count, most) - saved;
        return missing <= 0 ? since : since + (long) (missing / perNanosecond) + 1;
    }
}
