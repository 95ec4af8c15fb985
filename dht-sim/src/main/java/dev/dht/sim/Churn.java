package dev.dht.sim;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How long nodes stay and how long they stay away: both are drawn from a Weibull distribution, which fits real networks
 * where an exponential one does not.
 */
public enum Churn {
    /** Nobody comes or goes. */
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
    public long draw(SplittableRandom random) {
        return span(exponential(random));
    }

    /**
     * What is left of the stay or the absence that someone is in at a moment when this has been going on for long: longer
     * than {@link #draw} in the mean, because a moment falls into a long one more often. In nanoseconds.
     */
    public long drawRest(SplittableRandom random) {
        // The stay that a moment falls into has a density in proportion to length and density; of a Weibull variable
        // that
        // is the power of a Gamma one of shape 1 + 1 / shape. The moment falls anywhere in it.
        return (long) (random.nextDouble() * span(gamma(1 + 1 / shape, random)));
    }

    private long span(double exponential) {
        return (long) (scaleSeconds * StrictMath.pow(exponential, 1 / shape) * 1e9);
    }

    private static double exponential(SplittableRandom random) {
        return -StrictMath.log(1 - random.nextDouble());
    }

    /** Marsaglia and Tsang, A simple method for generating gamma variables, 2000; for shapes from 1 on. */
    private static double gamma(double shape, SplittableRandom random) {
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            // Box and Muller; the library's own gaussian is not the same on every JDK.
            double x =
                    StrictMath.sqrt(2 * exponential(random)) * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
            double v = (1 + c * x) * (1 + c * x) * (1 + c * x);
            if (v > 0 && StrictMath.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }

    /** Its name as people type it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
