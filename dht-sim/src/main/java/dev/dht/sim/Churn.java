package dev.dht.sim;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How long nodes stay and how long they stay away: both are drawn from a Weibull distribution, which fits real networks
 * where an exponential one does not.
 */
public enum Churn {
    /** Nobody comes or goes, and everybody can be reached. */
    NONE(0, 0),
    /** Heep, R/Kademlia, ATNAC 2010: mean 10,000 s. */
    KAD(0.50, 5_000),
    /** Fitted to Trautwein et al., SIGCOMM 2022: median 57 min, 87.6 % under 8 h, 2.5 % over 24 h. */
    IPFS(0.52, 6_960),
    /** Ten times {@link #KAD}: mean 1,000 s. */
    HARSH(0.50, 500);

    /** Which part of those that come back has another id. */
    static final double ANOTHER_ID = 0.1;

    private final double shape;
    private final double scaleSeconds;

    Churn(double shape, double scaleSeconds) {
        this.shape = shape;
        this.scaleSeconds = scaleSeconds;
    }

    /** A stay or an absence, in nanoseconds. */
    long draw(SplittableRandom random) {
        double exponential = -StrictMath.log(1 - random.nextDouble());
        return (long) (scaleSeconds * StrictMath.pow(exponential, 1 / shape) * 1e9);
    }

    /** Its name as people type it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
