package dev.dht.sim.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GeographyTest {
    @Test
    void roundTripsAreThoseThatWereMeasured() {
        Geography geography = new Geography(new SplittableRandom(1), 0);
        for (int i = 0; i < 600; i++) {
            geography.add();
        }
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            for (int j = 0; j < i; j++) {
                all.add(geography.roundTrip(i, j) / 1_000_000);
            }
        }
        all.sort(Comparator.naturalOrder());
        double[][] measured = {{0.05, 23}, {0.25, 75}, {0.5, 139}, {0.75, 210}, {0.9, 275}, {0.95, 308}, {0.99, 376}};
        for (double[] point : measured) {
            double here = all.get((int) (point[0] * all.size()));
            assertThat(here).as("p%.0f", 100 * point[0]).isBetween(point[1] * 0.9, point[1] * 1.1);
        }
    }
}
