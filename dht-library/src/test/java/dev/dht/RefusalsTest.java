package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.id.Id;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program asks too much of its own node is counted. */
@Timeout(120)
class RefusalsTest {
    /** As many calls may wait for the node. */
    private static final int MOST = 65_536;

    @Test
    void callsBeyondTheMostThatMayWaitAreCounted() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (DhtNode node = DhtNode.builder()
                .bind(InetAddress.getLoopbackAddress())
                .port(0)
                // Callbacks on the node's own thread, which nobody should have, so that the first can hold it up.
                .callbacks(callback -> {
                    if (blocked.getCount() > 0) {
                        blocked.countDown();
                        awaitQuietly(goOn);
                    }
                    callback.run();
                })
                .start()) {
            assertThat(node.refusals()).isEqualTo(Map.of("bound_calls_waiting", 0L));
            CompletableFuture<Boolean> first = node.deleteAsync(Id.ZERO);
            assertThat(blocked.await(60, TimeUnit.SECONDS)).isTrue();
            List<CompletableFuture<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < MOST + 3; i++) {
                calls.add(node.deleteAsync(Id.ZERO));
            }

            assertThat(node.refusals()).isEqualTo(Map.of("bound_calls_waiting", 3L));
            goOn.countDown();
            assertThat(first.join()).isFalse();
            assertThat(calls.get(MOST - 1).join()).isFalse();
            assertThatThrownBy(calls.get(MOST)::join).hasMessageContaining("65536 calls wait for the node already");
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void whereThereIsAStateDirectoryItsChangesHaveABoundToo(@TempDir Path state) {
        try (DhtNode node = DhtNode.builder()
                .bind(InetAddress.getLoopbackAddress())
                .port(0)
                .stateDirectory(state)
                .start()) {
            assertThat(node.refusals()).containsOnlyKeys("bound_calls_waiting", "bound_disk_changes_waiting");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
