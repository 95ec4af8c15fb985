package dev.dht.sim.judge;

import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.sim.Universe;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is stored without a token: whatever is new in a store came with a token that this node gave to that endpoint
 * within the last ten minutes.
 */
final class StoredWithToken extends Invariant {
    private static final long TOKENS_LIVE = 600_000_000_000L;
    /** Clocks may be fast or slow by as much of it. */
    private static final long GRACE = TOKENS_LIVE / 8;

    private record Grant(Endpoint to, long token) {}

    private record Attempt(int host, Id id, Endpoint endpoint, boolean wasThere) {}

    private final Universe universe;
    /** When each node gave each token. */
    private final Map<Integer, Map<Grant, Long>> grants = new HashMap<>();

    private @Nullable Attempt attempt;

    StoredWithToken(Universe universe, Consumer<String> verdict) {
        super(verdict);
        this.universe = universe;
    }

    @Override
    void sent(long now, int host, Endpoint to, Packet packet) {
        if (packet.kind() == Kind.NODES_RESPONSE || packet.kind() == Kind.VALUES_RESPONSE) {
            grants.computeIfAbsent(host, h -> new HashMap<>()).put(new Grant(to, packet.token()), now);
        }
    }

    @Override
    void started(long now, int host, Node node) {
        grants.remove(host);
    }

    @Override
    void delivered(long now, int from, int host, Packet packet) {
        attempt = null;
        if (packet.kind() == Kind.STORE_QUERY) {
            Endpoint source = universe.endpoint(from);
            if (!isGranted(now, host, source, packet.token())) {
                Endpoint endpoint = source.withPort(packet.storePort());
                Id id = packet.target();
                attempt = new Attempt(host, id, endpoint, stores(host, id, endpoint));
            }
        }
    }

    /** Whether a node gave a token to an endpoint lately. */
    boolean isGranted(long now, int host, Endpoint to, long token) {
        Long granted = grants.getOrDefault(host, Map.of()).get(new Grant(to, token));
        return granted != null && now - granted <= TOKENS_LIVE + GRACE;
    }

    @Override
    void handled(long now, int host) {
        Attempt last = attempt;
        if (last != null && !last.wasThere && stores(host, last.id, last.endpoint)) {
            broken(String.format(
                    Locale.ROOT, "node %d stored %s at %s without a token that it gave", host, last.id, last.endpoint));
        }
    }

    private boolean stores(int host, Id id, Endpoint endpoint) {
        return universe.node(host).stored(universe.clock(host), id).contains(endpoint);
    }

    @Override
    void look(long now) {
        grants.values().forEach(given -> given.values().removeIf(at -> now - at > TOKENS_LIVE + GRACE));
    }
}
