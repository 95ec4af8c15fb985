package dev.dht.bench;

import dev.dht.store.Store.Outcome;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The heap that a store takes for each of its entries, by what is in use after a collection. */
final class StoreMemory {
    private static final int COLLECTIONS = 3;
    private static final int LEAST_OF_HOT_ID = 128;
    /** Entries of one address, where an address has several. */
    private static final int OF_ONE_ADDRESS = 10;

    private StoreMemory() {}

    /**
     * Bytes an entry, where each id has one endpoint.
     *
     * @param alone whether each endpoint is at an address of its own; else ten are at one
     */
    static double perEntry(int entries, boolean alone, Consumer<String> progress) {
        int addresses = alone ? entries : Math.max(1, entries / OF_ONE_ADDRESS);
        return perEntry(entries, progress, (store, i) -> {
            long endpoint = alone ? Entries.endpoint(i) : Entries.endpoint(i, addresses);
            return store.put(0, i, endpoint);
        });
    }

    /** The same where ids have from 128 to 1,024 endpoints each. */
    static double perHotEndpoint(int entries, boolean alone, Consumer<String> progress) {
        SplittableRandom random = new SplittableRandom(3);
        int addresses = Math.max(HotCalls.ENDPOINTS, entries / OF_ONE_ADDRESS);
        int[] id = {0};
        int[] left = {0};
        return perEntry(entries, progress, (store, i) -> {
            if (left[0]-- == 0) {
                id[0]++;
                left[0] = random.nextInt(LEAST_OF_HOT_ID, HotCalls.ENDPOINTS + 1) - 1;
            }
            return store.put(0, id[0], Entries.endpoint(alone ? i : i % addresses));
        });
    }

    /** Puts the entry of a number into a store. */
    private interface Filling {
        Outcome put(Entries store, int number);
    }

    private static double perEntry(int entries, Consumer<String> progress, Filling filling) {
        long before = heapInUse();
        Entries store = new Entries(entries);
        for (int i = 0; i < entries; i++) {
            Outcome outcome = filling.put(store, i);
            if (outcome != Outcome.STORED) {
                throw new IllegalStateException("entry " + i + " was not stored: " + outcome);
            }
            if ((i & 0xFFFF) == 0) {
                int done = i;
                progress.accept("memory: " + done + " of " + entries + " entries");
            }
        }
        double bytes = heapInUse() - before;
        return bytes / store.store().entries();
    }

    private static long heapInUse() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
