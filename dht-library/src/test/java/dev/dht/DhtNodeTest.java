package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.Found;
import dev.dht.api.LookupReport;
import dev.dht.api.Pong;
import dev.dht.id.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DhtNodeTest {
    private static final Id ID = Id.sha256("an id".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path directory;

    private static void fails(Reason reason, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DhtException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(words);
    }

    // Verbs

    @Test
    void theVerbsBelowAreSingleQueries() {
        try (Swarm swarm = new Swarm(2)) {
            InetSocketAddress other = swarm.get(0).address();
            Pong pong = swarm.get(1).ping(other);
            assertThat(pong.id()).isEqualTo(swarm.get(0).nodeId());
            Found nodes = swarm.get(1).findNode(other, ID);
            assertThat(nodes.contacts()).isEmpty();
            swarm.get(1).store(other, nodes.token(), ID, 5);
            Found found = swarm.get(1).findValue(other, ID);
            assertThat(found.endpoints()).containsExactly(new InetSocketAddress("127.0.0.1", 5));
            assertThat(found.contacts()).isEmpty();
        }
    }

    @Test
    void nobodyThereIsNoAnswer() throws IOException {
        try (DhtNode node = Swarm.builder(null).start();
                DatagramChannel silent = DatagramChannel.open()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress nobody = (InetSocketAddress) silent.getLocalAddress();
            fails(Reason.NO_ANSWER, "did not answer", () -> node.ping(nobody));
            assertThatThrownBy(() -> Swarm.now(node.pingAsync(nobody))).isInstanceOf(DhtException.class);
        }
    }

    @Test
    void argumentsThatCannotWorkAreRefusedAtOnce() {
        try (DhtNode node = Swarm.builder(null).start()) {
            assertThatThrownBy(() -> node.enter(ID, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> node.enterAsync(ID, 65_536)).isInstanceOf(IllegalArgumentException.class);
            InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
            assertThatThrownBy(() -> node.ping(unresolved)).hasMessageContaining("not resolved");
        }
    }

    @Test
    void aLookupStreamsWhatItFinds() {
        try (Swarm swarm = new Swarm(4)) {
            swarm.get(0).enter(ID, 1);
            swarm.get(1).enter(ID, 2);
            List<InetSocketAddress> found = Collections.synchronizedList(new ArrayList<>());
            LookupReport report = Swarm.now(swarm.get(3).lookup(ID, found::add));
            assertThat(found).containsExactlyInAnyOrderElementsOf(report.endpoints());
            assertThat(report.endpoints()).hasSize(2);
            assertThat(report.queries()).isPositive();
            assertThat(report.closest()).hasSize(3);
        }
    }

    @Test
    void aCancelledLookupEnds() throws IOException {
        try (DatagramChannel silent = DatagramChannel.open()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (Swarm swarm = new Swarm(2)) {
                CompletableFuture<LookupReport> lookup = swarm.get(0).lookup(ID, found -> {});
                lookup.cancel(true);
                await().atMost(Swarm.PATIENCE).until(() -> swarm.get(0).info().lookupsRunning() == 0);
            }
        }
    }

    // Callbacks

    @Test
    void aCallbackMayBlockAndMayCallTheNode() {
        try (Swarm swarm = new Swarm(2)) {
            CompletableFuture<Void> blocked = swarm.get(0)
                    .pingAsync(swarm.get(1).address())
                    .thenAccept(pong ->
                            Swarm.now(new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.SECONDS)));
            CompletableFuture<Pong> within = swarm.get(0)
                    .pingAsync(swarm.get(1).address())
                    .thenApply(pong -> swarm.get(0).ping(swarm.get(1).address()));
            assertThat(Swarm.now(within).id()).isEqualTo(swarm.get(1).nodeId());
            assertThat(swarm.get(1).ping(swarm.get(0).address())).isNotNull();
            Swarm.now(blocked);
        }
    }

    @Test
    void manyCallbacksMayWaitForTheNodeAtATime() {
        try (Swarm swarm = new Swarm(2)) {
            swarm.get(0).enter(ID, 8080);
            List<CompletableFuture<LookupReport>> all = new ArrayList<>();
            CountDownLatch together = new CountDownLatch(100);
            CountDownLatch waited = new CountDownLatch(100);
            for (int i = 0; i < 100; i++) {
                // What is found is always told on the node's own threads, never on this one.
                all.add(swarm.get(0).lookup(ID, found -> {
                    together.countDown();
                    awaitZero(together);
                    assertThat(swarm.get(0).lookup(ID)).hasSize(1);
                    waited.countDown();
                }));
            }
            all.forEach(report -> assertThat(Swarm.now(report).endpoints()).hasSize(1));
            awaitZero(waited);
        }
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            assertThat(latch.await(Swarm.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aCallbackMayThrow() {
        try (Swarm swarm = new Swarm(2)) {
            swarm.get(0).enter(ID, 1);
            CompletableFuture<LookupReport> report = swarm.get(0).lookup(ID, found -> {
                throw new IllegalStateException("a fault of the user's");
            });
            assertThat(Swarm.now(report).endpoints()).hasSize(1);
            assertThat(swarm.get(0).ping(swarm.get(1).address())).isNotNull();
        }
    }

    // The end

    @Test
    void closingEndsWhatIsPendingAndMayBeDoneAgain() throws IOException {
        try (DatagramChannel silent = DatagramChannel.open()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            DhtNode node = Swarm.builder(null).start();
            CompletableFuture<Pong> pending = node.pingAsync((InetSocketAddress) silent.getLocalAddress());
            node.close();
            node.close();
            fails(Reason.CLOSED, "closed", () -> Swarm.now(pending));
            fails(Reason.CLOSED, "closed", () -> node.lookup(ID));
            fails(Reason.CLOSED, "closed", node::info);
        }
    }

    @Test
    void closingFromACallbackEndsIt() {
        Swarm swarm = new Swarm(2);
        Swarm.now(swarm.get(0).pingAsync(swarm.get(1).address()).thenAccept(pong -> swarm.close()));
        fails(Reason.CLOSED, "closed", swarm.get(0)::info);
    }

    @Test
    void aNodeWithNobodyToAskIsReadyAndOneWithASilentBootstrapIsNot() throws IOException {
        try (DatagramChannel silent = DatagramChannel.open();
                DhtNode alone = Swarm.builder(null).start()) {
            Swarm.now(alone.ready());
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) silent.getLocalAddress()).getPort();
            DhtNode waiting = Swarm.builder(null).bootstrap("127.0.0.1:" + port).start();
            await().atMost(Swarm.PATIENCE).until(() -> waiting.info().counters().get("bootstraps") >= 2);
            CompletableFuture<Void> ready = waiting.ready();
            assertThat(ready).isNotDone();
            waiting.close();
            fails(Reason.CLOSED, "closed", () -> Swarm.now(ready));
        }
    }

    @Test
    void aBootstrapThatComesLaterIsFound() throws IOException {
        int port;
        try (DhtNode first = Swarm.builder(null).start()) {
            port = first.address().getPort();
        }
        try (DhtNode waiting =
                Swarm.builder(null).bootstrap("localhost:" + port).start()) {
            await().atMost(Swarm.PATIENCE).until(() -> waiting.info().counters().get("bootstraps") >= 1);
            try (DhtNode late = Swarm.builder(null).port(port).start()) {
                Swarm.now(waiting.ready());
                assertThat(waiting.lookup(ID)).isEmpty();
                assertThat(late.info().alone()).isFalse();
            }
        }
    }

    @Test
    void afterTheEndEveryFutureCompletes() {
        DhtNode node = Swarm.builder(directory).start();
        CompletableFuture<Void> ended = node.ended();
        assertThat(ended).isNotDone();
        node.close();
        Swarm.now(ended);
        Swarm.now(node.ended());
        Swarm.now(node.ready().handle((value, failure) -> true));
        fails(Reason.CLOSED, "closed", () -> Swarm.now(node.pingAsync(node.address())));
        fails(Reason.CLOSED, "closed", () -> Swarm.now(node.enterAsync(ID, 1)));
        fails(Reason.CLOSED, "closed", () -> Swarm.now(node.deleteAsync(ID)));
        fails(Reason.CLOSED, "closed", () -> Swarm.now(node.lookup(ID, found -> {})));
    }

    @Test
    void aSecondCloseReturnsAfterTheFirst() throws Exception {
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (DatagramChannel silent = DatagramChannel.open()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            DhtNode node = Swarm.builder(directory)
                    .bootstrap("127.0.0.1:" + ((InetSocketAddress) silent.getLocalAddress()).getPort())
                    .callbacks(Runnable::run)
                    .start();
            var unused = node.ready().whenComplete((value, failure) -> {
                within.countDown();
                awaitZero(released);
            });
            Thread first = new Thread(node::close);
            first.start();
            within.await();
            Thread second = new Thread(node::close);
            second.start();
            await().atMost(Swarm.PATIENCE).until(() -> second.getState() == Thread.State.WAITING || !second.isAlive());
            assertThat(second.isAlive()).isTrue();
            released.countDown();
            second.join();
            Swarm.builder(directory).start().close();
            first.join();
        }
    }

    @Test
    void aClientAnswersNobody() {
        try (Swarm swarm = new Swarm(2);
                DhtNode client = Swarm.builder(null)
                        .clientOnly()
                        .bootstrap(Swarm.address(swarm.get(0)))
                        .start()) {
            Swarm.now(client.ready());
            swarm.get(0).enter(ID, 1);
            assertThat(client.lookup(ID)).hasSize(1);
            fails(Reason.NO_ANSWER, "did not answer", () -> swarm.get(1).ping(client.address()));
            assertThat(swarm.get(0).info().table().contacts()).isEqualTo(1);
        }
    }

    // A restart

    @Test
    void idPortContactsAndEntriesSurviveARestart() {
        try (Swarm swarm = new Swarm(3)) {
            Id id;
            int port;
            try (DhtNode node = Swarm.builder(directory)
                    .bootstrap(Swarm.address(swarm.get(0)))
                    .start()) {
                Swarm.now(node.ready());
                node.enter(ID, 8080);
                node.enter(Id.ZERO, 1);
                node.delete(Id.ZERO);
                id = node.nodeId();
                port = node.address().getPort();
            }
            try (DhtNode again = Swarm.builder(directory).start()) {
                assertThat(again.nodeId()).isEqualTo(id);
                assertThat(again.address().getPort()).isEqualTo(port);
                Swarm.now(again.ready());
                assertThat(again.info().alone()).isFalse();
                await().atMost(Swarm.PATIENCE)
                        .until(() -> again.entry(ID).orElseThrow().verified() == 3);
                assertThat(again.entries()).hasSize(1);
            }
        }
    }

    @Test
    void whoNamesNoPortGetsTheOneOfBeforeAndTheIdWithIt() {
        Id id;
        int port;
        try (DhtNode node = Swarm.builder(directory).start()) {
            id = node.nodeId();
            port = node.address().getPort();
        }
        DhtNodeBuilder unnamed =
                DhtNode.builder().bind(InetAddress.getLoopbackAddress()).stateDirectory(directory);
        try (DhtNode again = unnamed.start()) {
            assertThat(again.address().getPort()).isEqualTo(port);
            assertThat(again.nodeId()).isEqualTo(id);
        }
        try (DhtNode occupant = Swarm.builder(null).port(port).start()) {
            assertThat(occupant.address().getPort()).isEqualTo(port);
            fails(Reason.CANNOT_START, "UDP port " + port + " of 127.0.0.1 is in use", unnamed::start);
        }
    }

    @Test
    void onAnotherPortItDrawsAnotherId() {
        Id id;
        int port;
        try (DhtNode node = Swarm.builder(directory).start()) {
            id = node.nodeId();
            port = node.address().getPort();
            node.enter(ID, 8080);
        }
        try (DhtNode occupant = Swarm.builder(null).port(port).start();
                DhtNode moved = Swarm.builder(directory).start()) {
            assertThat(moved.address().getPort())
                    .isNotEqualTo(occupant.address().getPort());
            assertThat(moved.nodeId()).isNotEqualTo(id);
            assertThat(moved.entry(ID)).isPresent();
        }
    }
}
