package dev.dht.sim;

import dev.dht.id.Endpoint;
import dev.dht.node.Node;
import java.nio.ByteBuffer;

/**
 * Sees what happens in a universe, on its thread. Times are virtual nanoseconds since the beginning, hosts are numbers.
 * What it is shown it may read during the call, and must not change; datagrams stand between position and limit.
 */
public interface Observer {
    /** An honest node started. What it knows already was restored from an earlier run, or settled. */
    default void started(long now, int host, Node node) {}

    /** A node stopped. */
    default void stopped(long now, int host, Node node) {}

    /** A datagram left a host. */
    default void sent(long now, int from, Endpoint to, ByteBuffer datagram) {}

    /** A datagram got to a host whose node is about to read it. */
    default void delivered(long now, int from, int to, ByteBuffer datagram) {}

    /** The node of a host has dealt with the datagram that was delivered last. */
    default void handled(long now, int to) {}
}
