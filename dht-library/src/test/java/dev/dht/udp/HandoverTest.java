package dev.dht.udp;

import dev.dht.udp.Handover.Offered;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The promise: whatever many threads and the one do at the same time, it looks to all as if they had done it one after
 * another, as {@link OneAfterAnother} says. So nothing is lost or comes twice, the order is kept, the bound holds, what
 * is offered after the close is refused and what was taken before comes out.
 */
class HandoverTest {
    private static final int MOST = 2;

    @Test
    void everyOrderOfStepsThatIsTriedLooksLikeOneAfterAnother() {
        promised(new ModelCheckingOptions().iterations(full(200, 8)).invocationsPerIteration(full(5_000, 400)));
    }

    @Test
    void threadsThatReallyRunAtOnceLookLikeOneAfterAnother() {
        promised(new StressOptions().iterations(full(200, 5)).invocationsPerIteration(full(10_000, 500)));
    }

    /** A wake-up that is missing shows as a deadlock. */
    @Test
    void theOneThatSleepsIsWoken() {
        Lincheck.runConcurrentTest(full(20_000, 400), () -> {
            Semaphore woken = new Semaphore(0);
            Handover<Integer> handover = new Handover<>(MOST, woken::release);
            Thread one = new Thread(() -> {
                int taken = 0;
                while (taken < 2) {
                    if (handover.mayRest()) {
                        woken.acquireUninterruptibly();
                    }
                    while (handover.poll() != null) {
                        taken++;
                    }
                }
            });
            Thread other = new Thread(() -> handover.offer(1));
            one.start();
            other.start();
            handover.offer(2);
            joined(one);
            joined(other);
        });
    }

    private static int full(int whole, int part) {
        return Boolean.getBoolean("dht.full") ? whole : part;
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void promised(Options<?, ?> options) {
        options.threads(3)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(2)
                .sequentialSpecification(OneAfterAnother.class)
                .check(AtOnce.class);
    }

    /** The class under test, as the model calls it. */
    @Param(name = "thing", gen = IntGen.class, conf = "1:9")
    public static class AtOnce {
        private final Handover<Integer> handover = new Handover<>(MOST, () -> {});

        @Operation
        public Offered offer(@Param(name = "thing") int thing) {
            return handover.offer(thing);
        }

        @Operation(nonParallelGroup = "the one")
        public @Nullable Integer poll() {
            return handover.poll();
        }

        @Operation(nonParallelGroup = "the one")
        public boolean mayRest() {
            return handover.mayRest();
        }

        @Operation
        public void close() {
            handover.close();
        }

        @Operation
        public boolean isClosed() {
            return handover.isClosed();
        }
    }

    /** What it should do, said by a single thread. */
    public static class OneAfterAnother {
        private final Queue<Integer> waiting = new ArrayDeque<>();
        private boolean closed;

        public Offered offer(int thing) {
            if (closed) {
                return Offered.CLOSED;
            }
            if (waiting.size() == MOST) {
                return Offered.FULL;
            }
            waiting.add(thing);
            return Offered.TAKEN;
        }

        public @Nullable Integer poll() {
            return waiting.poll();
        }

        public boolean mayRest() {
            return waiting.isEmpty() && !closed;
        }

        public void close() {
            closed = true;
        }

        public boolean isClosed() {
            return closed;
        }
    }
}
