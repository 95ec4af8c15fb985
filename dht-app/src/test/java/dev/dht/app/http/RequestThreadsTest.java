package dev.dht.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dht.check.Property;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who works, who waits to, who is turned away, and who counts among none of them. */
@Timeout(60)
class RequestThreadsTest {
    private final RequestThreads threads = new RequestThreads(1, 1);
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    @AfterEach
    void closeAll() {
        threads.close();
    }

    /** A request that says when it works, and ends when it may. */
    private CountDownLatch begin(String name) {
        CountDownLatch mayEnd = new CountDownLatch(1);
        threads.execute(() -> {
            said.add(name);
            wait(mayEnd);
        });
        return mayEnd;
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitSaid(String... names) {
        await().untilAsserted(() -> assertThat(said).containsExactly(names));
    }

    @Test
    void oneWorksAndOneWaitsAndWhoComesThenIsTurnedAwayUntilOneHasEnded() {
        CountDownLatch first = begin("first");
        awaitSaid("first");
        CountDownLatch second = begin("second");

        assertThatThrownBy(() -> begin("third")).isInstanceOf(RejectedExecutionException.class);
        assertThat(said).containsExactly("first");
        first.countDown();
        awaitSaid("first", "second");

        second.countDown();
        await().ignoreException(RejectedExecutionException.class).until(() -> {
            begin("fourth");
            return true;
        });
        awaitSaid("first", "second", "fourth");
    }

    @Test
    void whileOneIsAwayAnotherWorksAndItGoesOnWhenThatHasEnded() {
        CountDownLatch isBack = new CountDownLatch(1);
        threads.execute(() -> {
            away(() -> {
                said.add("away");
                isBack.await();
                return true;
            });
            said.add("went on");
        });
        awaitSaid("away");
        CountDownLatch second = begin("second");
        awaitSaid("away", "second");
        CountDownLatch third = begin("third");

        // Two are there already, it itself not counted.
        assertThatThrownBy(() -> begin("fourth")).isInstanceOf(RejectedExecutionException.class);
        isBack.countDown();
        second.countDown();
        third.countDown();

        await().untilAsserted(() -> assertThat(said).hasSize(4));
        assertThat(said).containsExactlyInAnyOrder("away", "second", "third", "went on");
    }

    @Test
    void whatIsDoneAwayGivesItsValueOrItsException() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        threads.execute(() -> {
            said.add(away(() -> "value"));
            said.add(away(() -> {
                throw new IOException("gone");
            }));
            ended.countDown();
        });

        ended.await();
        assertThat(said).containsExactly("value", "java.io.IOException: gone");
    }

    @Test
    void whoWaitsForTheNetworkIsInterruptedWhenItIsClosed() {
        threads.execute(() -> {
            said.add("away");
            said.add(away(() -> {
                new CountDownLatch(1).await();
                return "never";
            }));
        });
        awaitSaid("away");

        threads.close();

        awaitSaid("away", "java.lang.InterruptedException");
        assertThatThrownBy(() -> begin("late")).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void neverMoreWorkThanMayAndAllThatWereTakenEndWhateverTheyDo() {
        Property.check(choices -> {
            int working = choices.between(1, 3);
            int requests = choices.between(1, 30);
            List<Boolean> goAway = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                goAway.add(choices.oneIn(2));
            }
            AtomicInteger at = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            CountDownLatch ended = new CountDownLatch(requests);
            try (RequestThreads some = new RequestThreads(working, requests)) {
                for (boolean goes : goAway) {
                    some.execute(() -> {
                        most.accumulateAndGet(at.incrementAndGet(), Math::max);
                        if (goes) {
                            at.decrementAndGet();
                            away(some, () -> "");
                            most.accumulateAndGet(at.incrementAndGet(), Math::max);
                        }
                        at.decrementAndGet();
                        ended.countDown();
                    });
                }
                wait(ended);
            }
            assertThat(most.get()).isBetween(1, working);
        });
    }

    private String away(Callable<?> waiting) {
        return away(threads, waiting);
    }

    private static String away(RequestThreads threads, Callable<?> waiting) {
        try {
            return String.valueOf(threads.away(waiting));
        } catch (Exception e) {
            return e.toString();
        }
    }
}
