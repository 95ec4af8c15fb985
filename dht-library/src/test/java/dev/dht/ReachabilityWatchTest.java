package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dht.api.DhtException;
import dev.dht.api.Reachability;
import dev.dht.api.Reachability.Origin;
import dev.dht.api.Reachability.Probe;
import dev.dht.api.Reachability.Verdict;
import dev.dht.id.Endpoint;
import dev.dht.udp.NatBox;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReachabilityWatchTest {
    @Test
    void neighboursTellAStrangerWhereTheySeeTheNodeAndDoNotTakeTheStrangerIn() {
        try (Swarm swarm = new Swarm(9)) {
            swarm.acquainted();
            DhtNode node = swarm.get(4);
            Probe probe = Objects.requireNonNull(Swarm.now(node.probe()).probe());

            assertThat(probe.asked()).isEqualTo(8);
            assertThat(probe.answered()).isEqualTo(8);
            assertThat(probe.named()).isEqualTo(8);
            assertThat(probe.seenAt()).containsExactly(Endpoint.of(node.address()));
            assertThat(probe.hasSeveralPorts()).isFalse();
            assertThat(swarm.nodes).allMatch(each -> each.info().table().contacts() == 8);
            assertThat(node.info().reachability().probe()).isNotNull();
        }
    }

    @Test
    void whoJoinsReachesAnOpenNodeAndNoneBehindNat() {
        try (Swarm swarm = new Swarm(3)) {
            DhtNode closed = Swarm.builder(null)
                    .behind(NatBox::new)
                    .bootstrap(Swarm.address(swarm.get(0)))
                    .start();
            swarm.nodes.add(closed);
            swarm.acquainted();
            long before = swarm.get(0).info().reachability().strangers();
            DhtNode late = swarm.add();
            await().atMost(Swarm.PATIENCE)
                    .until(() -> late.info().table().good() >= 3
                            && swarm.get(0).info().reachability().strangers() > before);

            assertThat(swarm.get(0).info().reachability().verdict()).isEqualTo(Verdict.REACHABLE);
            Reachability hidden = closed.info().reachability();
            assertThat(hidden.strangers()).isZero();
            assertThat(hidden.verdict()).isEqualTo(Verdict.UNKNOWN);
        }
    }

    @Test
    void thatNobodyReachesItIsSaidOnceUntilSomebodyDoes() {
        ReachabilityWatch watch = new ReachabilityWatch(Swarm.undriven(), Endpoint.v4(0x7F000001, 1));
        try (LogTrap log = new LogTrap()) {
            for (Verdict verdict : List.of(
                    Verdict.UNKNOWN, Verdict.UNREACHABLE, Verdict.UNREACHABLE, Verdict.UNKNOWN, Verdict.UNREACHABLE)) {
                watch.told(new Reachability(verdict, "Let UDP in.", 0, Origin.NOWHERE, null, null));
            }
            assertThat(log.warnings()).containsExactly("strangers cannot reach this node. Let UDP in.");

            watch.told(new Reachability(Verdict.REACHABLE, "", 1, Origin.PUBLIC, null, null));
            watch.told(new Reachability(Verdict.UNREACHABLE, "Let UDP in.", 0, Origin.NOWHERE, null, null));
            assertThat(log.warnings()).hasSize(2);
        }
    }

    @Test
    void aNodeThatIsClosedAsksNobody() {
        DhtNode node = Swarm.builder(null).start();
        node.close();
        assertThatThrownBy(() -> Swarm.now(node.probe()))
                .isInstanceOf(DhtException.class)
                .hasMessageContaining("closed");
    }
}
