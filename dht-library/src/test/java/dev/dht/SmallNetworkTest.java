package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dht.api.Receipt;
import dev.dht.id.Id;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of a few real nodes behave as a person expects. */
class SmallNetworkTest {
    private static Id id(String name) {
        return Id.sha256(name.getBytes(StandardCharsets.UTF_8));
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8})
    void whatOneEntersEachFinds(int size) {
        try (Swarm swarm = new Swarm(size).acquainted()) {
            Receipt receipt = swarm.get(size - 1).enter(id("one"), 8080);
            assertThat(receipt.acknowledged()).isEqualTo(Math.min(8, size - 1));
            assertThat(receipt.verified()).isEqualTo(receipt.acknowledged());
            for (DhtNode node : swarm.nodes) {
                assertThat(node.lookup(id("one"))).containsExactly(at(8080));
                assertThat(node.lookup(id("other"))).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8})
    void whatTwoEnterEachFindsTwice(int size) {
        try (Swarm swarm = new Swarm(size).acquainted()) {
            swarm.get(0).enter(id("both"), 8080);
            swarm.get(1).enter(id("both"), 9090);
            for (DhtNode node : swarm.nodes) {
                assertThat(node.lookup(id("both"))).containsExactly(at(8080), at(9090));
            }
        }
    }

    @Test
    void aNodeAloneFindsItsOwnEntry() {
        try (DhtNode alone = Swarm.builder(null).start()) {
            Receipt receipt = alone.enter(id("mine"), 8080);
            assertThat(receipt.acknowledged()).isZero();
            assertThat(alone.lookup(id("mine"))).containsExactly(at(8080));
        }
    }

    @Test
    void anEntryMadeAloneIsHeldByTheFirstNeighbour() {
        try (Swarm swarm = new Swarm(1)) {
            swarm.get(0).enter(id("early"), 8080);
            DhtNode neighbour = swarm.add();
            await().atMost(Swarm.PATIENCE).until(() -> neighbour.info().store().entries() == 1);
            assertThat(neighbour.lookup(id("early"))).containsExactly(at(8080));
            await().atMost(Swarm.PATIENCE)
                    .until(() -> swarm.get(0).entry(id("early")).orElseThrow().verified() == 1);
        }
    }

    @Test
    void enteringAgainWithAnotherPortReplacesThePort() {
        try (Swarm swarm = new Swarm(3)) {
            swarm.get(0).enter(id("moved"), 8080);
            swarm.get(0).enter(id("moved"), 9090);
            assertThat(swarm.get(0).entries()).hasSize(1);
            assertThat(swarm.get(0).entry(id("moved")).orElseThrow().port()).isEqualTo(9090);
            assertThat(swarm.get(2).lookup(id("moved"))).contains(at(9090));
        }
    }

    @Test
    void whatIsDeletedIsPublishedNoMore() {
        try (Swarm swarm = new Swarm(2)) {
            swarm.get(0).enter(id("gone"), 8080);
            assertThat(swarm.get(0).delete(id("gone"))).isTrue();
            assertThat(swarm.get(0).delete(id("gone"))).isFalse();
            assertThat(swarm.get(0).entries()).isEqualTo(List.of());
        }
    }
}
