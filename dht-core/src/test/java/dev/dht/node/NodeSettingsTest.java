package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.lookup.LookupSettings;
import dev.dht.publish.PublishSettings;
import dev.dht.store.StoreSettings;
import org.junit.jupiter.api.Test;

/** Settings that cannot be are refused, the least that can be are not, and each change changes one thing. */
class NodeSettingsTest {
    private static final NodeSettings DEFAULT = NodeSettings.DEFAULT;

    @Test
    void theLeastBoundsAreAccepted() {
        NodeBounds least = new NodeBounds(1, 1, 1, 0, 400, 64);
        assertThat(least.queriesInFlight()).isEqualTo(1);
        assertThat(least.datagram()).isEqualTo(400);
    }

    @Test
    void lessThanTheLeastIsRefused() {
        assertThatThrownBy(() -> new NodeBounds(0, 1, 1, 0, 400, 64)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NodeBounds(1, 0, 1, 0, 400, 64)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NodeBounds(1, 1, 0, 0, 400, 64)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NodeBounds(1, 1, 1, -1, 400, 64)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NodeBounds(1, 1, 1, 0, 399, 64)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lookUpsFindAsManyNodesAsShouldHoldAnEntry() {
        LookupSettings narrow = new LookupSettings(7, 4, 16, 128, 8);
        LookupSettings wide = new LookupSettings(8, 4, 16, 128, 8);
        assertThatThrownBy(() -> DEFAULT.withLookup(narrow)).isInstanceOf(IllegalArgumentException.class);
        assertThat(DEFAULT.withLookup(wide).lookup()).isEqualTo(wide);
    }

    @Test
    void eachChangeChangesOneThing() {
        assertThat(DEFAULT.withAnswering(false))
                .isEqualTo(new NodeSettings(
                        false, DEFAULT.lookup(), DEFAULT.store(), DEFAULT.publish(), DEFAULT.bounds(), true));
        LookupSettings lookup = LookupSettings.DEFAULT.withParallelism(9);
        assertThat(DEFAULT.withLookup(lookup))
                .isEqualTo(new NodeSettings(true, lookup, DEFAULT.store(), DEFAULT.publish(), DEFAULT.bounds(), true));
        StoreSettings store = new StoreSettings(500, 200, 20);
        assertThat(DEFAULT.withStore(store))
                .isEqualTo(new NodeSettings(true, DEFAULT.lookup(), store, DEFAULT.publish(), DEFAULT.bounds(), true));
        PublishSettings publish = PublishSettings.DEFAULT.withStoresPerSecond(3);
        assertThat(DEFAULT.withPublish(publish))
                .isEqualTo(new NodeSettings(true, DEFAULT.lookup(), DEFAULT.store(), publish, DEFAULT.bounds(), true));
        assertThat(DEFAULT.withMaintenance(false))
                .isEqualTo(new NodeSettings(
                        true,
                        DEFAULT.lookup(),
                        DEFAULT.store(),
                        DEFAULT.publish().withRenewal(false),
                        DEFAULT.bounds(),
                        false));
        NodeBounds bounds = new NodeBounds(1, 2, 3, 4, 500, 64);
        assertThat(DEFAULT.withBounds(bounds))
                .isEqualTo(new NodeSettings(true, DEFAULT.lookup(), DEFAULT.store(), DEFAULT.publish(), bounds, true));
        assertThat(DEFAULT.withBounds(bounds).withMemoryBits(128).bounds())
                .isEqualTo(new NodeBounds(1, 2, 3, 4, 500, 128));
    }

    @Test
    void whereNobodyIsAskedWhetherItIsThereAContactStaysGoodUntilItIsBad() {
        for (boolean maintenance : new boolean[] {true, false}) {
            Neighbours all = new Neighbours(1, DEFAULT.withMaintenance(maintenance));
            all.add().asks();
            all.pass(Neighbours.SECOND);
            all.all.get(0).isSilent();
            all.pass(20 * Neighbours.MINUTE);
            assertThat(all.info().table().good()).isEqualTo(maintenance ? 0 : 1);
        }
    }
}
