package dev.dht.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Info;
import dev.dht.api.Reachability.Verdict;
import dev.dht.check.Choices;
import dev.dht.check.Property;
import dev.dht.id.Id;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What nodes say of whether strangers can reach them, held against the truth. */
class ReachabilityTest {
    private static final int HOURS = 2;

    @Test
    void inASmallNetworkNobodyBehindNatIsCalledReachableAndNobodyElseUnreachable() {
        Property.check(0.04, choices -> {
            int entries = choices.between(0, 2);
            Universe universe = universe(choices, choices.between(5, 9)).begin();
            Set<Integer> reached = new HashSet<>();
            Set<Integer> stalled = new HashSet<>();
            for (int minute = 0; minute < 60 * HOURS; minute++) {
                act(universe, choices, entries, minute, stalled);
                for (int host = 0; host < universe.size(); host++) {
                    if (universe.isUp(host) && honest(universe, host) == Verdict.REACHABLE) {
                        reached.add(host);
                    }
                }
            }
            for (int host = 0; host < universe.size(); host++) {
                // Who publishes asks everyone all the time, and is a stranger to nobody.
                boolean isQuiet =
                        universe.isUp(host) && universe.dht(host).entries().isEmpty();
                if (universe.isReachable(host)
                        && isQuiet
                        && !isTooSlow(info(universe, host))
                        && good(universe, host) >= 5
                        && !stalled.contains(host)
                        && hours(universe, host) >= 1) {
                    assertThat(reached).contains(host);
                }
            }
        });
    }

    @Test
    void amongManyTheVerdictIsTrueAfterAnHour() {
        Property.check(0.01, choices -> {
            Universe universe = universe(choices, choices.between(60, 120)).begin();
            Set<Integer> stalled = new HashSet<>();
            for (int minute = 0; minute < 100; minute++) {
                act(universe, choices, 1, minute, stalled);
                for (int host = 0; host < universe.size() && minute % 5 == 0; host++) {
                    if (!universe.isUp(host)) {
                        continue;
                    }
                    Verdict verdict = honest(universe, host);
                    Info info = info(universe, host);
                    if (info.uptime().toMinutes() >= 62
                            && info.table().good() >= 20
                            && !isTooSlow(info)
                            && !stalled.contains(host)) {
                        assertThat(verdict)
                                .isEqualTo(universe.isReachable(host) ? Verdict.REACHABLE : Verdict.UNREACHABLE);
                    }
                }
            }
        });
    }

    private static UniverseBuilder universe(Choices choices, int nodes) {
        return Universe.of(choices.bits(32))
                .nodes(nodes)
                .anchors(3)
                .unreachable(0.2 * choices.between(0, 2))
                .loss(0.01 * choices.between(0, 5))
                .drift(500)
                .churn(choices.between(0, 2) == 0 ? Churn.KAD : Churn.NONE);
    }

    /** A minute passes in which some enter, look up, or are stopped. */
    private static void act(Universe universe, Choices choices, int entries, int minute, Set<Integer> stalled) {
        int host = choices.between(0, universe.size() - 1);
        if (choices.between(0, 9) == 0) {
            universe.stall(host, Duration.ofSeconds(choices.between(1, 900)));
            stalled.add(host);
        }
        if (universe.isUp(host) && minute < 8 * entries) {
            var unused = universe.dht(host).enterAsync(Id.of(minute, 1, 2, 3), 80);
        } else if (universe.isUp(host) && minute % 10 == 0) {
            var unused = universe.dht(host).lookupAsync(Id.of(minute / 10, 1, 2, 3));
        }
        universe.run(Duration.ofMinutes(1));
    }

    /** What a node says of itself, which is not the contrary of what is true. */
    private static Verdict honest(Universe universe, int host) {
        Verdict verdict = info(universe, host).reachability().verdict();
        assertThat(verdict)
                .as("node %d at %d s", host, universe.now() / 1_000_000_000)
                .isNotEqualTo(universe.isReachable(host) ? Verdict.UNREACHABLE : Verdict.REACHABLE)
                .isNotEqualTo(Verdict.LOCAL);
        return verdict;
    }

    /** Whether others give it up before its answers come, and so know it no better than one behind NAT. */
    private static boolean isTooSlow(Info info) {
        return info.lateAfter().compareTo(Duration.ofSeconds(2)) >= 0;
    }

    private static int good(Universe universe, int host) {
        return info(universe, host).table().good();
    }

    private static long hours(Universe universe, int host) {
        return info(universe, host).uptime().toHours();
    }

    /** Read off the node: who asks for it as its user lets time pass, in which the node may leave. */
    private static Info info(Universe universe, int host) {
        return universe.node(host).info(universe.clock(host), universe.endpoint(host));
    }
}
