package dev.dht.node;

import dev.dht.lookup.LookupSettings;
import dev.dht.publish.PublishSettings;
import dev.dht.store.StoreSettings;

/**
 * How a node does things.
 *
 * @param answering whether it answers queries; one that does not is a client for a moment, whom nobody takes into a table
 * @param lookup how look-ups are done
 * @param store the bounds of what is stored for others
 * @param publish how entries of its own are kept published
 * @param bounds its other bounds
 */
public record NodeSettings(
        boolean answering, LookupSettings lookup, StoreSettings store, PublishSettings publish, NodeBounds bounds) {
    /** What suits a node on the open network. */
    public static final NodeSettings DEFAULT = new NodeSettings(
            true, LookupSettings.DEFAULT, StoreSettings.DEFAULT, PublishSettings.DEFAULT, NodeBounds.DEFAULT);

    /** The same, answering or not. */
    public NodeSettings withAnswering(boolean other) {
        return new NodeSettings(other, lookup, store, publish, bounds);
    }

    /** The same with other settings for look-ups. */
    public NodeSettings withLookup(LookupSettings other) {
        return new NodeSettings(answering, other, store, publish, bounds);
    }

    /** The same with other bounds of the store. */
    public NodeSettings withStore(StoreSettings other) {
        return new NodeSettings(answering, lookup, other, publish, bounds);
    }

    /** The same with other settings for publishing. */
    public NodeSettings withPublish(PublishSettings other) {
        return new NodeSettings(answering, lookup, store, other, bounds);
    }

    /** The same with other bounds. */
    public NodeSettings withBounds(NodeBounds other) {
        return new NodeSettings(answering, lookup, store, publish, other);
    }

    /** The same with other memories of who asked lately: see {@link NodeBounds#memoryBits}. */
    public NodeSettings withMemoryBits(int bits) {
        return withBounds(new NodeBounds(
                bounds.queriesInFlight(),
                bounds.queriesToOneEndpoint(),
                bounds.lookupsRunning(),
                bounds.lookupsWaiting(),
                bounds.datagram(),
                bits));
    }
}
