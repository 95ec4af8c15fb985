package dev.dht.foreign;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Endpoints by id, each for an hour from when it was last stored. */
final class ForeignStore {
    private static final long LIFE = TimeUnit.HOURS.toNanos(1);

    private final Map<ByteBuffer, Map<ForeignEndpoint, Long>> storedAt = new HashMap<>();

    void put(long now, byte[] id, ForeignEndpoint endpoint) {
        storedAt.computeIfAbsent(ByteBuffer.wrap(id.clone()), any -> new LinkedHashMap<>())
                .put(endpoint, now);
    }

    /** The endpoints of an id that have not expired, in the order in which they first came. */
    List<ForeignEndpoint> get(long now, byte[] id) {
        Map<ForeignEndpoint, Long> endpoints = storedAt.getOrDefault(ByteBuffer.wrap(id), Map.of());
        endpoints.values().removeIf(stored -> now - stored >= LIFE);
        return List.copyOf(endpoints.keySet());
    }
}
