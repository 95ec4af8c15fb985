package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.LookupReport;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import dev.dht.lookup.LookupSettings;
import dev.dht.node.Neighbours.Asked;
import dev.dht.node.Neighbours.Neighbour;
import dev.dht.query.Queries;
import dev.dht.routing.Table;
import dev.dht.virtual.Outcome;
import dev.dht.wire.Message.FindNodeQuery;
import dev.dht.wire.Message.FindValueQuery;
import dev.dht.wire.Message.NodesResponse;
import dev.dht.wire.Message.ValuesResponse;
import dev.dht.wire.PacketWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Users' look-ups: how many run, whom they ask, and what they find. */
class LookupsTest {
    private static final long SECOND = Neighbours.SECOND;
    private static final long MINUTE = Neighbours.MINUTE;
    private static final Endpoint FOUND = Endpoint.v4(0x0C000001, 80);

    private static Outcome<LookupReport> begin(Neighbours all, Id id) {
        return all.call(outcome -> all.node().lookup(all.driven.now, id, endpoint -> {}, outcome));
    }

    private static Neighbours bounded(int queries, int running, int waiting) {
        NodeBounds bounds = new NodeBounds(queries, 8, running, waiting, 1_232, 1 << 12);
        return new Neighbours(2, NodeSettings.DEFAULT.withBounds(bounds));
    }

    @Test
    void soManyRunSoManyWaitTheRestIsRefusedAndWhoWaitsHasItsTurn() {
        Neighbours all = bounded(1_024, 2, 3).with(4);
        long started = all.counter("lookups_started");
        long ended = all.counter("lookups_ended");
        List<Outcome<LookupReport>> outcomes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            outcomes.add(begin(all, all.drawId()));
        }
        assertThat(all.info().lookupsRunning()).isEqualTo(2);
        assertThat(all.info().lookupsWaiting()).isEqualTo(3);
        assertThat(all.counter("lookups_started")).isEqualTo(started + 2);
        assertThat(Objects.requireNonNull(outcomes.get(5).failure).reason()).isEqualTo(Reason.BUSY);
        assertThat(all.counter("bound_lookups_waiting")).isEqualTo(1);

        all.pass(10 * SECOND);

        for (Outcome<LookupReport> outcome : outcomes.subList(0, 5)) {
            assertThat(outcome.get().closest()).hasSize(4);
        }
        assertThat(all.info().lookupsRunning()).isZero();
        assertThat(all.info().lookupsWaiting()).isZero();
        assertThat(all.counter("lookups_started")).isEqualTo(started + 5);
        assertThat(all.counter("lookups_ended")).isEqualTo(ended + 5);
    }

    @Test
    void aPlaceIsFreeAsSoonAsALookUpWasCancelled() {
        Neighbours all = bounded(1_024, 1, 1).with(2);
        Outcome<LookupReport> first = new Outcome<>();
        Cancel cancel = all.node().lookup(all.driven.now, all.drawId(), endpoint -> {}, first);
        Outcome<LookupReport> second = begin(all, all.drawId());
        Outcome<LookupReport> skipped = new Outcome<>();
        cancel.cancel(all.driven.now);
        all.carry();
        assertThat(all.info().lookupsWaiting()).isZero();
        Cancel waiting = all.node().lookup(all.driven.now, all.drawId(), endpoint -> {}, skipped);
        waiting.cancel(all.driven.now);
        all.carry();
        all.pass(SECOND);
        assertThat(second.get().closest()).hasSize(2);
        assertThat(Objects.requireNonNull(skipped.failure).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(begin(all, all.drawId()).failure).isNull();
    }

    @Test
    void closingEndsThoseThatRunAndThoseThatWait() {
        Neighbours all = bounded(1_024, 2, 3).with(4);
        List<Outcome<LookupReport>> outcomes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            outcomes.add(begin(all, all.drawId()));
        }
        all.node().close(all.driven.now);
        assertThat(outcomes)
                .allMatch(outcome -> outcome.times == 1
                        && Objects.requireNonNull(outcome.failure).reason() == Reason.CLOSED);
        assertThat(all.info().lookupsRunning()).isZero();
        assertThat(all.info().lookupsWaiting()).isZero();
        assertThat(all.info().queriesInFlight()).isZero();
    }

    @Test
    void aLookUpThatHitsTheBoundOfQueriesGoesOnWhenOthersHaveEnded() {
        Neighbours all = bounded(2, 8, 8).with(6);
        Outcome<LookupReport> one = begin(all, all.drawId());
        Outcome<LookupReport> other = begin(all, all.drawId());
        assertThat(all.counter("bound_queries")).isPositive();
        assertThat(all.info().queriesInFlight()).isEqualTo(2);
        all.pass(20 * SECOND);
        assertThat(one.get().closest()).hasSize(6);
        assertThat(other.get().closest()).hasSize(6);
        assertThat(one.get().queries()).isEqualTo(6);
    }

    @Test
    void whatNobodyHasIsSoughtAtTwiceAsManyNodesAsShouldHoldIt() {
        Neighbours all = new Neighbours(3);
        List<Contact> contacts =
                IntStream.range(0, 30).mapToObj(i -> all.add().contact).toList();
        all.node().settle(0, List.of(), contacts, contact -> 20 * Neighbours.MILLISECOND);
        all.carry();
        Id id = all.drawId();

        LookupReport nothing = all.lookup(id);

        assertThat(nothing.queries()).isEqualTo(16);
        assertThat(nothing.closest())
                .isEqualTo(all.closestTo(id).subList(0, 8).stream()
                        .map(neighbour -> neighbour.contact)
                        .toList());
        Id held = all.drawId();
        all.closestTo(held).subList(0, 8).forEach(neighbour -> neighbour.stores(held, FOUND));
        assertThat(all.lookup(held).queries())
                .as("eight, and one for the neighbours")
                .isBetween(8, 12);
    }

    @Test
    void whomNothingProvesCountsOnlyWhenAnotherNamesIt() {
        for (boolean proven : new boolean[] {true, false}) {
            Neighbours all = new Neighbours(4);
            for (int i = 0; i < 12; i++) {
                all.add(all.node().id().randomSibling(i % 3, all.driven.random));
            }
            Id id = all.drawId();
            all.all.forEach(neighbour -> neighbour.manner = question -> question instanceof FindValueQuery
                    ? new ValuesResponse(1, List.of(FOUND))
                    : question instanceof FindNodeQuery ? new NodesResponse(1, List.of()) : neighbour.honest(question));
            if (proven) {
                List<Contact> contacts =
                        all.all.stream().map(neighbour -> neighbour.contact).toList();
                all.node().settle(0, List.of(), contacts, contact -> 20 * Neighbours.MILLISECOND);
                all.carry();
            } else {
                all.all.forEach(Neighbour::asks);
                all.pass(100 * SECOND);
            }
            assertThat(all.info().table().proven()).isEqualTo(proven ? 12 : 0);
            all.forget();
            all.lookup(id);
            assertThat(all.times(new FindValueQuery(id))).hasSize(proven ? 8 : 12);
        }
    }

    @Test
    void whoIsBadIsNotAskedWhereOthersAreThere() {
        Neighbours all = Neighbours.of(4, 5);
        Neighbour dead = all.all.get(2);
        dead.isSilent();
        all.pass(40 * MINUTE);
        assertThat(all.info().table().bad()).isEqualTo(1);
        all.forget();
        LookupReport report = all.lookup(dead.contact.id());
        assertThat(all.askedOf(dead.at())).as("once others named it").hasSizeLessThanOrEqualTo(2);
        assertThat(all.asked.get(0).to()).isNotEqualTo(dead.at());
        assertThat(report.closest()).hasSize(3);
        List<Asked> atOnce = all.asked.stream()
                .filter(asked -> asked.at() == all.asked.get(0).at())
                .toList();
        assertThat(atOnce).extracting(Asked::to).doesNotContain(dead.at());
    }

    @Test
    void whereAUserLooksUpThereIsNothingToRefresh() {
        for (boolean uses : new boolean[] {true, false}) {
            Neighbours all = Neighbours.of(3, 6);
            long before = all.counter("refreshes");
            for (int i = 0; i < 12; i++) {
                all.pass(5 * MINUTE);
                if (uses) {
                    all.lookup(all.drawId());
                }
            }
            assertThat(all.counter("refreshes") - before).isBetween(uses ? 0L : 3L, uses ? 0L : 4L);
        }
    }

    @Test
    void aLookUpIsTimedForItsUserFromTheCallOn() {
        Neighbours all = Neighbours.of(3, 7);
        Id id = all.drawId();
        all.all.get(1).stores(id, FOUND);
        all.all.get(2).stores(id, FOUND.withPort(81));
        LookupReport report = all.lookup(id);
        assertThat(report.elapsed()).isPositive();
        assertThat(Objects.requireNonNull(all.info().timings().get("lookup_end"))
                        .sum())
                .isEqualTo(report.elapsed());
        assertThat(Objects.requireNonNull(all.info().timings().get("lookup_first"))
                        .sum())
                .isEqualTo(Duration.ofMillis(20));
        assertThat(Objects.requireNonNull(all.info().timings().get("lookup_first"))
                        .count())
                .isEqualTo(1);
        assertThat(report.endpoints())
                .containsExactly(FOUND.toSocketAddress(), FOUND.withPort(81).toSocketAddress());
        assertThat(report.hops()).isEqualTo(1);
        assertThat(report.id()).isEqualTo(id);
    }

    @Test
    void anEndpointOfAMachineItselfIsBelievedOfThatMachineAlone() {
        Endpoint inside = Endpoint.v4(0x7F000001, 80);
        for (boolean isLocal : new boolean[] {true, false}) {
            Neighbours all = new Neighbours(8);
            Neighbour neighbour = isLocal ? all.add(new Contact(all.drawId(), Endpoint.v4(0x7F000001, 9))) : all.add();
            neighbour.asks();
            all.pass(SECOND);
            Id id = all.drawId();
            neighbour.stores(id, inside);
            neighbour.stores(id, FOUND);
            assertThat(all.lookup(id).endpoints()).hasSize(isLocal ? 2 : 1).contains(FOUND.toSocketAddress());
        }
    }

    @Test
    void whileOneIsLateTheNextIsAskedAndItsAnswerStillCounts() {
        Neighbours all = Neighbours.of(5, 9);
        Id id = all.drawId();
        List<Neighbour> closest = all.closestTo(id);
        Neighbour late = closest.get(1);
        late.delay = 450 * Neighbours.MILLISECOND;
        late.stores(id, FOUND);
        closest.get(0).delay = 900 * Neighbours.MILLISECOND;
        long again = all.counter("queries_sent_again");
        LookupReport report = all.lookup(id);
        assertThat(report.endpoints()).containsExactly(FOUND.toSocketAddress());
        assertThat(report.closest()).contains(late.contact);
        long transactions =
                all.asked.stream().map(Asked::transaction).distinct().count();
        assertThat(all.counter("queries_sent_again") - again)
                .isEqualTo(all.asked.size() - transactions)
                .isGreaterThanOrEqualTo(2);
        assertThat(all.times(new FindValueQuery(id))).hasSize(5);
    }

    @Test
    void noMoreEndpointsAreGatheredThanTheBoundAllows() {
        Counters counters = new Counters();
        LookupRun run = run(counters);
        for (int i = 0; i < LookupRun.ENDPOINTS + 5; i++) {
            run.found(0, Endpoint.v4(0x0C000001 + i, 80));
            if (i < 10) {
                run.found(0, Endpoint.v4(0x0C000001 + i, 80));
            }
        }
        assertThat(run.endpoints()).hasSize(LookupRun.ENDPOINTS);
        assertThat(counters.get(Counter.BOUND_LOOKUP_ENDPOINTS)).isEqualTo(5);
    }

    @Test
    void fourThatAnsweredAndOneThatDidNotAreTheWholeNetwork() {
        for (int silent = 1; silent <= 2; silent++) {
            LookupRun run = run(new Counters());
            Set<Id> all = IntStream.range(0, 4 + silent)
                    .mapToObj(i -> Id.of(1 + i, 0, 0, 0))
                    .collect(Collectors.toSet());
            all.forEach(id -> run.lookup().seed(new Contact(id, Endpoint.v4(0x0A000001 + (int) id.word(0), 1)), true));
            for (var step = run.lookup().next();
                    step != null;
                    step = run.lookup().next()) {
                if (step.candidate().contact().id().word(0) <= 4) {
                    run.lookup().answered(step.candidate(), new Token(1), List.of());
                } else {
                    run.lookup().failed(step.candidate(), null);
                }
            }
            assertThat(run.isWhole()).isEqualTo(silent == 1);
        }
    }

    private static LookupRun run(Counters counters) {
        SplittableRandom random = new SplittableRandom(1);
        Id self = Id.of(-1, 0, 0, 0);
        Table table = new Table(self, random, 0);
        PacketWriter writer = new PacketWriter(self, ByteBuffer.allocate(1_232));
        Queries queries = new Queries(16, 8, 1 << 10, writer, random, (path, to, packet) -> true);
        Inquiry inquiry = new Inquiry(queries, table, counters, 1 << 10, 0);
        Lookups lookups = new Lookups(NodeSettings.DEFAULT, self, table, inquiry, counters);
        return new LookupRun(
                0,
                Id.ZERO,
                self,
                false,
                LookupSettings.DEFAULT,
                lookups,
                counters,
                (long now, LookupRun run, @Nullable DhtException why) -> {});
    }
}
