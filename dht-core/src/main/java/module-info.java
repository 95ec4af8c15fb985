/**
 * The protocol, whole, as a deterministic state machine, and the interface {@code Dht} that programs hold. Needs nothing
 * but {@code java.base}.
 *
 * <p>{@code dev.dht.api} and {@code dev.dht.id} are for everyone; the rest is for those who drive a node.
 */
@SuppressWarnings("module") // The drivers are not known here.
module dev.dht.core {
    requires static org.jspecify;

    exports dev.dht.api;
    exports dev.dht.id;
    exports dev.dht.lookup to
            dev.dht,
            dev.dht.sim,
            dev.dht.bench;
    exports dev.dht.node to
            dev.dht,
            dev.dht.sim,
            dev.dht.bench;
    exports dev.dht.publish to
            dev.dht,
            dev.dht.sim,
            dev.dht.bench;
    exports dev.dht.store to
            dev.dht,
            dev.dht.sim,
            dev.dht.bench;
    exports dev.dht.query to
            dev.dht,
            dev.dht.sim;
    exports dev.dht.routing to
            dev.dht.sim,
            dev.dht.bench;
    exports dev.dht.wire to
            dev.dht,
            dev.dht.sim,
            dev.dht.bench;
}
