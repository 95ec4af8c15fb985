package dev.dht.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallbacksTest {
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void whatTheExecutorDoesNotTakeRunsWhereItComesFrom() {
        Callbacks callbacks = new Callbacks(task -> {
            throw new RejectedExecutionException("shut down");
        });
        callbacks.run(() -> {
            callbacks.run(() -> ran.add(2));
            ran.add(1);
        });
        callbacks.run(() -> ran.add(3));
        assertThat(ran).containsExactly(1, 2, 3);
    }

    @Test
    void afterAnErrorTheNextRun() {
        Callbacks callbacks = new Callbacks(Runnable::run);
        callbacks.run(() -> {
            throw new AssertionError("a fault of the user's");
        });
        callbacks.run(() -> ran.add(1));
        assertThat(ran).containsExactly(1);
    }

    @Test
    void asManyAsThereAreThreadsMayBlockAndTheRestWaits() throws InterruptedException {
        CallbackThreads threads = new CallbackThreads();
        CountDownLatch blocked = new CountDownLatch(CallbackThreads.MOST);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(2 * CallbackThreads.MOST);
        for (int i = 0; i < 2 * CallbackThreads.MOST; i++) {
            threads.execute(() -> {
                blocked.countDown();
                await(released);
                done.countDown();
            });
        }
        blocked.await();
        assertThat(threads.getPoolSize()).isEqualTo(CallbackThreads.MOST);
        assertThat(threads.getQueue()).hasSize(CallbackThreads.MOST);
        released.countDown();
        done.await();

        threads.shutdown();
        assertThatThrownBy(() -> threads.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void aThreadWithoutWorkIsUsedAgain() throws InterruptedException {
        CallbackThreads threads = new CallbackThreads();
        for (int i = 0; i < 1_000; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            threads.execute(ran::countDown);
            ran.await();
        }
        assertThat(threads.getLargestPoolSize()).isLessThan(50);
        threads.shutdown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
