package dev.dht.check;

/** SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014). */
final class SplitMix {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    SplitMix(long seed) {
        state = seed;
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mixed(state);
    }

    /** The seed of the {@code index}th case of a run that began with {@code first}, which is the 0th. */
    static long seedOfCase(long first, long index) {
        return index == 0 ? first : mixed(first + index * GOLDEN_GAMMA);
    }

    private static long mixed(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
