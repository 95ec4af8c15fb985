package dev.dht.check;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How much a property tries, and from where.
 *
 * @param cases how many cases a property runs that does not scale them
 * @param seed the seed of the first case; null leaves each property its own
 */
record Settings(long cases, @Nullable Long seed) {
    /** Cases where {@code -Dcases} does not say. */
    static final int DEFAULT_CASES = 200;

    static Settings ofSystem() {
        return of(System::getProperty);
    }

    static Settings of(UnaryOperator<@Nullable String> properties) {
        String cases = properties.apply("cases");
        String seed = properties.apply("seed");
        return new Settings(
                cases == null ? DEFAULT_CASES : Long.parseLong(cases.replace("_", "")),
                seed == null ? null : parsedSeed(seed));
    }

    /** The cases of a property that runs {@code share} times the usual number; at least one. */
    long scaled(double share) {
        return Math.max(1, Math.round(cases * share));
    }

    private static long parsedSeed(String seed) {
        return seed.startsWith("0x") ? Long.parseUnsignedLong(seed.substring(2), 16) : Long.parseLong(seed);
    }
}
