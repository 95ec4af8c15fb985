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
 * An entry outlives its last STORE by an hour at most: no node gives an endpoint that was not stored within one, with a token
 * that it gave.
 */
final class EntryLifetime extends Invariant {
    private static final long HOUR = 3_600_000_000_000L;

    private record Stored(Id id, Endpoint endpoint) {}

    private final Universe universe;
    private final StoredWithToken tokens;
    /** When the last STORE of each got there, on the clock of the one that stores it. */
    private final Map<Integer, Map<Stored, Long>> stores = new HashMap<>();
    /** What the packet that was delivered last asked for. */
    private @Nullable Id wanted;

    EntryLifetime(Universe universe, StoredWithToken tokens, Consumer<String> verdict) {
        super(verdict);
        this.universe = universe;
        this.tokens = tokens;
    }

    @Override
    void started(long now, int host, Node node) {
        stores.remove(host);
    }

    @Override
    void delivered(long now, int from, int host, Packet packet) {
        wanted = packet.kind() == Kind.FIND_VALUE_QUERY ? packet.target() : null;
        if (packet.kind() == Kind.STORE_QUERY) {
            Endpoint source = universe.endpoint(from);
            if (!tokens.isGranted(now, host, source, packet.token())) {
                return;
            }
            Endpoint endpoint = source.withPort(packet.storePort());
            stores.computeIfAbsent(host, h -> new HashMap<>())
                    .put(new Stored(packet.target(), endpoint), universe.clock(host));
        }
    }

    @Override
    void sent(long now, int host, Endpoint to, Packet packet) {
        Id id = wanted;
        if (packet.kind() != Kind.VALUES_RESPONSE || id == null) {
            return;
        }
        for (int i = 0; i < packet.count(); i++) {
            Long stored = stores.getOrDefault(host, Map.of()).get(new Stored(id, packet.endpoint(i)));
            long clock = universe.clock(host);
            if (stored == null) {
                broken(String.format(
                        Locale.ROOT, "node %d gave %s for %s, which nobody stored", host, packet.endpoint(i), id));
            } else if (clock - stored > HOUR) {
                broken(String.format(
                        Locale.ROOT,
                        "node %d gave an endpoint of %s %d s after its last STORE",
                        host,
                        id,
                        (clock - stored) / 1_000_000_000));
            }
        }
    }

    @Override
    void look(long now) {
        stores.values().forEach(of -> of.values().removeIf(at -> now - at > 2 * HOUR));
    }
}
