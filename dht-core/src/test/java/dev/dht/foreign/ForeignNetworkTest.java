package dev.dht.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dht.check.Property;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForeignNetworkTest {
    @ParameterizedTest
    @EnumSource
    void fromAnyPeerAGreedySearchReachesTheTrueClosest(IdSpread spread) {
        SplittableRandom random = new SplittableRandom(300);
        ForeignNetwork network = new ForeignNetwork(300, spread, random);
        List<ForeignPeer> peers = network.peers();
        int tries = 1_000;
        int closest = 0;
        int allEight = 0;
        for (int i = 0; i < tries; i++) {
            byte[] target = (i % 2 == 0 ? spread : IdSpread.UNIFORM).draw(random);
            List<ForeignContact> found = ForeignAsker.search(network, peers.get(i % peers.size()), target);
            List<ForeignContact> truth = network.closest(target, 8).stream()
                    .map(peer -> new ForeignContact(peer.id(), peer.address(), peer.port()))
                    .toList();
            closest += found.get(0).equals(truth.get(0)) ? 1 : 0;
            allEight += found.equals(truth) ? 1 : 0;
        }

        assertTrue(closest >= 0.99 * tries, "the closest in " + closest + " of " + tries);
        assertTrue(allEight >= 0.99 * tries, "all eight in " + allEight + " of " + tries);
    }

    @ParameterizedTest
    @EnumSource
    void idsLieAsTheirSpreadSays(IdSpread spread) {
        long low = new ForeignNetwork(300, spread, new SplittableRandom(1))
                .peers().stream()
                        .filter(peer -> Arrays.equals(Arrays.copyOf(peer.id(), 12), new byte[12]))
                        .count();

        switch (spread) {
            case UNIFORM -> assertEquals(0, low);
            case LOW_160 -> assertEquals(300, low);
            case MIXED -> assertEquals(150, low, 50);
        }
    }

    @Test
    void peersHaveAddressesOfTheirOwnInNet10() {
        Property.check(0.1, choices -> {
            int size = choices.between(1, 60);
            ForeignNetwork network =
                    new ForeignNetwork(size, choices.pick(List.of(IdSpread.values())), choices.random());
            Set<Integer> addresses = new HashSet<>();
            for (ForeignPeer peer : network.peers()) {
                assertEquals(10, peer.address() >>> 24);
                assertTrue(peer.port() > 0 && peer.port() < 65_536);
                addresses.add(peer.address());
            }
            assertEquals(size, addresses.size());
        });
    }

    @Test
    void upToNinePeersKnowEachOther() {
        for (ForeignPeer peer : new ForeignNetwork(9, IdSpread.UNIFORM, new SplittableRandom(2)).peers()) {
            assertEquals(8, peer.contacts().size());
        }
    }

    @Test
    void theSameNumbersGiveTheSameNetwork() {
        assertEquals(describe(3), describe(3));
        assertNotEquals(describe(3), describe(4));
    }

    @Test
    void anEntryIsPutAtPeersAndFoundThere() {
        ForeignNetwork network = new ForeignNetwork(20, IdSpread.UNIFORM, new SplittableRandom(5));
        byte[] id = IdSpread.UNIFORM.draw(new SplittableRandom(6));
        List<ForeignPeer> closest = network.closest(id, 8);

        network.put(0, id, 77, 80, closest);

        assertEquals(Set.copyOf(closest), Set.copyOf(network.holders(0, id, 77, 80)));
        assertEquals(List.of(), network.holders(0, id, 77, 81));
        ForeignPeer holder = closest.get(0);
        assertEquals(
                List.of(new ForeignEndpoint(77, 80)),
                ForeignAsker.endpoints(
                        network.deliver(0, 1, 1, holder.address(), holder.port(), ForeignAsker.findValue(id))));
    }

    @Test
    void aDatagramReachesTheOneItIsSentToOrNobody() {
        ForeignNetwork network = new ForeignNetwork(3, IdSpread.UNIFORM, new SplittableRandom(7));
        ForeignPeer peer = network.peers().get(1);

        byte[] reply = network.deliver(0, 1, 1, peer.address(), peer.port(), ForeignAsker.ping());

        assertNotNull(reply);
        assertEquals(0, Arrays.compare(reply, 10, 42, peer.id(), 0, 32));
        assertNull(network.deliver(0, 1, 1, peer.address(), peer.port() ^ 1, ForeignAsker.ping()));
    }

    @Test
    void crimesAnywhereAreCounted() {
        ForeignNetwork network = new ForeignNetwork(3, IdSpread.UNIFORM, new SplittableRandom(8));
        byte[] error = ForeignAsker.ping();
        error[42] = 'e';

        network.peers().forEach(peer -> network.deliver(0, 1, 1, peer.address(), peer.port(), error));

        assertEquals(3, network.violations().size());
    }

    private static List<String> describe(long seed) {
        ForeignNetwork network = new ForeignNetwork(30, IdSpread.MIXED, new SplittableRandom(seed));
        return network.peers().stream()
                .map(peer -> peer + " knows " + peer.contacts())
                .toList();
    }
}
