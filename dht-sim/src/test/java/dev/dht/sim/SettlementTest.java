package dev.dht.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Property;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.routing.TableView;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A settled table is what joining leads to, given time. */
class SettlementTest {
    private static final int K = 8;
    private static final int LOOKUPS_AN_HOUR = 4;

    @Test
    void aSettledTableHasAllThatATableCanHave() {
        assertThat(fullness(Universe.of(1).nodes(400).start(Start.SETTLED).begin()))
                .isEqualTo(1);
        assertThat(fullness(Universe.of(2)
                        .nodes(400)
                        .unreachable(0.5)
                        .start(Start.SETTLED)
                        .begin()))
                .isEqualTo(1);
    }

    /** A quarter of the ids is known by as many as another: whom a table has met is drawn without regard to ids. */
    @Test
    void aSettledTableFavoursNoIds() {
        Universe universe = Universe.of(3).nodes(150).start(Start.SETTLED).begin();
        int[] known = new int[8];
        for (int host = 0; host < universe.size(); host++) {
            Id self = universe.node(host).id();
            universe.node(host).table(universe.clock(host)).contacts().stream()
                    .map(view -> view.contact().id())
                    .filter(id -> self.commonPrefix(id) == 0)
                    .forEach(id -> known[(int) (id.word(0) >>> 61)]++);
        }
        int[] there = new int[8];
        reachable(universe).forEach(id -> there[(int) (id.word(0) >>> 61)]++);
        double mean = (double) Arrays.stream(known).sum() / universe.size();
        for (int eighth = 0; eighth < 8; eighth++) {
            assertThat((double) known[eighth] / there[eighth])
                    .as("eighth %d of the ids", eighth)
                    .isBetween(0.7 * mean, 1.4 * mean);
        }
    }

    @Test
    void joiningLeadsToTablesAsGood() {
        Property.check(0.02, choices -> {
            int nodes = choices.between(20, 400);
            choices.note(nodes, "nodes");
            Universe universe =
                    Universe.of(choices.bits(32)).nodes(nodes).loss(0.01).begin();
            universe.run(Duration.ofHours(1));
            assertThat(fullness(universe)).isGreaterThan(0.97);
        });
    }

    @Test
    void whoJoinedWithManyOthersKnowsItsNeighboursTwoMinutesLater() {
        Property.check(0.02, choices -> {
            int nodes = choices.between(200, 700);
            boolean hasFirewalls = choices.flip();
            choices.note(nodes, "nodes", hasFirewalls ? "half behind NAT" : "");
            Universe universe = Universe.of(choices.bits(32))
                    .nodes(nodes)
                    .loss(0.01)
                    .unreachable(hasFirewalls ? 0.5 : 0)
                    .begin();
            universe.run(Duration.ofMinutes(2));
            assertThat(neighboursKnown(universe)).isGreaterThan(hasFirewalls ? 0.85 : 0.97);
        });
    }

    @Test
    void whoIsTakenForReachableIs() {
        Property.check(0.02, choices -> {
            int nodes = choices.between(100, 300);
            choices.note(nodes, "nodes, half of them behind NAT");
            Universe universe = Universe.of(choices.bits(32))
                    .nodes(nodes)
                    .loss(0.01)
                    .unreachable(0.5)
                    .begin();
            universe.run(Duration.ofHours(1));
            assertThat(takenFalsely(universe)).isLessThan(0.025);
        });
    }

    @Test
    void theFirstNodeOfANetworkThatJoinsCanBeReached() {
        Universe universe = Universe.of(1).nodes(30).unreachable(1).begin();
        assertThat(reachable(universe)).containsExactly(universe.node(0).id());
        universe.run(Duration.ofMinutes(1));
        for (int host = 0; host < universe.size(); host++) {
            assertThat(universe.dht(host).info().table().contacts()).isPositive();
        }
    }

    /** As near on the network, an hour and a half after joining; drawn by chance they would be farther by three tenths. Behind NAT nodes meet fewer. */
    @Test
    void joiningLeadsToContactsAsNear() {
        Property.check(0.02, choices -> {
            int nodes = choices.between(200, 400);
            boolean hasFirewalls = choices.flip();
            long seed = choices.bits(32);
            choices.note(nodes, "nodes", hasFirewalls ? "half behind NAT" : "");
            SplittableRandom random = new SplittableRandom(seed);
            UniverseBuilder both = Universe.of(seed).nodes(nodes).homeLines(0).unreachable(hasFirewalls ? 0.5 : 0);
            double settled = nearness(both.start(Start.SETTLED).begin());
            Universe joined = both.start(Start.JOIN).begin();
            for (int minute = 0; minute < 90; minute++) {
                joined.run(Duration.ofMinutes(1));
                for (int i = 0; i < nodes * LOOKUPS_AN_HOUR / 60; i++) {
                    Id target = Id.of(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
                    var unused = joined.dht(random.nextInt(nodes)).lookup(target);
                }
            }
            assertThat(nearness(joined)).isLessThan((hasFirewalls ? 1.2 : 1.05) * settled);
        });
    }

    /** The mean round trip to the contacts in the first buckets, in milliseconds. */
    private static double nearness(Universe universe) {
        return IntStream.range(0, universe.size())
                .boxed()
                .flatMapToDouble(host -> universe.node(host).table(universe.clock(host)).contacts().stream()
                        .map(TableView.ContactView::contact)
                        .filter(c -> universe.node(host).id().commonPrefix(c.id()) < 3)
                        .mapToDouble(c -> universe.network().roundTrip(host, c.endpoint()) / 1e6))
                .average()
                .orElseThrow();
    }

    /** Which part of the good contacts that nodes take for reachable is behind NAT. */
    private static double takenFalsely(Universe universe) {
        int taken = 0;
        int falsely = 0;
        for (int host = 0; host < universe.size(); host++) {
            for (TableView.ContactView view :
                    universe.node(host).table(universe.clock(host)).contacts()) {
                if (view.proven() && view.state() == TableView.State.GOOD) {
                    taken++;
                    falsely +=
                            universe.isReachable(universe.hostAt(view.contact().endpoint())) ? 0 : 1;
                }
            }
        }
        return (double) falsely / taken;
    }

    /** Which part of the eight closest to it that strangers can reach a node knows, in the mean. */
    private static double neighboursKnown(Universe universe) {
        List<Id> reachable = reachable(universe);
        long known = 0;
        for (int host = 0; host < universe.size(); host++) {
            Node node = universe.node(host);
            Set<Id> contacts = node.table(universe.clock(host)).contacts().stream()
                    .map(view -> view.contact().id())
                    .collect(Collectors.toSet());
            known += reachable.stream()
                    .filter(id -> !id.equals(node.id()))
                    .sorted(Comparator.comparing(id -> id.distance(node.id())))
                    .limit(K)
                    .filter(contacts::contains)
                    .count();
        }
        return (double) known / (K * universe.size());
    }

    private static List<Id> reachable(Universe universe) {
        return IntStream.range(0, universe.size())
                .filter(universe::isReachable)
                .mapToObj(host -> universe.node(host).id())
                .toList();
    }

    /** Which part of the contacts that could stand in the buckets of all nodes stand there. */
    private static double fullness(Universe universe) {
        List<Id> reachable = reachable(universe);
        int possible = 0;
        int there = 0;
        for (int host = 0; host < universe.size(); host++) {
            Node node = universe.node(host);
            int[] candidates = new int[Id.BITS];
            for (Id other : reachable) {
                if (!other.equals(node.id())) {
                    candidates[node.id().commonPrefix(other)]++;
                }
            }
            int[] contacts = new int[Id.BITS];
            for (TableView.ContactView view : node.table(universe.clock(host)).contacts()) {
                contacts[node.id().commonPrefix(view.contact().id())]++;
            }
            for (int prefix = 0; prefix < Id.BITS; prefix++) {
                possible += Math.min(K, candidates[prefix]);
                there += Math.min(contacts[prefix], Math.min(K, candidates[prefix]));
            }
        }
        return (double) there / possible;
    }
}
