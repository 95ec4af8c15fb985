package dev.dht.check;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How much a property tries, and from where.
 *
 * @param cases how many cases a property runs that does not scale them
 * @param seed the seed of the first case; null leaves each property its own
 * @param shrinks whether a failing case is made smaller
 */
record Settings(long cases, @Nullable Long seed, boolean shrinks) {
    /** Cases where {@code -Dcases} does not say. */
    static final int DEFAULT_CASES = 200;

    Settings(long cases, @Nullable Long seed) {
        this(cases, seed, true);
    }

    static Settings ofSystem() {
        return of(System::getProperty);
    }

    static Settings of(UnaryOperator<@Nullable String> properties) {
        String cases = properties.apply("cases");
        String seed = properties.apply("seed");
        return new Settings(
                cases == null ? DEFAULT_CASES : Long.parseLong(cases.replace("_", "")),
                seed == null ? null : parsedSeed(seed),
                !"false".equals(properties.apply("shrink")));
    }

    /** The cases of a property that runs {@code share} times the usual number; at least one. */
    long scaled(double share) {
        return Math.max(1, Math.round(cases * share));
    }

    private static long parsedSeed(String seed) {
        return seed.startsWith("0x") ? Long.parseUnsignedLong(seed.substring(2), 16) : Long.parseLong(seed);
    }
}
