package dev.dht.sim;

import dev.dht.id.Id;
import dev.dht.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Who is there at this moment, by id: the honest nodes that are up and that strangers can reach. */
public final class Truth implements Observer {
    private final Universe universe;
    private final NavigableMap<Id, Integer> reachable = new TreeMap<>();

    /** The truth about a universe from now on. */
    public Truth(Universe universe) {
        this.universe = universe;
        for (int host = 0; host < universe.size(); host++) {
            if (universe.isHonest(host)) {
                started(universe.now(), host, universe.node(host));
            }
        }
        universe.observe(this);
    }

    @Override
    public void started(long now, int host, Node node) {
        if (universe.isReachable(host)) {
            reachable.put(node.id(), host);
        }
    }

    @Override
    public void stopped(long now, int host, Node node) {
        if (universe.isReachable(host)) {
            reachable.remove(node.id(), host);
        }
    }

    /** How many there are. */
    public int size() {
        return reachable.size();
    }

    /** The hosts closest to a target, but for one, the closest first. */
    public List<Integer> closest(Id target, int count, int except) {
        // The longest prefix of the target under which there are enough holds the closest ones, and few more.
        int low = 0;
        int high = Id.BITS;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (under(target, middle).values().stream().limit(count + 1L).count() > count) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        List<Id> ids = new ArrayList<>(under(target, low).keySet());
        ids.sort(target::compareDistance);
        return ids.stream()
                .map(reachable::get)
                .filter(host -> host != except)
                .limit(count)
                .toList();
    }

    private NavigableMap<Id, Integer> under(Id target, int prefix) {
        return reachable.subMap(target.withTail(prefix, false), true, target.withTail(prefix, true), true);
    }
}
