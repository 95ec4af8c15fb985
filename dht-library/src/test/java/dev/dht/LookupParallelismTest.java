package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.dht.api.Explanation;
import dev.dht.api.LookupObserver;
import dev.dht.id.Id;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many a look-up asks at once is what the node was told. */
class LookupParallelismTest {
    private static final int NODES = 8;
    private static final Id TARGET = Id.of(1, 2, 3, 4);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aLookupBeginsWithSoMany(int parallelism) {
        try (Swarm swarm = new Swarm(NODES);
                DhtNode node = Swarm.builder(null)
                        .lookupParallelism(parallelism)
                        .bootstrap(Swarm.address(swarm.get(0)))
                        .start()) {
            Swarm.now(node.ready());
            await().atMost(Swarm.PATIENCE).until(() -> node.info().table().good() == NODES);

            Explanation how = Swarm.now(node.explain(TARGET, new LookupObserver() {}));

            Duration first = how.steps().get(0).asked();
            assertThat(how.steps())
                    .filteredOn(step -> step.asked().equals(first))
                    .hasSize(parallelism);
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        for (int wrong : new int[] {0, 17}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DhtNode.builder().lookupParallelism(wrong))
                    .withMessage("1 to 16 nodes asked at once, not " + wrong);
        }
    }
}
