package dev.dht.node;

import dev.dht.query.Queries;
import dev.dht.wire.PacketWriter;
import java.util.random.RandomGenerator;

/**
 * The bounds of a node.
 *
 * @param queriesInFlight how many of its own queries may wait for an answer
 * @param queriesToOneEndpoint how many of those at one endpoint
 * @param lookupsRunning how many look-ups run at once for users; those that the node needs itself are never refused: one for
 *     each round of publishing, and two of the upkeep
 * @param lookupsWaiting how many more wait for their turn
 * @param datagram the longest datagram it sends, in bytes; the buffer it is given must have as much room
 * @param memoryBits the size of its two memories of who asked it lately, in bits each, a power of two; one is kept twice,
 *     the other six times, and so is a memory of whom it asked, of an eighth of the size. More where many ask.
 */
public record NodeBounds(
        int queriesInFlight,
        int queriesToOneEndpoint,
        int lookupsRunning,
        int lookupsWaiting,
        int datagram,
        int memoryBits) {
    /** What suits a node on the open network: 1,024 / 8 queries, 64 / 1,024 look-ups, 1,232 bytes, a million bits. */
    public static final NodeBounds DEFAULT = new NodeBounds(1_024, 8, 64, 1_024, 1_232, 1 << 20);

    /** Checks that each is at least 1, and that eight nodes fit a datagram. */
    public NodeBounds {
        if (queriesInFlight < 1 || queriesToOneEndpoint < 1 || lookupsRunning < 1 || lookupsWaiting < 0) {
            throw new IllegalArgumentException("bounds of a node that cannot be: " + queriesInFlight
                    + " queries in flight, " + queriesToOneEndpoint + " to one endpoint, " + lookupsRunning
                    + " look-ups running, " + lookupsWaiting + " waiting");
        }
        if (datagram < 400) {
            throw new IllegalArgumentException("eight nodes need a datagram of 400 bytes, not " + datagram);
        }
    }

    /** The queries of a node, within these bounds. */
    Queries queries(PacketWriter writer, RandomGenerator secrets, Queries.Sender sender) {
        return new Queries(queriesInFlight, queriesToOneEndpoint, memoryBits, writer, secrets, sender);
    }
}
