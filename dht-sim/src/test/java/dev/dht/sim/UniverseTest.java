package dev.dht.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Dht;
import dev.dht.api.Receipt;
import dev.dht.id.Id;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UniverseTest {
    private static String run(long seed) {
        Universe universe = Universe.of(seed)
                .nodes(40)
                .loss(0.05)
                .duplication(0.02)
                .reordering(0.02)
                .unreachable(0.5)
                .churn(Churn.HARSH)
                .begin();
        universe.run(Duration.ofHours(1));
        return universe.trace();
    }

    @Test
    void theSameSeedIsTheSameRunAndAnotherIsAnother() {
        assertThat(run(7)).isEqualTo(run(7)).isNotEqualTo(run(8));
    }

    @Test
    void aProgramRunsAgainstItUnchanged() {
        Universe universe = Universe.of(42).nodes(50).loss(0.01).begin();
        Id id = Id.random(new SplittableRandom(1));
        Dht owner = universe.dht(3);
        Receipt receipt = owner.enter(id, 8080);
        assertThat(receipt.acknowledged()).isEqualTo(8);
        universe.run(Duration.ofHours(3));
        assertThat(universe.dht(7).lookup(id)).hasSize(1);
        assertThat(owner.delete(id)).isTrue();
        universe.run(Duration.ofHours(1));
        assertThat(universe.dht(7).lookup(id)).isEmpty();
    }

    @Test
    void nobodyStaysAnIsland() {
        for (long seed = 1; seed <= 3; seed++) {
            Universe universe = Universe.of(seed).nodes(150).loss(0.01).begin();
            universe.run(Duration.ofMinutes(15));
            for (int i = 0; i < universe.size(); i++) {
                int contacts = universe.dht(i).info().table().contacts();
                assertThat(contacts).as("node %d, seed %d", i, seed).isGreaterThan(8);
            }
        }
    }

    @Test
    void aCutKeepsApartAndHeals() {
        Universe universe = Universe.of(5).nodes(30).begin();
        universe.cut(Duration.ofMinutes(10), (from, to) -> (from < 15) != (to < 15));
        Id id = Id.random(new SplittableRandom(2));
        universe.dht(0).enter(id, 80);
        assertThat(universe.dht(20).lookup(id)).isEmpty();
        universe.run(Duration.ofMinutes(20));
        assertThat(universe.dht(20).lookup(id)).hasSize(1);
    }

    @Test
    void sessionsAreAsLongAsTheProfilesSay() {
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        int count = 200_000;
        for (int i = 0; i < count; i++) {
            sum += Churn.KAD.draw(random) / 1e9;
        }
        assertThat(sum / count).isBetween(9_000.0, 11_000.0);
    }
}
