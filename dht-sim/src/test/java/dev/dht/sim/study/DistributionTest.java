package dev.dht.sim.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Property;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistributionTest {
    @Test
    void quantilesAndSharesAreThoseOfASortedList() {
        Property.check(choices -> {
            Distribution distribution = new Distribution();
            List<Integer> all = new ArrayList<>();
            for (int i = choices.below(40) + 1; i > 0; i--) {
                int value = choices.below(20);
                distribution.add(value);
                all.add(value);
            }
            all.sort(null);
            int rank = choices.below(all.size());
            double share = (rank + 1.0) / all.size();
            assertThat(distribution.quantile(share)).isEqualTo((double) all.get(rank));
            int limit = choices.below(22);
            long upTo = all.stream().filter(value -> value <= limit).count();
            assertThat(distribution.shareUpTo(limit)).isEqualTo((double) upTo / all.size());
            assertThat(distribution.count()).isEqualTo(all.size());
            double mean = all.stream().mapToInt(value -> value).average().orElseThrow();
            assertThat(distribution.mean()).isBetween(mean - 1e-9, mean + 1e-9);
        });
    }

    @Test
    void ofNothingNothingIsKnown() {
        Distribution empty = new Distribution();
        assertThat(empty.mean()).isNaN();
        assertThat(empty.quantile(0.5)).isNaN();
        assertThat(empty.shareUpTo(1)).isNaN();
    }
}
