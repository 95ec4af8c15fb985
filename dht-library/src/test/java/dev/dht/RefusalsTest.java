package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.udp.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program asks too much of its own node is counted. */
@Timeout(120)
class RefusalsTest {
    /** As many calls may wait for the node. */
    private static final int MOST = 65_536;

    @Test
    void callsBeyondTheMostThatMayWaitAreCounted() {
        CountDownLatch goOn = new CountDownLatch(1);
        try (DhtNode node = DhtNode.builder()
                .bind(InetAddress.getLoopbackAddress())
                .port(0)
                .behind(transport -> new HeldUp(transport, goOn))
                .start()) {
            List<CompletableFuture<Boolean>> calls = new ArrayList<>();
            try {
                assertThat(node.refusals()).isEqualTo(Map.of("bound_calls_waiting", 0L));
                for (int i = 0; i < MOST + 3; i++) {
                    calls.add(node.deleteAsync(Id.ZERO));
                }

                assertThat(node.refusals()).isEqualTo(Map.of("bound_calls_waiting", 3L));
            } finally {
                goOn.countDown();
            }
            assertThat(calls.get(MOST - 1).join()).isFalse();
            assertThatThrownBy(calls.get(MOST)::join).hasMessageContaining("65536 calls wait for the node already");
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

    /** A socket that gives its node no turn until it is let go: what is handed over meanwhile waits. */
    private record HeldUp(Transport socket, CountDownLatch goOn) implements Transport {
        @Override
        public Endpoint bound() {
            return socket.bound();
        }

        @Override
        public boolean send(Endpoint to, ByteBuffer datagram) {
            return socket.send(to, datagram);
        }

        @Override
        public void poll(long nanoseconds, Receiver receiver) throws IOException {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            socket.poll(nanoseconds, receiver);
        }

        @Override
        public void wakeup() {
            socket.wakeup();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
