package dev.dht.foreign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Peers that know one another: each has its own Kademlia table, filled from all others in random order. */
public final class ForeignNetwork {
    private static final int NET_10 = 10 << 24;
    private static final int LOWEST_PORT = 1_024;

    private final Map<ForeignEndpoint, ForeignPeer> peers = new LinkedHashMap<>();

    /** A network of {@code size} peers, each at an address of its own in 10.0.0.0/8. */
    public ForeignNetwork(int size, IdSpread spread, RandomGenerator random) {
        Map<Integer, ForeignPeer> byAddress = new HashMap<>();
        while (byAddress.size() < size) {
            int address = NET_10 | random.nextInt(1 << 24);
            if (!byAddress.containsKey(address)) {
                ForeignPeer peer = peer(address, spread, random);
                byAddress.put(address, peer);
                peers.put(new ForeignEndpoint(address, peer.port()), peer);
            }
        }
        List<ForeignPeer> order = new ArrayList<>(peers.values());
        for (ForeignPeer peer : peers.values()) {
            shuffle(order, random);
            order.forEach(other -> peer.learn(other.id(), other.address(), other.port()));
        }
    }

    /** All peers, always in the same order. */
    public List<ForeignPeer> peers() {
        return List.copyOf(peers.values());
    }

    /** The peers that are closest to an id in truth, the closest first. */
    public List<ForeignPeer> closest(byte[] id, int count) {
        return peers.values().stream()
                .sorted(Distance.to(id, ForeignPeer::id))
                .limit(count)
                .toList();
    }

    /** The peers that hold an endpoint of an id. */
    public List<ForeignPeer> holders(long now, byte[] id, int address, int port) {
        ForeignEndpoint endpoint = new ForeignEndpoint(address, port);
        return peers.values().stream()
                .filter(peer -> peer.held(now, id).contains(endpoint))
                .toList();
    }

    /** Puts an entry at the given peers, as if they had been told to store it. */
    public void put(long now, byte[] id, int address, int port, List<ForeignPeer> holders) {
        holders.forEach(peer -> peer.put(now, id, address, port));
    }

    /** Has every peer take its askers in, or none. */
    public void learnAskers(boolean yes) {
        peers.values().forEach(peer -> peer.learnsAskers(yes));
    }

    /** The reply to a datagram; null where the peer is silent, or nobody is there. */
    public byte @Nullable [] deliver(
            long now, int fromAddress, int fromPort, int toAddress, int toPort, byte[] packet) {
        ForeignPeer peer = peers.get(new ForeignEndpoint(toAddress, toPort));
        return peer == null ? null : peer.receive(now, fromAddress, fromPort, packet);
    }

    /** What askers did, anywhere, that would have crashed a deployed node. */
    public List<String> violations() {
        return peers.values().stream()
                .flatMap(peer -> peer.violations().stream())
                .toList();
    }

    private static ForeignPeer peer(int address, IdSpread spread, RandomGenerator random) {
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        return new ForeignPeer(spread.draw(random), address, random.nextInt(LOWEST_PORT, 1 << 16), secret);
    }

    private static void shuffle(List<ForeignPeer> order, RandomGenerator random) {
        for (int i = order.size() - 1; i > 0; i--) {
            ForeignPeer swapped = order.set(random.nextInt(i + 1), order.get(i));
            order.set(i, swapped);
        }
    }
}
