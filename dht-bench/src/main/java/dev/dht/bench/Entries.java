package dev.dht.bench;

import dev.dht.store.Store;
import dev.dht.store.Store.Outcome;
import dev.dht.store.StoreSettings;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A store, and entries for it by number: ids and endpoints are made of the number, so that millions of them take no room
 * beside the store. The bounds of the store are not in the way.
 */
final class Entries {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final int MOST_OF_ONE_ID = Short.MAX_VALUE;
    /** As many endpoints fit into the longest answer. */
    private static final int ROOM = 168;

    private final Store store;
    private final RandomGenerator choices = new SplittableRandom(2);
    private final long[] found = new long[ROOM];

    /** An empty store for up to so many. */
    Entries(int most) {
        store = new Store(new StoreSettings(most, most, MOST_OF_ONE_ID), new SplittableRandom(1), 0);
    }

    Store store() {
        return store;
    }

    /** Stores an endpoint under an id, both by number. */
    Outcome put(long now, long id, long endpoint) {
        long seed = id << 2;
        return store.put(now, word(seed), word(seed + 1), word(seed + 2), word(seed + 3), endpoint);
    }

    /** Finds what is stored under an id; how many endpoints, or as many as fit into an answer. */
    int find(long now, long id) {
        long seed = id << 2;
        return store.find(now, word(seed), word(seed + 1), word(seed + 2), word(seed + 3), ROOM, choices, found);
    }

    /** The endpoint with this number, at an address of its own. */
    static long endpoint(long number) {
        return (0x0B000000L + number) << 16 | 8_080;
    }

    /** An endpoint at one of so many addresses, no two numbers in a row at the same. */
    static long endpoint(long number, int addresses) {
        return endpoint(Math.floorMod(word(number), addresses));
    }

    /** SplitMix64 of a number. */
    private static long word(long number) {
        long z = number * GAMMA;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
