package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dht.id.Id;
import dev.dht.udp.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A machine that slept wakes up to a node that catches up. */
class SuspensionTest {
    private static final Id ID = Id.sha256("an id".getBytes(StandardCharsets.UTF_8));

    @Test
    void itsEntriesAreRenewedAndWhatItStoredIsForgotten() {
        TestClock clock = new TestClock();
        try (Swarm swarm = new Swarm(2)) {
            DhtNode sleeper = Swarm.builder(null)
                    .clock(clock.loopClock())
                    .bootstrap(Swarm.address(swarm.get(0)))
                    .start();
            swarm.nodes.add(sleeper);
            Swarm.now(sleeper.ready());
            sleeper.enter(ID, 8080);
            swarm.get(0).enter(Id.ZERO, 9090);
            await().atMost(Swarm.PATIENCE).until(() -> sleeper.info().store().entries() == 1);
            Instant before = sleeper.entry(ID).orElseThrow().publishedAt();

            clock.sleep(7_200);

            await().atMost(Swarm.PATIENCE).until(() -> {
                Instant after = sleeper.entry(ID).orElseThrow().publishedAt();
                return after != null && before != null && after.isAfter(before.plusSeconds(7_000));
            });
            assertThat(sleeper.entry(ID).orElseThrow().acknowledged()).isEqualTo(2);
            assertThat(sleeper.info().alone()).isFalse();
            await().atMost(Swarm.PATIENCE).until(() -> sleeper.info().store().entries() == 0);
        }
    }
}
