package dev.dht.node;

import static dev.dht.virtual.VirtualNetwork.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.LookupReport;
import dev.dht.api.Receipt;
import dev.dht.foreign.ForeignNetwork;
import dev.dht.foreign.ForeignPeer;
import dev.dht.foreign.IdSpread;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.virtual.Full;
import dev.dht.virtual.Outcome;
import dev.dht.virtual.VirtualNetwork;
import dev.dht.virtual.VirtualNetwork.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node of ours among 300 foreign peers that each know only their own table: written from the protocol notes, sharing
 * no code with the core. Every try begins with a node that knows one of them.
 */
class ForeignNetworkTest {
    private static final int PEERS = 300;
    private static final int ADDRESS = 0x0B000001;
    private static final int OWNER = 0x0C000001;
    private static final int NETWORKS = 5;

    @ParameterizedTest
    @EnumSource
    void anEntryHeldOnlyAtTheEightClosestIsFoundEveryTime(IdSpread spread) {
        assertThat(missed(spread, 0, Full.count(1_000))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void withOneDatagramOfTwentyLostItIsStillFound(IdSpread spread) {
        int tries = Full.count(1_000);
        assertThat(missed(spread, 0.05, tries).size()).isLessThanOrEqualTo(tries / 1_000);
    }

    @ParameterizedTest
    @EnumSource
    void enteringReachesTheTrueEightClosest(IdSpread spread) {
        int tries = Full.count(1_000);
        int right = 0;
        for (int i = 0; i < tries; i++) {
            long seed = seed(spread, i, 2);
            Try one = new Try(seed, spread, 0);
            Id id = one.target(spread);
            Outcome<Receipt> outcome = new Outcome<>();
            one.host.run(() -> one.host.node.enter(one.net.now(), id, 4711, outcome));
            assertThat(one.net.runUntil(outcome::isOver, 60 * SECOND))
                    .as("ends, seed %x", seed)
                    .isTrue();
            List<ForeignPeer> holders = one.peers.holders(one.net.now(), id.bytes(), ADDRESS, 4711);
            Receipt receipt = outcome.get();
            assertThat(receipt.acknowledged()).as("acknowledged, seed %x", seed).isEqualTo(8);
            assertThat(receipt.verified()).as("verified, seed %x", seed).isEqualTo(8);
            if (holders.size() == 8 && holders.containsAll(one.peers.closest(id.bytes(), 8))) {
                right++;
            }
            one.hasOffendedNobody();
        }
        System.out.printf("%s: entered at the true 8 closest in %d of %d%n", spread, right, tries);
        assertThat(right).isGreaterThanOrEqualTo(tries * 99 / 100);
    }

    /** The seeds of the tries that did not find the entry. */
    private static List<Long> missed(IdSpread spread, double loss, int tries) {
        List<Long> missed = new ArrayList<>();
        for (int i = 0; i < tries; i++) {
            long seed = seed(spread, i, loss > 0 ? 1 : 0);
            Try one = new Try(seed, spread, loss);
            Id id = one.target(spread);
            one.peers.put(one.net.now(), id.bytes(), OWNER, 80, one.peers.closest(id.bytes(), 8));
            Outcome<LookupReport> outcome = new Outcome<>();
            one.host.run(() -> one.host.node.lookup(one.net.now(), id, found -> {}, outcome));
            assertThat(one.net.runUntil(outcome::isOver, 60 * SECOND))
                    .as("ends, seed %x", seed)
                    .isTrue();
            if (!outcome.get().endpoints().equals(List.of(Endpoint.v4(OWNER, 80).toSocketAddress()))) {
                missed.add(seed);
            }
            one.hasOffendedNobody();
        }
        System.out.printf("%s, %.0f %% lost: missed %d of %d%n", spread, 100 * loss, missed.size(), tries);
        return missed;
    }

    private static long seed(IdSpread spread, int number, int test) {
        return (spread.ordinal() * 16L + test) << 32 | number;
    }

    /** A new node that was given one of the peers, and has found its way in. */
    private static final class Try {
        final ForeignNetwork peers;
        final VirtualNetwork net;
        final Host host;

        Try(long seed, IdSpread spread, double loss) {
            SplittableRandom random = new SplittableRandom(seed);
            peers = new ForeignNetwork(PEERS, spread, new SplittableRandom(seed % NETWORKS));
            net = new VirtualNetwork(seed).with(peers).loss(loss);
            host = net.add(ADDRESS, 1729, Id.random(random));
            ForeignPeer first = peers.peers().get(random.nextInt(PEERS));
            Endpoint bootstrap = Endpoint.v4(first.address(), first.port());
            host.run(() -> host.node.bootstrap(net.now(), List.of(bootstrap)));
            boolean known = net.runUntil(() -> !host.node.isAlone(), 60 * SECOND);
            assertThat(known).as("finds the network, seed %x", seed).isTrue();
        }

        Id target(IdSpread spread) {
            return Id.of(spread.draw(net.random()));
        }

        void hasOffendedNobody() {
            assertThat(peers.violations()).isEmpty();
            assertThat(net.violations()).isEmpty();
        }
    }
}
