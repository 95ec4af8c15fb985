package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.Explanation;
import dev.dht.api.Found;
import dev.dht.api.LookupObserver;
import dev.dht.api.LookupReport;
import dev.dht.api.LookupStep;
import dev.dht.api.Pong;
import dev.dht.api.Receipt;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import dev.dht.node.Neighbours.Neighbour;
import dev.dht.wire.Message.StoreQuery;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each verb of a {@link dev.dht.api.Dht} is a call to the node, and completes with what came of it. */
class VerbsTest {
    private static final Endpoint BOUND = Endpoint.v4(0x0B000001, 1729);
    private static final Endpoint FOUND = Endpoint.v4(0x0C000001, 80);
    private static final InetSocketAddress NOBODY = Endpoint.v4(0x0A000700, 9).toSocketAddress();

    private final Neighbours all = Neighbours.of(3, 1);
    private final Neighbour other = all.all.get(0);
    private final InetSocketAddress address = other.at().toSocketAddress();
    private final Id id = all.drawId();
    private final ByHand dht = new ByHand();

    /** The verbs of a node that is driven by hand; callbacks run when they are told to. */
    private final class ByHand extends Verbs {
        final Deque<Runnable> waiting = new ArrayDeque<>();
        final List<Id> begun = new ArrayList<>();
        final List<CompletableFuture<LookupReport>> reports = new ArrayList<>();
        int calls;

        ByHand() {
            super(all.node().id());
        }

        @Override
        protected <T> CompletableFuture<T> submit(Call<T> call) {
            CompletableFuture<T> future = new CompletableFuture<>();
            calls++;
            call.on(all.node(), all.driven.now, new Reply<>() {
                @Override
                public void done(T value) {
                    future.complete(value);
                }

                @Override
                public void failed(DhtException why) {
                    future.completeExceptionally(why);
                }
            });
            all.carry();
            return future;
        }

        @Override
        protected <T> T await(CompletableFuture<T> future) {
            all.passUntil(future::isDone, Neighbours.MINUTE);
            try {
                return future.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof DhtException why ? why : e;
            }
        }

        @Override
        protected Consumer<Runnable> callbacks() {
            return waiting::add;
        }

        @Override
        protected void lookupBegun(Id wanted, CompletableFuture<LookupReport> report) {
            begun.add(wanted);
            reports.add(report);
        }

        @Override
        protected Endpoint bound() {
            return BOUND;
        }

        @Override
        public CompletableFuture<Void> ready() {
            return submit((node, now, reply) -> node.whenReady(now, () -> reply.done(null)));
        }

        @Override
        public void close() {
            all.node().close(all.driven.now);
        }

        /** Waits until nothing is pending but callbacks, and runs those. */
        <T> T come(CompletableFuture<T> future) {
            all.pass(10 * Neighbours.SECOND);
            assertThat(future).as("waits for its callback").isNotDone();
            runCallbacks();
            return future.join();
        }

        void runCallbacks() {
            for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
            }
        }
    }

    @Test
    void singleQueriesGiveWhatTheNodeAnswered() {
        assertThat(dht.ping(address).id()).isEqualTo(other.contact.id());
        Found nodes = dht.findNode(address, id);
        assertThat(nodes.contacts()).hasSize(2);
        assertThat(nodes.endpoints()).isEmpty();
        assertThat(nodes.roundTrip().toMillis()).isEqualTo(20);
        assertThat(dht.store(address, nodes.token(), id, 80).id()).isEqualTo(other.contact.id());
        assertThat(other.stored).containsKey(id);
        Found values = dht.findValue(address, id);
        assertThat(values.endpoints()).containsExactly(BOUND.withPort(80).toSocketAddress());
        assertThat(values.contacts()).isEmpty();
        assertThat(values.token()).isEqualTo(nodes.token());
        assertThat(dht.come(dht.pingAsync(address))).extracting(Pong::id).isEqualTo(other.contact.id());
    }

    @Test
    void whatIsEnteredIsTheReceiptThatTheNodeKeepsUntilItIsDeleted() {
        Receipt receipt = dht.enter(id, 80);
        assertThat(receipt.acknowledged()).isEqualTo(3);
        assertThat(dht.entry(id)).contains(receipt);
        assertThat(dht.entry(all.drawId())).isEmpty();
        Receipt second = dht.come(dht.enterAsync(Id.ZERO, 81));
        assertThat(second.port()).isEqualTo(81);
        assertThat(dht.entries()).extracting(Receipt::id).containsExactly(Id.ZERO, id);
        assertThat(dht.entries(Id.ZERO, 1)).containsExactly(second);
        assertThat(dht.entries(Id.ZERO.withFlipped(255), 5))
                .extracting(Receipt::id)
                .containsExactly(id);
        assertThat(dht.entries(Id.ZERO, 0)).isEmpty();

        assertThat(dht.delete(id)).isTrue();
        assertThat(dht.delete(id)).isFalse();
        assertThat(dht.come(dht.deleteAsync(Id.ZERO))).isTrue();
        assertThat(dht.entries()).isEmpty();
    }

    @Test
    void everyFormOfLookUpGivesTheSameEndpointsAndIsToldToTheDriver() {
        other.stores(id, FOUND);
        List<InetSocketAddress> found = new ArrayList<>();
        List<LookupStep> steps = new ArrayList<>();

        assertThat(dht.lookup(id)).containsExactly(FOUND.toSocketAddress());
        assertThat(dht.come(dht.lookupAsync(id))).containsExactly(FOUND.toSocketAddress());
        int calls = dht.calls;
        LookupReport report = dht.come(dht.lookup(id, found::add));
        assertThat(report.endpoints()).isEqualTo(found).containsExactly(FOUND.toSocketAddress());
        Explanation explained = dht.come(dht.explain(id, new LookupObserver() {
            @Override
            public void found(InetSocketAddress endpoint) {
                found.add(endpoint);
            }

            @Override
            public void step(LookupStep step) {
                steps.add(step);
            }
        }));
        assertThat(explained.report().endpoints()).containsExactly(FOUND.toSocketAddress());
        assertThat(found).hasSize(2);
        assertThat(steps).containsAll(explained.steps());

        assertThat(dht.calls).as("nothing is cancelled that has ended").isEqualTo(calls + 2);
        assertThat(dht.begun).containsExactly(id, id, id, id);
        assertThat(dht.reports).allMatch(one -> one.join().endpoints().equals(List.of(FOUND.toSocketAddress())));
    }

    @Test
    void whatIsFoundIsToldWhereCallbacksRunBeforeTheLookUpEnds() {
        other.stores(id, FOUND);
        List<InetSocketAddress> found = new ArrayList<>();
        all.all.get(1).delay = 400 * Neighbours.MILLISECOND;
        CompletableFuture<LookupReport> report = dht.lookup(id, found::add);
        all.pass(100 * Neighbours.MILLISECOND);
        assertThat(found).isEmpty();
        dht.runCallbacks();

        assertThat(found).containsExactly(FOUND.toSocketAddress());
        assertThat(report).isNotDone();
    }

    @Test
    void cancellingALookUpEndsIt() {
        all.all.forEach(Neighbour::isSilent);
        CompletableFuture<LookupReport> report = dht.lookup(id, endpoint -> {});
        CompletableFuture<Explanation> explained = dht.explain(id, new LookupObserver() {});
        assertThat(dht.info().lookupsRunning()).isEqualTo(2);

        report.cancel(false);
        explained.cancel(true);

        assertThat(dht.reports).hasSize(2).allMatch(CompletableFuture::isCompletedExceptionally);
        all.pass(Neighbours.SECOND / 10);
        assertThat(dht.info().lookupsRunning()).isZero();
        all.forget();
        all.pass(10 * Neighbours.SECOND);
        assertThat(all.asked).as("queries but those sent once more").hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void whatFailsFailsWithTheReasonItself() {
        assertThatThrownBy(() -> dht.ping(NOBODY)).isInstanceOf(DhtException.class);
        assertThat(failure(dht.pingAsync(NOBODY)).reason()).isEqualTo(Reason.NO_ANSWER);
        dht.close();
        assertThat(failure(dht.lookupAsync(id)).reason()).isEqualTo(Reason.CLOSED);
        assertThat(failure(dht.lookup(id, endpoint -> {})).reason()).isEqualTo(Reason.CLOSED);
        assertThat(failure(dht.explain(id, new LookupObserver() {})).reason()).isEqualTo(Reason.CLOSED);
        assertThat(failure(dht.enterAsync(id, 5)).reason()).isEqualTo(Reason.CLOSED);
        assertThat(failure(dht.deleteAsync(id)).reason()).isEqualTo(Reason.CLOSED);
        assertThatThrownBy(() -> dht.lookup(id)).isInstanceOf(DhtException.class);
    }

    /** What a user sees that hangs something on a future: the exception, not what futures wrap it in. */
    private DhtException failure(CompletableFuture<?> future) {
        AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
        var unused = future.whenComplete((value, why) -> seen.set(why));
        all.pass(10 * Neighbours.SECOND);
        dht.runCallbacks();
        Throwable why = seen.get();
        assertThat(why).isInstanceOf(DhtException.class);
        return why instanceof DhtException expected ? expected : new DhtException(Reason.BUSY, "none");
    }

    @Test
    void whatIsNoPortIsRefusedAtOnce() {
        for (int port : new int[] {-1, 0, 65_536}) {
            int calls = dht.calls;
            assertThatThrownBy(() -> dht.enter(id, port)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> dht.enterAsync(id, port)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> dht.store(address, new Token(1), id, port))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(dht.calls).isEqualTo(calls);
        }
        for (int port : new int[] {1, 65_535}) {
            assertThat(dht.enter(id, port).port()).isEqualTo(port);
            dht.store(address, new Token(1), Id.ZERO, port);
            assertThat(all.askedOf(other.at())).contains(new StoreQuery(1, Id.ZERO, port));
        }
    }

    @Test
    void whatCanNeverWorkIsRefusedAtOnce() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 9);
        assertThatThrownBy(() -> dht.ping(unresolved)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dht.pingAsync(unresolved)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dht.findNode(unresolved, id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dht.findValue(unresolved, id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dht.entries(id, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(dht.calls).isZero();
    }

    @Test
    void theNodeSaysWhoItIsAndWhereItIsBound() {
        assertThat(dht.nodeId()).isEqualTo(all.node().id());
        assertThat(dht.info().id()).isEqualTo(all.node().id());
        assertThat(dht.info().bound()).isEqualTo(BOUND);
        assertThat(dht.ready()).isCompleted();
    }
}
