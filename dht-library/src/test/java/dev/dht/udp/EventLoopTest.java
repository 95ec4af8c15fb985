package dev.dht.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dht.api.DhtException;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.node.NodeSettings;
import dev.dht.node.Scratch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLoopTest {
    private final FailingTransport transport = new FailingTransport();
    private final LoopClock clock = new LoopClock();
    private final Node node = new Node(
            NodeSettings.DEFAULT,
            Id.ZERO,
            new SplittableRandom(1),
            new SplittableRandom(2),
            (path, to, datagram) -> true,
            Scratch.upTo(2_048),
            clock.now(),
            clock.wallMillis());
    private final EventLoop loop = new EventLoop(transport, clock, node, "loop", time -> {}, 1_000);

    @Test
    void aSocketThatFailsForAWhileIsTriedAgain() {
        transport.failures.set(EventLoop.FAILURES - 1);
        loop.start();
        await().until(() -> transport.failures.get() <= 0);
        assertThat(loop.<Boolean>submit((it, now, reply) -> reply.done(true)).join())
                .isTrue();
        loop.close();
        assertThat(loop.ended()).isDone();
    }

    @Test
    void aSocketThatFailsOnEndEndsTheNode() {
        var pending = loop.<Boolean>submit((it, now, reply) -> transport.failures.set(Integer.MAX_VALUE));
        loop.start();
        loop.ended().join();
        assertClosed(pending);
        assertClosed(loop.<Boolean>submit((it, now, reply) -> reply.done(true)));
        loop.close();
    }

    @Test
    void anErrorEndsTheNodeAndWhatIsPendingFails() {
        var before = loop.<Boolean>submit((it, now, reply) -> {});
        var faulty = loop.<Boolean>submit((it, now, reply) -> {
            throw new AssertionError("a fault");
        });
        var after = loop.<Boolean>submit((it, now, reply) -> reply.done(true));
        loop.start();
        loop.ended().join();
        assertClosed(before);
        assertClosed(faulty);
        assertClosed(after);
    }

    @Test
    void whatIsRefusedDoesNotCountAsWaiting() {
        loop.start();
        loop.close();
        List<CompletableFuture<Boolean>> refused = new ArrayList<>();
        for (int i = 0; i < Calls.MOST + 10; i++) {
            refused.add(loop.submit((it, now, reply) -> reply.done(true)));
        }
        refused.forEach(EventLoopTest::assertClosed);
        assertThat(loop.refusedCalls()).isZero();
    }

    private static void assertClosed(CompletableFuture<?> future) {
        assertThatThrownBy(future::join)
                .cause()
                .isInstanceOfSatisfying(
                        DhtException.class, e -> assertThat(e.reason()).isEqualTo(DhtException.Reason.CLOSED));
    }

    /** Nothing comes, and as often as told the socket fails. */
    private static final class FailingTransport implements Transport {
        private final AtomicInteger failures = new AtomicInteger();
        private final Semaphore woken = new Semaphore(0);

        @Override
        public Endpoint bound() {
            return Endpoint.v4(0x7F000001, 1);
        }

        @Override
        public boolean send(Endpoint to, ByteBuffer datagram) {
            return true;
        }

        @Override
        public void poll(long nanoseconds, Receiver receiver) throws IOException {
            if (failures.getAndDecrement() > 0) {
                throw new IOException("the network is down");
            }
            try {
                if (woken.tryAcquire(nanoseconds, TimeUnit.NANOSECONDS)) {
                    woken.drainPermits();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void wakeup() {
            woken.release();
        }

        @Override
        public void close() {}
    }
}
