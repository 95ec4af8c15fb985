package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Info.ContactInfo;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Neighbours.Asked;
import dev.dht.node.Neighbours.Neighbour;
import dev.dht.wire.Message;
import dev.dht.wire.Message.FindNodeQuery;
import dev.dht.wire.Message.NodesResponse;
import dev.dht.wire.Message.PingQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a node gets to know a network, and keeps knowing it. */
class UpkeepTest {
    private static final long SECOND = Neighbours.SECOND;
    private static final long MINUTE = Neighbours.MINUTE;
    private static final Endpoint NOWHERE = Endpoint.v4(0x0A000900, 9);

    private final Neighbours all = new Neighbours(1);

    private Message ofItself() {
        return new FindNodeQuery(all.node().id());
    }

    private void bootstrap(Endpoint... endpoints) {
        all.node().bootstrap(all.driven.now, List.of(endpoints));
        all.carry();
    }

    /** When a counter grew, in seconds after now, to a sixtieth of the span. */
    private List<Long> growth(String counter, long span) {
        List<Long> times = new ArrayList<>();
        long before = all.counter(counter);
        long step = Math.max(SECOND, span / 60);
        for (long passed = step; passed <= span; passed += step) {
            all.pass(step);
            long after = all.counter(counter);
            for (; before < after; before++) {
                times.add(passed / SECOND);
            }
        }
        return times;
    }

    @Test
    void aBootstrapThatIsSilentIsAskedAgainEachTimeAfterTwiceAsLongUpToAMinute() {
        bootstrap(NOWHERE);
        all.pass(10 * MINUTE);

        List<Long> times = all.times(ofItself());
        assertThat(times.get(0)).isZero();
        assertThat(times).hasSizeGreaterThan(10);
        for (int i = 1; i < times.size(); i++) {
            long wait = Math.min(60, 1L << (i - 1)) * SECOND;
            assertThat(times.get(i) - times.get(i - 1)).isBetween(wait, wait * 5 / 4);
        }
        assertThat(all.counter("bootstraps")).isEqualTo(times.size());
    }

    @Test
    void endpointsThatCannotBeAskedAreLeftOutAndTwiceTheSameIsOne() {
        bootstrap(Endpoint.v4(0x0A000900, 0), Endpoint.v6(1, 2, 3), NOWHERE, NOWHERE);
        assertThat(all.asked).extracting(Asked::to).containsExactly(NOWHERE);
    }

    @Test
    void withoutBootstrapNobodyIsAsked() {
        bootstrap();
        assertThat(all.node().nextDeadline()).isGreaterThan(all.driven.now);
        all.pass(10 * MINUTE);
        assertThat(all.counter("bootstraps")).isZero();
    }

    @Test
    void sixteenAreAskedInOneGoAndOfMoreOthersEachTime() {
        for (int count : new int[] {15, 16, 40}) {
            Neighbours crowd = new Neighbours(count);
            List<Endpoint> endpoints = IntStream.range(0, count)
                    .mapToObj(i -> Endpoint.v4(0x0A000900 + i, 9))
                    .toList();
            crowd.node().bootstrap(0, endpoints);
            crowd.carry();
            assertThat(crowd.asked).hasSize(Math.min(count, 16));
            if (count <= 16) {
                assertThat(crowd.asked).extracting(Asked::to).containsExactlyElementsOf(endpoints);
            }
            crowd.pass(5 * MINUTE);
            assertThat(crowd.asked.stream().map(Asked::to).distinct()).hasSizeGreaterThan(Math.min(count - 1, 30));
        }
    }

    @Test
    void aNodeThatKnowsFewAsksItsBootstrapEveryTenMinutesAndOneThatKnowsEnoughDoesNot() {
        for (int count : new int[] {7, 8}) {
            Neighbours some = new Neighbours(count);
            IntStream.range(0, count).forEach(i -> some.add());
            some.node().bootstrap(0, List.of(some.all.get(0).at()));
            some.pass(10 * SECOND);
            assertThat(some.info().table().contacts()).isEqualTo(count);
            assertThat(some.counter("bootstraps")).isEqualTo(1);
            for (int round = 1; round < 4; round++) {
                some.pass(590 * SECOND);
                assertThat(some.counter("bootstraps")).isLessThanOrEqualTo(round);
                some.pass(160 * SECOND);
            }
            some.pass(MINUTE);
            assertThat(some.counter("bootstraps")).isEqualTo(count < 8 ? 4 : 1);
        }
    }

    @Test
    void aNodeThatJoinsLooksItselfUpAtOnceAfterThreeSecondsAndAfterAMinuteAndRefreshesEveryBucket() {
        IntStream.range(0, 30).forEach(i -> all.add());
        bootstrap(all.all.get(0).at());
        all.pass(2_900 * Neighbours.MILLISECOND);
        assertThat(all.times(ofItself())).hasSizeGreaterThan(8);
        int buckets = all.info().table().buckets().size();
        assertThat(buckets).isGreaterThan(1);
        assertThat(all.counter("refreshes")).isEqualTo(buckets - 1);
        for (int i = 0; i < buckets - 1; i++) {
            int prefix = i;
            assertThat(all.asked)
                    .anyMatch(one -> one.question() instanceof FindNodeQuery find
                            && find.target().commonPrefix(all.node().id()) == prefix);
        }

        all.forget();
        all.pass(1_000 * Neighbours.MILLISECOND);
        assertThat(all.times(ofItself())).as("looks around").isNotEmpty();
        all.pass(5 * SECOND);
        all.forget();
        all.pass(51 * SECOND);
        assertThat(all.times(ofItself())).isEmpty();
        all.pass(17 * SECOND);
        assertThat(all.times(ofItself())).as("joins again").isNotEmpty();
        all.forget();
        all.pass(5 * MINUTE);
        assertThat(all.times(ofItself())).isEmpty();
    }

    @Test
    void itDoesNotLookAroundWhileItStillJoins() {
        for (int i = 0; i < 5; i++) {
            Neighbour neighbour = all.add();
            neighbour.delay = 1_900 * Neighbours.MILLISECOND;
            int next = i + 1;
            neighbour.manner = question -> question instanceof FindNodeQuery
                    ? new NodesResponse(1, next < 5 ? List.of(all.all.get(next).contact) : List.of())
                    : neighbour.honest(question);
        }
        bootstrap(all.all.get(0).at());
        all.pass(7 * SECOND);
        assertThat(all.info().lookupsRunning()).isEqualTo(1);
        assertThat(all.counter("lookups_started")).isEqualTo(1);
        all.pass(30 * SECOND);
        assertThat(all.counter("lookups_started")).isGreaterThan(1);
    }

    @Test
    void aBootstrapThatAnswersLaterThanOthersIntroducesTheNodeToItsNetwork() {
        Neighbour early = all.add();
        early.manner = question ->
                question instanceof FindNodeQuery ? new NodesResponse(1, List.of()) : early.honest(question);
        Neighbour gate = all.add();
        Neighbour behind = all.add();
        gate.isSilent();
        early.asks();
        bootstrap(gate.at());
        all.pass(5 * MINUTE);
        assertThat(all.askedOf(behind.at())).isEmpty();

        gate.manner = gate::honest;
        assertThat(all.passUntil(
                        () -> all.answered.stream().anyMatch(one -> one.from().equals(gate.at())), 90 * SECOND))
                .isTrue();
        all.forget();
        all.pass(SECOND);
        assertThat(all.askedOf(behind.at())).contains(ofItself());
        all.pass(SECOND);
        all.forget();
        all.pass(3 * SECOND);
        assertThat(all.times(ofItself())).as("looks around").isNotEmpty();
        all.forget();
        all.pass(80 * SECOND);
        assertThat(all.times(ofItself())).as("joins again").isNotEmpty();
        assertThat(growth("bootstraps", 20 * MINUTE)).hasSizeBetween(1, 2);
    }

    @Test
    void aNodeThatKnowsNobodyGoodAnyMoreAsksItsBootstrapUntilItAnswersAgain() {
        Neighbour gate = all.add();
        bootstrap(gate.at());
        all.pass(3 * MINUTE);
        assertThat(all.node().isAlone()).isFalse();
        assertThat(all.info().alone()).isFalse();
        gate.isSilent();
        assertThat(all.passUntil(all.node()::isAlone, 40 * MINUTE)).isTrue();

        assertThat(growth("bootstraps", 9 * SECOND)).hasSizeBetween(2, 4);
        assertThat(growth("bootstraps", 10 * MINUTE)).hasSizeGreaterThan(7);
        List<String> ready = new ArrayList<>();
        all.node().whenReady(all.driven.now, () -> ready.add("ready"));
        assertThat(ready).isEmpty();
        gate.manner = gate::honest;
        all.pass(90 * SECOND);
        assertThat(all.node().isAlone()).isFalse();
        assertThat(ready).containsExactly("ready");
        assertThat(growth("bootstraps", 9 * MINUTE)).isEmpty();
        assertThat(growth("bootstraps", 5 * MINUTE)).hasSize(1);
    }

    @Test
    void anEntryThatFewerHoldThanWantedIsGivenToWhoComesAndToWhoComesBack() {
        Neighbour first = all.add();
        first.asks();
        all.pass(100 * SECOND);
        Id id = all.drawId();
        assertThat(all.enter(id, 80).acknowledged()).isEqualTo(1);
        all.pass(20 * SECOND);
        Neighbour second = all.add();
        all.pass(11 * SECOND);
        second.asks();
        all.pass(2 * SECOND);
        assertThat(second.stored).containsKey(id);

        all.all.forEach(Neighbour::isSilent);
        assertThat(all.passUntil(all.node()::isAlone, 60 * MINUTE)).isTrue();
        all.pass(70 * MINUTE);
        second.manner = second::honest;
        second.stored.clear();
        second.asks();
        all.pass(8 * SECOND);
        assertThat(second.stored).containsKey(id);
    }

    @Test
    void asManyContactsAreAskedAtOnceWhetherTheyAreThereAndNoMore() {
        List<Contact> saved = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            saved.add(new Contact(all.node().id().randomSibling(i / 2, all.driven.random), NOWHERE.withPort(100 + i)));
        }
        all.node().restore(0, saved);
        int most = 0;
        for (int i = 0; i < 300; i++) {
            all.pass(SECOND / 10);
            most = Math.max(most, all.info().queriesInFlight());
        }
        assertThat(most).isEqualTo(8);
        assertThat(all.asked.stream().map(Asked::to).distinct()).hasSize(20);
        assertThat(all.counter("checks")).isEqualTo(all.times(new PingQuery()).size());
    }

    @Test
    void newcomersAreAskedBackUpToABoundAndThoseBeyondItWhenThereIsRoomAgain() {
        for (int i = 0; i < 33; i++) {
            Neighbour newcomer = all.add();
            newcomer.isSilent();
            newcomer.asks();
        }
        assertThat(all.asked).hasSize(32);
        assertThat(all.counter("bound_newcomers")).isEqualTo(1);
        all.pass(10 * SECOND);
        all.forget();
        all.all.get(32).asks();
        assertThat(all.asked).hasSize(1);
        assertThat(all.counter("bound_newcomers")).isEqualTo(1);
    }

    @Test
    void aNodeThatKnowsOthersIsWokenOnceAMinuteAndOneThatIsAloneIsNot() {
        assertThat(all.node().nextDeadline()).isGreaterThan(all.driven.now + 2 * MINUTE);
        all.add().asks();
        all.pass(100 * SECOND);
        assertThat(all.node().nextDeadline()).isBetween(all.driven.now, all.driven.now + MINUTE);
    }

    @Test
    void withoutMaintenanceNobodyIsAskedWhoWasNotNeeded() {
        Neighbours idle = new Neighbours(1, NodeSettings.DEFAULT.withMaintenance(false)).with(5);
        idle.pass(3 * 60 * MINUTE);
        assertThat(idle.asked).isEmpty();
        assertThat(idle.counter("checks")).isZero();
        assertThat(idle.node().isAlone()).isFalse();
    }

    @Test
    void aMachineThatSleptJoinsAgainUnlessItIsAlone() {
        all.node().resumed(0, 0);
        assertThat(all.counter("lookups_started")).isZero();
        all.with(3);
        all.node().resumed(all.driven.now, 0);
        all.carry();
        assertThat(all.times(ofItself())).isNotEmpty();
        assertThat(all.times(new PingQuery())).as("everyone is asked").hasSize(3);
    }

    @Test
    void strangersAreWaitedForFromTheFirstContactOn() {
        for (int minute = 0; minute < 120; minute++) {
            all.pass(MINUTE);
            all.node().advance(all.driven.now);
        }
        IntStream.range(0, 3).forEach(i -> all.add());
        bootstrap(all.all.get(0).at());
        all.pass(5 * MINUTE);
        assertThat(all.info().reachability().advice()).contains("Too soon");
    }

    @Test
    void aSettledNodeKnowsItsContactsAsIfItHadLongBeenThere() {
        List<Contact> contacts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            contacts.add(all.add(all.node().id().randomSibling(i / 5, all.driven.random)).contact);
        }
        all.driven.receive(NOWHERE, new PingQuery().encode(1, Id.ZERO));
        all.pass(SECOND);
        all.forget();
        all.node().settle(all.driven.now, List.of(), contacts, contact -> 30 * Neighbours.MILLISECOND);
        all.carry();

        assertThat(all.asked).isEmpty();
        assertThat(all.node().isAlone()).isFalse();
        assertThat(all.info().table().proven()).isEqualTo(20);
        List<Duration> heard = all.info().table().buckets().stream()
                .flatMap(bucket -> bucket.contacts().stream())
                .map(ContactInfo::lastHeard)
                .map(Objects::requireNonNull)
                .toList();
        assertThat(heard).allMatch(ago -> ago.compareTo(Duration.ofMinutes(11)) < 0);
        assertThat(heard).anyMatch(ago -> ago.compareTo(Duration.ofMinutes(5)) > 0);
        assertThat(all.info().reachability().lastStranger()).isNull();
        List<Long> refreshed = growth("refreshes", 16 * MINUTE);
        assertThat(refreshed).as("not all at once, nor at first").hasSizeGreaterThan(1);
        assertThat(refreshed.get(refreshed.size() - 1) - refreshed.get(0)).isGreaterThan(60);
        assertThat(all.counter("bootstraps")).isZero();
    }

    @Test
    void aSettledNodeThatKnowsFewAsksItsBootstrapWithinTenMinutes() {
        for (int seed = 0; seed < 20; seed++) {
            Neighbours few = new Neighbours(seed);
            few.node().settle(0, List.of(NOWHERE), List.of(few.add().contact), contact -> SECOND);
            few.carry();
            assertThat(few.counter("bootstraps")).isZero();
            few.pass(10 * MINUTE);
            assertThat(few.counter("bootstraps")).isEqualTo(1);
        }
    }
}
