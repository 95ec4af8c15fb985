package dev.dht.sim;

import dev.dht.id.Endpoint;
import dev.dht.node.Node;
import org.jspecify.annotations.Nullable;

/** A place in the universe where a node may run. */
final class Host {
    final int number;
    final Endpoint endpoint;
    /** What lets datagrams in; null where everything gets in. */
    final @Nullable Firewall firewall;

    /** The node that runs here; null while it is down. */
    @Nullable
    Node node;

    /** Until when it does nothing although it runs: a stall. */
    long stalledUntil;

    Host(int number, Endpoint endpoint, @Nullable Firewall firewall) {
        this.number = number;
        this.endpoint = endpoint;
        this.firewall = firewall;
    }

    boolean isUp() {
        return node != null;
    }
}
