package dev.dht.app.node;

/** Starts nodes: over UDP, or whatever a test puts in their place. */
@FunctionalInterface
public interface NodeStarter {
    /**
     * Starts a node.
     *
     * @throws dev.dht.api.DhtException with {@code CANNOT_START} if its port, address or directory cannot be used
     * @throws IllegalArgumentException if a bootstrap is not {@code HOST:PORT}
     */
    StartedNode start(NodeSettings settings);
}
