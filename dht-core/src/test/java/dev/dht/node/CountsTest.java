package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Property;
import org.junit.jupiter.api.Test;

class CountsTest {
    @Test
    void theyAreSumsHoweverLargeTheyGrow() {
        Property.check(0.2, choices -> {
            int length = choices.between(1, 5);
            Counts counts = new Counts(length);
            long[] sums = new long[length];
            for (int i = choices.between(0, 30); i > 0; i--) {
                int index = choices.below(length);
                long count = choices.flip() ? choices.below(10) : choices.bits(choices.between(1, 40));
                counts.add(index, count);
                sums[index] += count;
                for (int j = 0; j < length; j++) {
                    assertThat(counts.get(j)).isEqualTo(sums[j]);
                }
            }
        });
    }
}
