package dev.dht.udp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.node.NodeSettings;
import dev.dht.node.Scratch;
import dev.dht.routing.Liveness;
import dev.dht.wire.Message;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node with 200 contacts and nothing to do, for a day of a clock that stands still but while the loop sleeps. */
@Timeout(60)
class RestTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 86_400 * SECOND;
    private static final int BUCKETS = 25;
    private static final int CONTACTS = 8 * BUCKETS;
    /** A bucket's time to be refreshed moves on whenever a contact answers; that it did is found when it has come. */
    private static final int REFRESHES_A_DAY = (int) (DAY / Liveness.REFRESH_AFTER);

    private final AtomicLong time = new AtomicLong();
    private final LoopClock clock = new LoopClock(time::get, () -> time.get() / 1_000_000, () -> time.get());
    private final Neighbours neighbours = new Neighbours();
    private final Node node = new Node(
            NodeSettings.DEFAULT,
            Id.random(new SplittableRandom(3)),
            new SplittableRandom(1),
            new SplittableRandom(2),
            (path, to, datagram) -> neighbours.send(to, datagram),
            Scratch.upTo(2_048),
            clock.now(),
            clock.wallMillis());

    @Test
    void itWakesUpForQueriesAndAnswersAndSeldomInVain() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < CONTACTS; i++) {
            Endpoint endpoint = Endpoint.v4(0x0B000000 + i, 1729);
            neighbours.contacts.put(endpoint, new Contact(node.id().randomSibling(i / 8, random), endpoint));
        }
        node.settle(
                clock.now(), List.of(), neighbours.contacts.values().stream().toList(), contact -> SECOND / 50);
        EventLoop loop = new EventLoop(neighbours, clock, node, "loop", now -> {});

        loop.start();
        neighbours.dayIsOver.await();
        loop.close();

        assertThat(neighbours.sent).as("datagrams of a day").isGreaterThan(CONTACTS * 60);
        assertThat(neighbours.withoutCause)
                .as("wake-ups after which nothing was sent, and before which nothing came, of %d", neighbours.wakeups)
                .isLessThan(2 * BUCKETS * REFRESHES_A_DAY);
        assertThat(neighbours.wakeups - neighbours.withoutCause)
                .as("wake-ups with a cause: an answer each, and a deadline for each query at most")
                .isLessThan(2 * neighbours.sent + 200);
    }

    /** Answers each query 20 milliseconds later. */
    private final class Neighbours implements Transport {
        private final Map<Endpoint, Contact> contacts = new HashMap<>();
        private final Deque<Runnable> answers = new ArrayDeque<>();
        private final CountDownLatch dayIsOver = new CountDownLatch(1);
        private int sent;
        private int wakeups;
        private int withoutCause;
        private int sentBefore = -1;
        private Receiver receiver = (from, datagram) -> {};

        @Override
        public Endpoint bound() {
            return Endpoint.v4(0x0A000001, 1729);
        }

        @Override
        public boolean send(Endpoint to, ByteBuffer datagram) {
            sent++;
            byte[] bytes = new byte[datagram.remaining()];
            datagram.get(bytes);
            Message.Envelope query = Message.decode(bytes).orElseThrow();
            byte[] answer = answer(query.message())
                    .encode(query.transaction(), contacts.get(to).id());
            answers.add(() -> receiver.received(to, ByteBuffer.wrap(answer)));
            return true;
        }

        private Message answer(Message query) {
            return query instanceof Message.FindNodeQuery find
                    ? new Message.NodesResponse(
                            1,
                            contacts.values().stream()
                                    .sorted((x, y) -> find.target().compareDistance(x.id(), y.id()))
                                    .limit(8)
                                    .toList())
                    : new Message.PingResponse();
        }

        @Override
        public void poll(long nanoseconds, Receiver to) {
            receiver = to;
            if (clock.now() >= DAY) {
                dayIsOver.countDown();
                return;
            }
            if (nanoseconds > 0) {
                wakeups++;
                withoutCause += sent == sentBefore ? 1 : 0;
            }
            sentBefore = sent;
            if (answers.isEmpty()) {
                time.addAndGet(nanoseconds);
                return;
            }
            time.addAndGet(SECOND / 50);
            sentBefore = -1;
            IntStream.range(0, answers.size()).forEach(i -> answers.remove().run());
        }

        @Override
        public void wakeup() {}

        @Override
        public void close() {}
    }
}
