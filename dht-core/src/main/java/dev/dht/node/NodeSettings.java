package dev.dht.node;

import dev.dht.lookup.LookupSettings;
import dev.dht.publish.PublishSettings;
import dev.dht.routing.Liveness;
import dev.dht.store.StoreSettings;

/**
 * How a node does things.
 *
 * @param answering whether it answers queries; one that does not is a client for a moment, whom nobody takes into a table
 * @param lookup how look-ups are done
 * @param store the bounds of what is stored for others
 * @param publish how entries of its own are kept published
 * @param bounds its other bounds
 * @param maintenance whether it keeps itself up: asks contacts whether they are there, refreshes buckets, renews entries.
 *     Without, a network lives from what happens in it, as most simulators have it; for comparison only
 */
public record NodeSettings(
        boolean answering,
        LookupSettings lookup,
        StoreSettings store,
        PublishSettings publish,
        NodeBounds bounds,
        boolean maintenance) {
    /** Checks that look-ups find as many nodes as should hold an entry. */
    public NodeSettings {
        if (publish.wanted() > lookup.width()) {
            throw new IllegalArgumentException("settings of a node that cannot be: " + publish.wanted()
                    + " nodes should hold an entry, and look-ups find the closest " + lookup.width());
        }
    }

    /** For how long a contact is good after it was heard from: without maintenance, where nobody is asked, until it is bad. */
    long goodFor() {
        return maintenance ? Liveness.GOOD_FOR : Long.MAX_VALUE;
    }

    /** What suits a node on the open network. */
    public static final NodeSettings DEFAULT = new NodeSettings(
            true, LookupSettings.DEFAULT, StoreSettings.DEFAULT, PublishSettings.DEFAULT, NodeBounds.DEFAULT, true);

    /** The same, answering or not. */
    public NodeSettings withAnswering(boolean other) {
        return new NodeSettings(other, lookup, store, publish, bounds, maintenance);
    }

    /** The same with other settings for look-ups. */
    public NodeSettings withLookup(LookupSettings other) {
        return new NodeSettings(answering, other, store, publish, bounds, maintenance);
    }

    /** The same with other bounds of the store. */
    public NodeSettings withStore(StoreSettings other) {
        return new NodeSettings(answering, lookup, other, publish, bounds, maintenance);
    }

    /** The same with other settings for publishing. */
    public NodeSettings withPublish(PublishSettings other) {
        return new NodeSettings(answering, lookup, store, other, bounds, maintenance);
    }

    /** The same with other bounds. */
    public NodeSettings withBounds(NodeBounds other) {
        return new NodeSettings(answering, lookup, store, publish, other, maintenance);
    }

    /** The same, with maintenance or without. */
    public NodeSettings withMaintenance(boolean other) {
        return new NodeSettings(answering, lookup, store, publish.withRenewal(other), bounds, other);
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
