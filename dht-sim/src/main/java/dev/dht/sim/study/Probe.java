package dev.dht.sim.study;

import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import java.util.HashSet;
import java.util.Set;

/** One look-up as the network sees it: whom it asked, and when the closest node there is answered. */
final class Probe {
    /** Where it has not happened. */
    static final long NEVER = -1;

    final int asker;
    final Id target;
    final long began;
    /** The closest living, reachable node; -1 where there is none. */
    private final int nearest;

    private final Set<Endpoint> asked = new HashSet<>();
    private final Set<Integer> gave = new HashSet<>();
    private long nearestAt = NEVER;
    long firstAt = NEVER;

    Probe(int asker, Id target, long began, int nearest) {
        this.asker = asker;
        this.target = target;
        this.began = began;
        this.nearest = nearest;
    }

    /** The asker sent a query. */
    void sent(Endpoint to, Packet query) {
        boolean isFind = query.kind() == Kind.FIND_NODE_QUERY || query.kind() == Kind.FIND_VALUE_QUERY;
        if (isFind && query.target().equals(target)) {
            asked.add(to);
        }
    }

    /** The asker got an answer. */
    void answered(long now, int from, Endpoint endpoint, Packet answer) {
        boolean isFound = answer.kind() == Kind.NODES_RESPONSE || answer.kind() == Kind.VALUES_RESPONSE;
        if (!isFound || !asked.contains(endpoint)) {
            return;
        }
        if (from == nearest && nearestAt == NEVER) {
            nearestAt = now;
        }
        if (answer.kind() == Kind.VALUES_RESPONSE) {
            gave.add(from);
        }
    }

    long nearestAt() {
        return nearestAt;
    }

    /** How many nodes gave endpoints. */
    int gave() {
        return gave.size();
    }
}
