package dev.dht.node;

import static dev.dht.virtual.VirtualNetwork.MILLISECOND;
import static dev.dht.virtual.VirtualNetwork.MINUTE;
import static dev.dht.virtual.VirtualNetwork.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.Found;
import dev.dht.api.LookupReport;
import dev.dht.api.Pong;
import dev.dht.api.Receipt;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import dev.dht.virtual.Outcome;
import dev.dht.virtual.VirtualNetwork;
import dev.dht.virtual.VirtualNetwork.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** When verbs complete: at the end of the call that decided it, in order, once each. */
class CompletionsTest {
    private final List<String> told = new ArrayList<>();

    /** Notes what it is told, then does something. */
    private <T> Reply<T> noting(String name, Runnable then) {
        return new Reply<>() {
            @Override
            public void done(T value) {
                told.add(name);
                then.run();
            }

            @Override
            public void failed(DhtException why) {
                told.add(name + " " + why.reason());
                then.run();
            }
        };
    }

    private <T> Reply<T> noting(String name) {
        return noting(name, () -> {});
    }

    @Test
    void aCompletionIsDeliveredBeforeTheCallThatCausedItReturns() {
        VirtualNetwork net = new VirtualNetwork(1);
        Host host = net.add(0x0B000001, 1, Id.random(net.random()));
        host.node.enter(0, Id.ZERO, 5, noting("entered"));
        host.node.lookup(0, Id.ZERO, e -> told.add("found " + e), noting("looked up"));
        host.node.delete(0, Id.ZERO, noting("deleted"));

        assertThat(told).containsExactly("entered", "found 11.0.0.1:5", "looked up", "deleted");
    }

    @Test
    void aVerbCalledFromWithinACompletionIsQueuedBehindIt() {
        VirtualNetwork net = new VirtualNetwork(1);
        Node node = net.add(0x0B000001, 1, Id.random(net.random())).node;
        node.enter(0, Id.ZERO, 5, noting("entered", () -> {
            node.lookup(
                    0,
                    Id.ZERO,
                    e -> {
                        told.add("found");
                        node.delete(0, Id.ZERO, noting("deleted"));
                        told.add("after delete");
                    },
                    noting("looked up", () -> node.lookup(0, Id.ZERO, e -> {}, noting("looked up again"))));
            told.add("after lookup");
        }));

        assertThat(told)
                .containsExactly(
                        "entered", "after lookup", "found", "after delete", "looked up", "deleted", "looked up again");
    }

    @Test
    void aCompletionThatThrowsHoldsNobodyUp() {
        VirtualNetwork net = new VirtualNetwork(1);
        Node node = net.add(0x0B000001, 1, Id.random(net.random())).node;
        IllegalStateException thrown = new IllegalStateException("a driver's fault");
        try {
            node.delete(0, Id.ZERO, noting("thrower", () -> {
                node.delete(0, Id.ZERO, noting("behind it"));
                throw thrown;
            }));
        } catch (IllegalStateException e) {
            assertThat(e).isSameAs(thrown);
        }
        node.advance(1);
        node.delete(2, Id.ZERO, noting("next"));

        assertThat(told).containsExactly("thrower", "behind it", "next");
    }

    @Test
    void closingFailsAllThatIsPendingAndAllThatComesAfter() {
        SmallNetwork small = SmallNetwork.of(3, 7);
        Host host = small.host(0);
        Node node = host.node;
        long now = small.net.now();
        Endpoint nobody = Endpoint.v4(0x0E000001, 9);
        node.ping(now, nobody, noting("ping"));
        node.findNode(now, nobody, Id.ZERO, noting("findNode"));
        node.findValue(now, nobody, Id.ZERO, noting("findValue"));
        node.store(now, nobody, new Token(1), Id.ZERO, 5, noting("store"));
        node.lookup(now, Id.ZERO, e -> {}, noting("lookup"));
        node.enter(now, Id.ZERO, 5, noting("enter"));
        assertThat(told).isEmpty();

        node.close(now);

        assertThat(told)
                .containsExactlyInAnyOrder(
                        "ping CLOSED",
                        "findNode CLOSED",
                        "findValue CLOSED",
                        "store CLOSED",
                        "lookup CLOSED",
                        "enter CLOSED");
        told.clear();
        node.ping(now, nobody, noting("ping"));
        node.lookup(now, Id.ZERO, e -> {}, noting("lookup"));
        node.enter(now, Id.ZERO, 5, noting("enter"));
        node.delete(now, Id.ZERO, noting("delete"));
        node.close(now);
        assertThat(told).containsExactly("ping CLOSED", "lookup CLOSED", "enter CLOSED", "delete CLOSED");
        long datagrams = small.net.datagrams();
        small.hosts.forEach(h -> {
            if (h != host) {
                h.kill();
            }
        });
        small.net.run(30 * MINUTE);
        assertThat(small.net.datagrams()).isEqualTo(datagrams);
        assertThat(node.info(small.net.now(), null).queriesInFlight()).isZero();
    }

    @Test
    void whatWasCancelledOrClosedIsToldOnce() {
        SmallNetwork small = SmallNetwork.of(3, 8);
        Node node = small.host(0).node;
        long now = small.net.now();
        Outcome<LookupReport> cancelled = new Outcome<>();
        Cancel cancel = node.lookup(now, Id.ZERO, e -> {}, cancelled);
        cancel.cancel(now);
        cancel.cancel(now);
        assertThat(Objects.requireNonNull(cancelled.failure).reason()).isEqualTo(Reason.CANCELLED);
        small.net.run(3 * SECOND);
        node.close(small.net.now());
        assertThat(cancelled.times).isEqualTo(1);

        Outcome<LookupReport> late = new Outcome<>();
        Cancel after = node.lookup(small.net.now(), Id.ZERO, e -> {}, late);
        after.cancel(small.net.now());
        assertThat(Objects.requireNonNull(late.failure).reason()).isEqualTo(Reason.CLOSED);
        assertThat(late.times).isEqualTo(1);
    }

    @Test
    void aLookupTellsHowLongItTookFromTheCallOn() {
        SmallNetwork small = SmallNetwork.of(3, 9);
        small.net.run(47 * SECOND);
        LookupReport report = small.report(small.host(1), Id.ZERO);
        assertThat(report.elapsed().toMillis()).isBetween(40L, 2_000L);
    }

    @Test
    void deletingWhatIsBeingEnteredTellsTheOneThatEntersIt() {
        SmallNetwork small = SmallNetwork.of(3, 10);
        Node node = small.host(0).node;
        Outcome<Receipt> entered = new Outcome<>();
        Outcome<Receipt> again = new Outcome<>();
        small.host(0).run(() -> node.enter(small.net.now(), Id.ZERO, 5, entered));
        small.host(0).run(() -> node.enter(small.net.now(), Id.ZERO, 6, again));
        assertThat(Objects.requireNonNull(entered.failure).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(again.isOver()).isFalse();
        small.net.run(5 * SECOND);
        assertThat(again.get().port()).isEqualTo(6);
        assertThat(again.get().acknowledged()).isEqualTo(2);
        assertThat(small.lookup(small.host(2), Id.ZERO)).contains("11.0.0.1:6");
    }

    @Test
    void singleQueriesTellWhatTheNodeSaid() {
        SmallNetwork small = SmallNetwork.of(3, 11);
        Host one = small.host(0);
        Host other = small.host(1);
        Outcome<Pong> pong = new Outcome<>();
        Outcome<Found> nodes = new Outcome<>();
        one.run(() -> one.node.ping(small.net.now(), other.endpoint, pong));
        one.run(() -> one.node.findNode(small.net.now(), other.endpoint, Id.ZERO, nodes));
        small.net.run(SECOND);
        assertThat(pong.get().id()).isEqualTo(other.node.id());
        assertThat(pong.get().roundTrip().toNanos()).isBetween(40 * MILLISECOND, 240 * MILLISECOND);
        assertThat(nodes.get().contacts())
                .extracting(c -> c.id())
                .containsExactly(small.host(2).node.id());

        Outcome<Pong> stored = new Outcome<>();
        Outcome<Found> values = new Outcome<>();
        one.run(() ->
                one.node.store(small.net.now(), other.endpoint, nodes.get().token(), Id.ZERO, 77, stored));
        small.net.run(SECOND);
        one.run(() -> one.node.findValue(small.net.now(), other.endpoint, Id.ZERO, values));
        small.net.run(SECOND);
        assertThat(stored.get().id()).isEqualTo(other.node.id());
        assertThat(values.get().endpoints())
                .containsExactly(one.endpoint.withPort(77).toSocketAddress());

        Outcome<Pong> silent = new Outcome<>();
        Outcome<Pong> impossible = new Outcome<>();
        one.run(() -> one.node.ping(small.net.now(), Endpoint.v4(0x0E000001, 9), silent));
        one.run(() -> one.node.ping(small.net.now(), Endpoint.v4(0x0E000001, 0), impossible));
        assertThat(Objects.requireNonNull(impossible.failure).reason()).isEqualTo(Reason.NO_ANSWER);
        assertThat(small.net.runUntil(silent::isOver, 2 * SECOND)).isTrue();
        assertThat(Objects.requireNonNull(silent.failure).reason()).isEqualTo(Reason.NO_ANSWER);
    }

    @Test
    void readyIsToldWhenAGoodContactIsKnownAndAtOnceAfterThat() {
        SmallNetwork small = SmallNetwork.of(1, 12);
        Host first = small.host(0);
        first.run(() -> first.node.whenReady(small.net.now(), () -> told.add("ready")));
        small.net.run(MINUTE);
        assertThat(told).isEmpty();
        small.join();
        small.net.run(SECOND);
        assertThat(told).containsExactly("ready");
        first.run(() -> first.node.whenReady(small.net.now(), () -> told.add("at once")));
        assertThat(told).containsExactly("ready", "at once");
    }
}
