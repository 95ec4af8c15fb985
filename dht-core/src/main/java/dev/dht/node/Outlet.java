package dev.dht.node;

import dev.dht.id.Endpoint;
import java.nio.ByteBuffer;

/** Where a node's datagrams go. */
@FunctionalInterface
public interface Outlet {
    /**
     * Sends a datagram.
     *
     * @param path the socket, as {@link Node#receive} names it
     * @param to where to
     * @param datagram the bytes between position and limit; the caller's own after the call
     * @return whether it left; one that did not never counts against the contact
     */
    boolean send(int path, Endpoint to, ByteBuffer datagram);
}
