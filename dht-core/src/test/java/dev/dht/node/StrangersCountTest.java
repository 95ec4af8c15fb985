package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Reachability;
import dev.dht.api.Reachability.Origin;
import dev.dht.api.Reachability.Probe;
import dev.dht.api.Reachability.Verdict;
import dev.dht.check.Property;
import dev.dht.id.Endpoint;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered of strangers, for how long they could have come, and what is said of it. */
class StrangersCountTest {
    private static final long SECOND = Driven.SECOND;
    private static final Endpoint PUBLIC = Endpoint.v4(0x0B000002, 7);
    private static final Endpoint PRIVATE = Endpoint.v4(0x0A000002, 7);

    private final Counters counters = new Counters();
    private final Strangers strangers = new Strangers(counters, 0);

    @Test
    void strangersOfEitherKindAreRememberedApartAndCountedTogether() {
        assertThat(strangers.reach(PUBLIC)).isFalse();
        assertThat(strangers.reach(PRIVATE)).isFalse();
        strangers.asked(3, PUBLIC);
        assertThat(strangers.lastPublic()).isEqualTo(3);
        assertThat(strangers.lastLocal()).isEqualTo(Strangers.NEVER);
        assertThat(strangers.reach(PUBLIC)).isTrue();
        assertThat(strangers.reach(PRIVATE)).isFalse();
        strangers.asked(5, PRIVATE);
        strangers.asked(6, PRIVATE);
        assertThat(strangers.lastPublic()).isEqualTo(3);
        assertThat(strangers.lastLocal()).isEqualTo(6);
        assertThat(strangers.reach(PRIVATE)).isTrue();
        assertThat(strangers.count()).isEqualTo(3);
        assertThat(counters.get(Counter.STRANGERS_LOCAL)).isEqualTo(2);
    }

    @Test
    void theyCouldHaveComeForAsLongAsTheDriverCalledInTime() {
        strangers.called(Strangers.STOPPED_AFTER);
        assertThat(strangers.inTouch()).isEqualTo(90 * SECOND);
        assertThat(strangers.nextDeadline()).isEqualTo(150 * SECOND);
        strangers.called(180 * SECOND);
        assertThat(strangers.inTouch()).isEqualTo(180 * SECOND);
        strangers.asked(180 * SECOND, PUBLIC);
        assertThat(strangers.count()).isEqualTo(1);

        strangers.called(270 * SECOND + 1);

        assertThat(strangers.inTouch()).as("it was stopped").isZero();
        assertThat(strangers.count()).as("since the start").isEqualTo(1);
        strangers.asked(280 * SECOND, PUBLIC);
        assertThat(strangers.count()).as("came while it was stopped, perhaps").isEqualTo(1);
        strangers.asked(280 * SECOND + 1, PUBLIC);
        assertThat(strangers.count()).isEqualTo(2);
    }

    @Test
    void queriesOfItsOwnAreCountedSinceStrangersCouldCome() {
        counters.add(Counter.QUERIES_PING, 1);
        counters.add(Counter.QUERIES_FIND_NODE, 10);
        counters.add(Counter.QUERIES_FIND_VALUE, 100);
        counters.add(Counter.QUERIES_STORE, 1_000);
        assertThat(strangers.sentSince()).isEqualTo(1_111);
        strangers.called(500 * SECOND);
        assertThat(strangers.sentSince()).isZero();
        counters.add(Counter.QUERIES_STORE, 4);
        assertThat(strangers.sentSince()).isEqualTo(4);
    }

    @Test
    void inAnotherNetworkNothingThatWasKnownCounts() {
        Probe probe = new Probe(Duration.ZERO, 8, 4, 0, 0, List.of());
        strangers.asked(1, PUBLIC);
        strangers.asked(2, PRIVATE);
        strangers.probed(10 * SECOND, probe);
        assertThat(strangers.probe(13 * SECOND)).isEqualTo(probe.at(Duration.ofSeconds(3)));
        counters.add(Counter.QUERIES_PING, 9);
        strangers.called(60 * SECOND);

        strangers.beginAgain(60 * SECOND);

        assertThat(strangers.lastPublic()).isEqualTo(Strangers.NEVER);
        assertThat(strangers.lastLocal()).isEqualTo(Strangers.NEVER);
        assertThat(strangers.reach(PUBLIC)).isFalse();
        assertThat(strangers.reach(PRIVATE)).isFalse();
        assertThat(strangers.probe(60 * SECOND)).isNull();
        assertThat(strangers.sentSince()).isZero();
        assertThat(strangers.inTouch()).isZero();
        strangers.called(61 * SECOND);
        assertThat(strangers.inTouch()).isEqualTo(SECOND);
    }

    /** What is known in one case; each test changes what matters to it. */
    private static Reachability judge(
            boolean answering,
            boolean alone,
            int contacts,
            boolean isPublic,
            int minutes,
            @Nullable Integer lastPublic,
            @Nullable Integer lastLocal,
            @Nullable Probe probe) {
        return new ReachabilityRule(
                        answering,
                        false,
                        alone,
                        contacts,
                        isPublic,
                        Duration.ofMinutes(minutes),
                        999_999,
                        3,
                        lastPublic == null ? null : Duration.ofMinutes(lastPublic),
                        lastLocal == null ? null : Duration.ofMinutes(lastLocal),
                        0,
                        probe)
                .judge();
    }

    @Test
    void theLastStrangerIsTheLaterOfBothKinds() {
        assertThat(judge(true, false, 9, true, 90, 5, 7, null).lastStranger()).isEqualTo(Duration.ofMinutes(5));
        assertThat(judge(true, false, 9, true, 90, 7, 5, null).lastStranger()).isEqualTo(Duration.ofMinutes(5));
        assertThat(judge(true, false, 9, true, 90, 7, null, null).lastStranger())
                .isEqualTo(Duration.ofMinutes(7));
        assertThat(judge(true, false, 9, true, 90, null, 7, null).lastStranger())
                .isEqualTo(Duration.ofMinutes(7));
        assertThat(judge(true, false, 9, true, 90, null, null, null).lastStranger())
                .isNull();
    }

    @Test
    void whoIsReachedIsToldByWhomAndOfAPrivateNetworkThatItIsOne() {
        Reachability ofOwnNetwork = judge(true, false, 9, false, 90, null, 7, null);
        assertThat(ofOwnNetwork.verdict()).isEqualTo(Verdict.REACHABLE);
        assertThat(ofOwnNetwork.advice()).contains("of this machine or network");
        assertThat(judge(true, false, 9, false, 90, 7, null, null).advice())
                .contains("reached it")
                .doesNotContain("machine");
        assertThat(judge(true, false, 9, true, 90, 7, null, null).advice()).doesNotContain("machine");
    }

    @Test
    void fromWhereStrangersCameIsToldByThoseThatCountAndBornOutByVerdictAndAdvice() {
        Property.check(choices -> {
            int contacts = choices.between(0, 40);
            boolean isPublic = choices.oneIn(2);
            Integer lastPublic = choices.oneIn(3) ? null : choices.between(0, 500);
            Integer lastLocal = choices.oneIn(3) ? null : choices.between(0, 500);
            int limit = contacts < 20 ? 360 : 60;
            Origin expected = lastPublic != null && lastPublic <= limit
                    ? Origin.PUBLIC
                    : lastLocal != null && lastLocal <= limit ? Origin.LOCAL : Origin.NOWHERE;

            Reachability told = judge(true, contacts == 0, contacts, isPublic, 600, lastPublic, lastLocal, null);

            assertThat(told.from()).isEqualTo(expected);
            boolean isReached = expected == Origin.PUBLIC || expected == Origin.LOCAL && !isPublic;
            assertThat(told.verdict() == Verdict.REACHABLE).isEqualTo(isReached);
            assertThat(told.verdict() == Verdict.LOCAL).isEqualTo(expected == Origin.LOCAL && isPublic);
            assertThat(told.advice().startsWith("Nodes of this machine or network"))
                    .isEqualTo(isReached && expected == Origin.LOCAL);
        });
    }

    @Test
    void whomOnlyItsOwnNetworkReachesIsToldWhetherThatMayChangeByItself() {
        Reachability early = judge(true, false, 9, true, 59, null, 7, null);
        Reachability late = judge(true, false, 9, true, 60, null, 7, null);
        assertThat(early.verdict()).isEqualTo(Verdict.LOCAL);
        assertThat(early.advice()).contains("nobody has yet", "of its port");
        assertThat(late.advice()).contains("nobody has.");
    }

    @Test
    void whatIsInDoubtIsSaidByWhatItHangsOn() {
        assertThat(judge(false, false, 9, true, 90, null, null, null).advice()).contains("only asks");
        assertThat(judge(true, true, 9, true, 90, null, null, null).advice()).contains("bootstrap");
        assertThat(judge(true, false, 4, true, 90, null, null, null).advice()).contains("Too few");
        assertThat(judge(true, false, 5, true, 90, null, null, null).advice()).contains("a network as small as this");
    }

    @Test
    void whomOthersGiveUpForItsSlownessIsNotSaidToBeShutOff() {
        assertThat(onASlowLine(null).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(onASlowLine(null).advice()).contains("longer than 2 seconds");
        assertThat(onASlowLine(Duration.ofMinutes(5)).verdict()).isEqualTo(Verdict.REACHABLE);
    }

    private static Reachability onASlowLine(@Nullable Duration lastPublic) {
        return new ReachabilityRule(
                        true, true, false, 40, true, Duration.ofMinutes(90), 0, 0, lastPublic, null, 0, null)
                .judge();
    }

    @Test
    void aProbeCountsForTwoHours() {
        Probe probe = new Probe(Duration.ofHours(2), 8, 4, 0, 0, List.of());
        assertThat(judge(true, false, 5, true, 90, null, null, probe).verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(judge(true, false, 5, true, 90, null, null, probe.at(Duration.ofMinutes(121)))
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(judge(true, true, 5, true, 90, null, null, probe).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judge(false, false, 5, true, 90, null, null, probe).verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }
}
