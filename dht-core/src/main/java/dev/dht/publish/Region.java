package dev.dht.publish;

import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the id space in which one look-up found every node. Its nodes are those that answered; a look-up of width w
 * that found w nodes knows all that are closer to its target than the last of them, so all under the longest prefix that
 * the last one does not share. One that found
 * fewer, and to whom nearly everybody answered, knows the whole network; else it is good for its target alone.
 */
final class Region {
    /** The prefix of a region that has room for its target alone. */
    private static final int NOTHING_ELSE = Id.BITS + 1;

    private final Id target;
    private final List<Reachable> nodes;
    private final int prefix;

    /**
     * The nodes that answered a look-up of this width, the closest first; there may be more than the width.
     *
     * @param whole whether nearly everybody answered
     */
    Region(Id target, int width, List<Reachable> nodes, boolean whole) {
        this.target = target;
        this.nodes = nodes;
        if (nodes.size() >= width) {
            prefix = target.commonPrefix(nodes.get(width - 1).contact().id()) + 1;
        } else {
            prefix = whole ? 0 : NOTHING_ELSE;
        }
    }

    /** Whether the {@code count} nodes closest to an id are all known: always so for the target itself. */
    boolean covers(Id id, List<Reachable> closest, int count) {
        if (prefix == 0 || id.equals(target)) {
            return true;
        }
        return closest.size() >= count
                && id.commonPrefix(closest.get(count - 1).contact().id()) >= prefix;
    }

    /** How many first bits an id must share with the target to be in the region; 0 where it is everything. */
    int prefix() {
        return Math.min(prefix, Id.BITS);
    }

    /** The known nodes, those closest to an id first. */
    List<Reachable> closestTo(Id id) {
        List<Reachable> sorted = new ArrayList<>(nodes);
        sorted.sort((x, y) -> id.compareDistance(x.contact().id(), y.contact().id()));
        return sorted;
    }
}
