package dev.dht.node;

import dev.dht.lookup.LookupSettings;
import dev.dht.publish.PublishSettings;
import dev.dht.store.StoreSettings;

/**
 * The bounds of a node and how it does things.
 *
 * @param lookup how look-ups are done
 * @param store the bounds of what is stored for others
 * @param publish how entries of its own are kept published
 * @param queriesInFlight how many of its own queries may wait for an answer
 * @param queriesToOneEndpoint how many of those at one endpoint
 * @param lookupsRunning how many look-ups run at once
 * @param lookupsWaiting how many more wait for their turn
 * @param datagram the longest datagram it sends, in bytes; the buffer it is given must have as much room
 * @param memoryBits the size of its two memories of who asked it lately, in bits each: a power of two. More where many
 *     ask; each costs twice as many bits.
 */
public record NodeSettings(
        LookupSettings lookup,
        StoreSettings store,
        PublishSettings publish,
        int queriesInFlight,
        int queriesToOneEndpoint,
        int lookupsRunning,
        int lookupsWaiting,
        int datagram,
        int memoryBits) {
    /** What suits a node on the open network. */
    public static final NodeSettings DEFAULT = new NodeSettings(
            LookupSettings.DEFAULT, StoreSettings.DEFAULT, PublishSettings.DEFAULT, 1024, 8, 64, 1024, 1232, 1 << 20);

    /** Checks that each is at least 1, and that the longest query and eight nodes fit a datagram. */
    public NodeSettings {
        if (queriesInFlight < 1 || queriesToOneEndpoint < 1 || lookupsRunning < 1 || lookupsWaiting < 0) {
            throw new IllegalArgumentException("bounds of a node that cannot be: " + queriesInFlight
                    + " queries in flight, " + queriesToOneEndpoint + " to one endpoint, " + lookupsRunning
                    + " look-ups running, " + lookupsWaiting + " waiting");
        }
        if (datagram < 400) {
            throw new IllegalArgumentException("eight nodes need a datagram of 400 bytes, not " + datagram);
        }
    }

    /** The same with other settings for publishing. */
    public NodeSettings withPublish(PublishSettings other) {
        return new NodeSettings(
                lookup,
                store,
                other,
                queriesInFlight,
                queriesToOneEndpoint,
                lookupsRunning,
                lookupsWaiting,
                datagram,
                memoryBits);
    }

    /** The same with other bounds of the store. */
    public NodeSettings withStore(StoreSettings other) {
        return new NodeSettings(
                lookup,
                other,
                publish,
                queriesInFlight,
                queriesToOneEndpoint,
                lookupsRunning,
                lookupsWaiting,
                datagram,
                memoryBits);
    }

    /** The same with other settings for look-ups. */
    public NodeSettings withLookup(LookupSettings other) {
        return new NodeSettings(
                other,
                store,
                publish,
                queriesInFlight,
                queriesToOneEndpoint,
                lookupsRunning,
                lookupsWaiting,
                datagram,
                memoryBits);
    }

    /** The same with other memories of who asked lately. */
    public NodeSettings withMemoryBits(int other) {
        return new NodeSettings(
                lookup,
                store,
                publish,
                queriesInFlight,
                queriesToOneEndpoint,
                lookupsRunning,
                lookupsWaiting,
                datagram,
                other);
    }
}
