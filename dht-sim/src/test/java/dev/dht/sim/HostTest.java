package dev.dht.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Property;
import dev.dht.id.Endpoint;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HostTest {
    @Test
    void aClockIsReadBackToTheFirstMomentThatShowsIt() {
        Property.check(choices -> {
            int drift = choices.below(200_001) - 100_000;
            Host host = new Host(0, Endpoint.v4(1, 1), false, drift, null);
            long shown = choices.below(30 * 86_400_000_000_000L);
            long when = host.when(shown);
            assertThat(host.clock(when)).isGreaterThanOrEqualTo(shown);
            assertThat(host.clock(Math.max(0, when - 2))).isLessThanOrEqualTo(shown);
            long later = when + choices.below(3_000_000);
            assertThat(host.clock(later)).as("a clock never goes back").isGreaterThanOrEqualTo(host.clock(when));
        });
    }

    @Test
    void whatIsLeftOfAStayIsLongerThanAStayInTheMean() {
        SplittableRandom random = new SplittableRandom(1);
        double whole = 0;
        double rest = 0;
        int count = 300_000;
        for (int i = 0; i < count; i++) {
            whole += Churn.KAD.draw(random) / 1e9;
            rest += Churn.KAD.drawRest(random) / 1e9;
        }
        // E(x) = 2 scale, E(x²) = 24 scale²: the rest is 24 / (2 · 2) = 6 scales, three times the mean of a stay.
        assertThat(whole / count).isBetween(9_500.0, 10_500.0);
        assertThat(rest / count).isBetween(28_000.0, 32_000.0);
    }
}
