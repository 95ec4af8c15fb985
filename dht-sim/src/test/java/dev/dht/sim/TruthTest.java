package dev.dht.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Id;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TruthTest {
    @Test
    void theClosestAreThoseOfASortedListOfAllThatAreThere() {
        Universe universe = Universe.of(4)
                .nodes(80)
                .unreachable(0.3)
                .churn(Churn.HARSH)
                .liars(0.05)
                .begin();
        Truth truth = new Truth(universe);
        SplittableRandom choices = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            universe.run(Duration.ofMinutes(2));
            Id target = i % 2 == 0
                    ? Id.random(choices)
                    : universe.node(truth.closest(Id.ZERO, 1, -1).get(0)).id();
            int except = choices.nextInt(universe.size());
            List<Integer> all = new ArrayList<>();
            for (int host = 0; host < universe.size(); host++) {
                if (universe.isHonest(host) && universe.isReachable(host) && host != except) {
                    all.add(host);
                }
            }
            all.sort((x, y) -> target.compareDistance(
                    universe.node(x).id(), universe.node(y).id()));
            int count = 1 + choices.nextInt(20);
            assertThat(truth.closest(target, count, except)).isEqualTo(all.subList(0, Math.min(count, all.size())));
        }
    }
}
