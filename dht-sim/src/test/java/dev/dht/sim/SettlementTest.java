package dev.dht.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Property;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.routing.TableView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A settled table is what joining leads to, given time. */
class SettlementTest {
    private static final int K = 8;

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

    /** Which part of the contacts that could stand in the buckets of all nodes stand there. */
    private static double fullness(Universe universe) {
        List<Id> reachable = new ArrayList<>();
        for (int host = 0; host < universe.size(); host++) {
            if (universe.isReachable(host)) {
                reachable.add(universe.node(host).id());
            }
        }
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
