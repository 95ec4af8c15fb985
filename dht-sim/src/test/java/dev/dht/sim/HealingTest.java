package dev.dht.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Id;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A partition heals by itself. */
class HealingTest {
    private static final int NODES = Boolean.getBoolean("dht.full") ? 1_000 : 200;
    private static final int ENTRIES = 40;
    private static final int ASKERS = 10;

    @Test
    void fifteenMinutesAfterAPartitionEveryEntryOfEitherHalfIsFoundFromBoth() {
        Universe universe = Universe.of(11).nodes(NODES).loss(0.01).begin();
        SplittableRandom choices = new SplittableRandom(1);
        List<Id> ids = new ArrayList<>();
        universe.run(Duration.ofMinutes(10));
        for (int i = 0; i < ENTRIES / 2; i++) {
            enter(universe, choices, ids);
        }
        universe.cut(Duration.ofMinutes(30), (from, to) -> from % 2 != to % 2);
        universe.run(Duration.ofMinutes(5));
        for (int i = 0; i < ENTRIES / 2; i++) {
            enter(universe, choices, ids);
        }
        universe.run(Duration.ofMinutes(25));
        universe.run(Duration.ofMinutes(15));
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            InetSocketAddress owner = universe.endpoint(i).withPort(80).toSocketAddress();
            for (int j = 0; j < ASKERS; j++) {
                // Of either half in turn.
                int asker = 2 * choices.nextInt(NODES / 2) + j % 2;
                if (!universe.dht(asker).lookup(ids.get(i)).contains(owner)) {
                    missing.add("entry of " + i + " from " + asker);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static void enter(Universe universe, SplittableRandom choices, List<Id> ids) {
        Id id = Id.random(choices);
        CompletableFuture<?> unused = universe.dht(ids.size()).enterAsync(id, 80);
        ids.add(id);
    }
}
