package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Receipt;
import dev.dht.id.Id;
import dev.dht.node.Neighbours.Neighbour;
import dev.dht.virtual.VirtualNetwork;
import dev.dht.wire.Message.FindNodeQuery;
import dev.dht.wire.Message.NodesResponse;
import dev.dht.wire.Message.PingQuery;
import dev.dht.wire.Message.StoreQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** After each call a node says when it must be called next: no later than it has something to do. */
class DeadlinesTest {
    private static final long SECOND = Neighbours.SECOND;
    private static final long MINUTE = Neighbours.MINUTE;

    private final Neighbours all = new Neighbours(1);
    private final Neighbour one = all.add();

    @Test
    void whoIsAskedBackIsWaitedFor() {
        one.isSilent();
        one.asks();
        assertThat(all.times(new PingQuery())).hasSize(1);
        assertThat(all.node().nextDeadline()).isBetween(1L, SECOND / 2);
    }

    @Test
    void aContactOfAnEarlierRunThatAsksIsAskedBackAtOnce() {
        one.isSilent();
        all.node().restore(0, List.of(one.contact));
        all.pass(5 * MINUTE);
        one.manner = one::honest;
        all.forget();
        one.asks();
        all.pass(SECOND / 10);
        assertThat(all.times(new PingQuery())).hasSize(1);
        assertThat(all.node().isAlone()).isFalse();
    }

    @Test
    void whatIsStoredByWhomItKnowsIsForgottenInTime() {
        Neighbours idle = new Neighbours(2, NodeSettings.DEFAULT.withMaintenance(false)).with(1);
        Neighbour known = idle.all.get(0);
        known.asks(new FindNodeQuery(Id.ZERO));
        known.asks(new StoreQuery(((NodesResponse) idle.said.get(0)).token(), Id.ZERO, 80));
        assertThat(idle.info().store().entries()).isEqualTo(1);
        assertThat(idle.node().nextDeadline()).isLessThanOrEqualTo(idle.driven.now + 61 * MINUTE);
        idle.pass(61 * MINUTE);
        assertThat(idle.info().store().entries()).isZero();
    }

    @Test
    void aMachineThatSleptStoresAgainWhatWasNotDue() {
        all.with(11);
        assertThat(all.enter(Id.ZERO, 80).acknowledged()).isEqualTo(8);
        all.pass(MINUTE);
        long lookups = all.counter("entry_lookups");
        all.driven.now += 2 * MINUTE;
        all.node().resumed(all.driven.now, 0);
        assertThat(all.counter("entry_lookups")).isEqualTo(lookups + 1);
    }

    @Test
    void theClocksOfTheStartAreThoseOfReceiptsAndOfTheTimeItIsUp() {
        SmallNetwork small = SmallNetwork.of(2, 1);
        Receipt receipt = small.enter(small.host(0), Id.ZERO, 80);
        assertThat(receipt.publishedAt())
                .isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L + small.net.now() / VirtualNetwork.MILLISECOND));
        assertThat(Objects.requireNonNull(small.host(0).node.entry(Id.ZERO))).isEqualTo(receipt);
        assertThat(small.host(1).node.info(small.net.now(), null).uptime())
                .as("it came a second later")
                .isEqualTo(Duration.ofNanos(small.net.now() - SECOND));
    }
}
