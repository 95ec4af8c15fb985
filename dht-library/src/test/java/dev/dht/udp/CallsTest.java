package dev.dht.udp;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.node.NodeSettings;
import dev.dht.node.Scratch;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The promise: a call that a thread hands over is done once, on the loop's thread, or fails with {@link Reason#CLOSED}
 * and is not done; none stays open, whoever closes the loop, when, and how often; and a loop that sleeps is woken. The
 * loop here sleeps without end, so a wake-up that is missing shows as a deadlock. The threads' steps are ordered by the
 * model checker, another way each time.
 */
@Timeout(600)
class CallsTest {
    private static final int TRIED = Boolean.getBoolean("dht.full") ? 20_000 : 80;

    /** Handed to the calls, which leave it alone. */
    private static final Node NODE = new Node(
            NodeSettings.DEFAULT,
            Id.ZERO,
            new SplittableRandom(1),
            new SplittableRandom(2),
            (path, to, datagram) -> true,
            Scratch.upTo(2_048),
            0,
            0);

    @Test
    void everyCallIsDoneOnceOrRefusedWhoeverClosesTheLoopMeanwhile() {
        Lincheck.runConcurrentTest(TRIED, () -> {
            Loop loop = new Loop();
            Handing one = new Handing();
            Handing other = new Handing();
            Thread thread = started(loop::run);
            Thread caller = started(() -> one.to(loop.calls));
            Thread closer = started(loop.calls::close);
            other.to(loop.calls);
            loop.calls.close();
            joined(caller);
            joined(closer);
            joined(thread);
            one.assertDoneOrRefused();
            other.assertDoneOrRefused();
            Handing late = new Handing();
            late.to(loop.calls);
            late.assertRefused();
        });
    }

    @Test
    void aCallThatFaultsOrNeverAnswersDoesNotKeepTheOthers() {
        Lincheck.runConcurrentTest(TRIED, () -> {
            Loop loop = new Loop();
            Thread thread = started(loop::run);
            Handing good = new Handing();
            Thread caller = started(() -> good.to(loop.calls));
            CompletableFuture<Integer> faulty = loop.calls.submit((node, now, reply) -> {
                throw new IllegalStateException("a fault");
            });
            CompletableFuture<Integer> silent = loop.calls.submit((node, now, reply) -> {});
            joined(caller);
            loop.calls.close();
            joined(thread);
            good.assertDoneOrRefused();
            check(faulty.isCompletedExceptionally(), "who calls hears of a fault");
            check(silent.isCompletedExceptionally(), "what was not answered fails in the end");
        });
    }

    private static Thread started(Runnable run) {
        Thread thread = new Thread(run);
        thread.start();
        return thread;
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("not so: " + what);
        }
    }

    /** What is left of an event loop without a socket and deadlines. */
    private static final class Loop {
        private final Semaphore woken = new Semaphore(0);
        private final Calls calls = new Calls(woken::release, fault -> {});

        void run() {
            while (!calls.isClosed()) {
                if (calls.mayRest()) {
                    woken.acquireUninterruptibly();
                }
                calls.perform(1, NODE, () -> 0);
            }
            calls.failAll();
        }
    }

    /** A thread's call, and how often it was done. */
    private static final class Handing {
        private int times;
        private CompletableFuture<Integer> future = new CompletableFuture<>();

        void to(Calls calls) {
            future = calls.submit((node, now, reply) -> reply.done(++times));
        }

        void assertDoneOrRefused() {
            if (future.isCompletedExceptionally()) {
                assertRefused();
            } else {
                check(future.isDone() && times == 1, "a call is done once");
            }
        }

        void assertRefused() {
            check(times == 0, "what is refused is not done");
            Throwable[] why = new Throwable[1];
            var unused = future.whenComplete((value, failure) -> why[0] = failure);
            check(
                    why[0] instanceof DhtException failure && failure.reason() == Reason.CLOSED,
                    "who is refused hears that the node is closed");
        }
    }
}
