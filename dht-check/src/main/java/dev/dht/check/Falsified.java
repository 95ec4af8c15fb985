package dev.dht.check;

import java.io.Serial;

/**
 * A property does not hold. The message tells the smallest case that was found and how to repeat it; the cause is what
 * that case threw.
 */
public final class Falsified extends AssertionError {
    @Serial
    private static final long serialVersionUID = 1;

    private final long seed;
    private final long cases;

    Falsified(String message, Throwable cause, long seed, long cases) {
        super(message, cause);
        this.seed = seed;
        this.cases = cases;
    }

    /** The seed of the case that failed: given as the first seed, it makes that case the first. */
    public long seed() {
        return seed;
    }

    /** How many cases ran, the failing one included. */
    public long cases() {
        return cases;
    }
}
