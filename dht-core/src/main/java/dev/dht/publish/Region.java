package dev.dht.publish;

import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the id space in which one look-up found every node. Its nodes are those that answered; a look-up of width w
 * that found w nodes knows all that are closer to its target than the last of them, so all under the longest prefix that
 * the last one does not share. One that found fewer knows the whole network.
 */
final class Region {
    private final Id target;
    private final List<Reachable> nodes;
    private final int prefix;

    /** The nodes that answered a look-up of this width, the closest first; there may be more than the width. */
    Region(Id target, int width, List<Reachable> nodes) {
        this.target = target;
        this.nodes = nodes;
        this.prefix = nodes.size() < width
                ? 0
                : target.commonPrefix(nodes.get(width - 1).contact().id()) + 1;
    }

    /** Whether the {@code count} nodes closest to an id are all known: always so for the target itself. */
    boolean covers(Id id, List<Reachable> closest, int count) {
        if (prefix == 0 || id.equals(target)) {
            return true;
        }
        return closest.size() >= count
                && id.commonPrefix(closest.get(count - 1).contact().id()) >= prefix;
    }

    /** How many first bits an id must share with the target to be in the region. */
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
