package dev.dht.bench;

import dev.dht.store.Store;
import dev.dht.store.Store.Outcome;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;

/**
 * The longest single call of a store while it grows, one endpoint an id, and while all of that expires. Twice: by the
 * clock on the wall, in which other processes and the collector are too, and by the time that the calling thread was on
 * a processor. Beside them, in the same loop, the longest call that does nothing: what the machine does to anyone.
 */
final class StorePauses {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long LIFETIME = Store.LIFETIME * 1_000_000_000L;
    private static final int WARMUP = 20_000;
    private static final double MILLISECOND = 1e6;

    private final Consumer<String> progress;
    private long longest;
    private long longestCpu;
    private long longestOfNothing;

    private StorePauses(Consumer<String> progress) {
        this.progress = progress;
    }

    /**
     * What was seen, in milliseconds.
     *
     * @param wall the longest call by the clock on the wall
     * @param cpu the longest call by the time on a processor
     * @param nothing the longest call that does nothing, by the clock on the wall
     * @param collector for how long the collector stopped the threads in all
     */
    record Pauses(double wall, double cpu, double nothing, double collector) {}

    static Pauses of(int entries, Consumer<String> progress) {
        for (int i = 0; i < 3; i++) {
            new StorePauses(step -> {}).run(WARMUP);
        }
        StorePauses pauses = new StorePauses(progress);
        long collected = collectorMillis();
        pauses.run(entries);
        return new Pauses(
                pauses.longest / MILLISECOND,
                pauses.longestCpu / MILLISECOND,
                pauses.longestOfNothing / MILLISECOND,
                (double) (collectorMillis() - collected));
    }

    private void run(int count) {
        Entries entries = new Entries(count);
        long step = LIFETIME / count;
        long now = 0;
        for (int i = 0; i < count; i++) {
            long at = now += step;
            int id = i;
            timed(() -> require(entries.put(at, id, Entries.endpoint(id)) == Outcome.STORED));
            timed(() -> require(entries.find(at, id) == 1));
            advance(entries.store(), at);
            say("growth", i, count);
        }
        // Each call of advance drops some; after as many steps again, and a minute, all are gone.
        for (int i = 0; entries.store().entries() > 0; i++) {
            long at = now += step;
            int id = Math.min(i, count - 1);
            timed(() -> require(entries.find(at, id) <= 1));
            advance(entries.store(), at);
            say("expiry", i, count);
        }
    }

    private void advance(Store store, long now) {
        while (store.nextDeadline() <= now) {
            timed(() -> store.advance(now));
        }
    }

    private void timed(Runnable call) {
        long nothing = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long began = System.nanoTime();
        call.run();
        long ended = System.nanoTime();
        long used = THREADS.getCurrentThreadCpuTime() - cpu;
        longest = Math.max(longest, ended - began);
        longestCpu = Math.max(longestCpu, used);
        longestOfNothing = Math.max(longestOfNothing, began - nothing);
    }

    private void say(String phase, int done, int count) {
        if ((done & 0x3FFF) == 0) {
            progress.accept("pauses: " + phase + ", " + done + " of " + count + " entries");
        }
    }

    private static void require(boolean held) {
        if (!held) {
            throw new IllegalStateException("the store does not do what it should");
        }
    }

    private static long collectorMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
