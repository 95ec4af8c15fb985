package dev.dht.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * How many bytes a call allocates, counted by the JVM to the byte. While the optimizing compiler is at work the JVM
 * allocates a little in the thread for itself; so the call is repeated until some rounds in a row have the same count.
 */
final class Allocation {
    private static final int CALLS = 10_000;
    private static final int SAME_ROUNDS = 10;
    private static final int MOST_ROUNDS = 200;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** So that no call is optimized away. */
    @SuppressWarnings("UnusedVariable")
    private static volatile long result;

    private Allocation() {}

    /** Bytes a call, in the mean of the last rounds. */
    static double perCall(LongSupplier call) {
        long measuring = bytes(() -> 0, 0);
        Deque<Long> rounds = new ArrayDeque<>();
        for (int i = 0; i < MOST_ROUNDS; i++) {
            rounds.add(bytes(call, CALLS) - measuring);
            if (rounds.size() > SAME_ROUNDS) {
                rounds.remove();
            }
            if (rounds.size() == SAME_ROUNDS && rounds.stream().distinct().count() == 1) {
                break;
            }
        }
        return rounds.stream().mapToLong(Long::longValue).average().orElseThrow() / CALLS;
    }

    private static long bytes(LongSupplier call, int calls) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        long sum = 0;
        for (int i = 0; i < calls; i++) {
            sum += call.getAsLong();
        }
        long after = THREADS.getThreadAllocatedBytes(thread);
        result = sum;
        return after - before;
    }
}
