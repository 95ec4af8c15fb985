package dev.dht.publish;

import dev.dht.id.Id;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A part of the id space all of whose nodes are known, so that each entry in it can be stored at its closest nodes. It
 * is the least one around a target that has as many nodes as should hold an entry, or wider where that pays.
 *
 * <p>One look-up does not know that many other than for its target: nodes name those that are closest to it, so all that are
 * closer than the last of the closest are known, which are all under the longest prefix that the last one does not share; of the
 * others only those that happened to be named. So the parts of the region that are not known are looked up one after
 * another. They are bounded: somebody who makes up many nodes in one of them would have us look for all.
 */
final class Region {
    /** The prefix of a region that has room for its target alone. */
    private static final int NOTHING_ELSE = Id.BITS + 1;

    /** A region that needs more further look-ups is given up, */
    static final int LOOKUPS = 8;
    /** and so many more for each bit by which it was widened, twice as many for the second, and so on. */
    static final int WIDER_LOOKUPS = 8;
    /** It is widened no further than to four times as many nodes. */
    static final int WIDEST = 2;

    /** All ids that share the first bits with this one. */
    private record Part(Id id, int bits) {
        static Part beside(Id id, int bits) {
            return new Part(id.withFlipped(bits), bits + 1);
        }
    }

    private final Id target;
    private final int wanted;
    private final NavigableMap<Id, Reachable> nodes = new TreeMap<>();
    private final Deque<Part> unknown = new ArrayDeque<>(2);
    private final long since;
    private final double phase;
    private int prefix;
    /** Under as many first bits of the target all nodes are known: so much of a widened region is left where the rest is given up. */
    private int known = NOTHING_ELSE;

    private int lookups;
    private int most = LOOKUPS;
    private int widened;

    /**
     * What the look-up of a target teaches.
     *
     * @param wanted how many nodes should hold an entry
     * @param answered who answered it, the closest first
     * @param whole whether nearly everybody that it heard of answered; where they are fewer than wanted, they are the whole
     *     network then
     * @param since when it ended, in nanoseconds
     * @param phase of {@link Phases}: it spreads regions over time
     */
    Region(Id target, int wanted, List<Reachable> answered, boolean whole, long since, double phase) {
        this.target = target;
        this.wanted = wanted;
        this.since = since;
        this.phase = phase;
        add(answered);
        if (answered.size() < wanted) {
            prefix = whole ? 0 : NOTHING_ELSE;
        } else {
            prefix = shared(target, answered);
            if (prefix < Id.BITS) {
                unknown.add(Part.beside(target, prefix));
            }
        }
    }

    private void add(List<Reachable> answered) {
        answered.forEach(node -> nodes.put(node.contact().id(), node));
    }

    /** How many first bits the last of the closest shares with the target; under one more, all nodes are known. */
    private int shared(Id id, List<Reachable> answered) {
        return id.commonPrefix(answered.get(wanted - 1).contact().id());
    }

    Id target() {
        return target;
    }

    /** What is to be looked up next so that all is known; null where all is. */
    @Nullable
    Id unknown() {
        Part next = unknown.peek();
        return next == null ? null : next.id();
    }

    /** What the look-up of {@link #unknown} came to: see {@link Region}. */
    void found(List<Reachable> answered) {
        Part part = unknown.remove();
        lookups++;
        add(answered);
        int last = answered.size() < wanted ? 0 : shared(part.id(), answered);
        for (int bits = part.bits(); bits <= Math.min(last, Id.BITS - 1); bits++) {
            unknown.push(Part.beside(part.id(), bits));
        }
        if (answered.size() < wanted || unknown.size() > most - lookups) {
            unknown.clear();
            prefix = known;
        } else if (unknown.size() <= widened) {
            // The parts by which it was widened come last, the nearest first.
            known = Math.min(known, prefix + unknown.size());
        }
    }

    /** Whether the nodes closest to an id are known: always so for the target itself. */
    boolean covers(Id id) {
        return id.equals(target) || id.commonPrefix(target) >= (unknown.isEmpty() ? prefix : known);
    }

    /** How many first bits an id must share with the target to be in the region; 0 where it is everything. */
    int prefix() {
        return Math.min(prefix, Id.BITS);
    }

    /** Gives the round of an id that it covers its closest nodes; the first tokens are as old as the region. */
    void serve(Round round, int most) {
        round.found(since, closestTo(round.id(), most), phase);
    }

    /** Whether looking for the rest of it would leave too little time to store with the first tokens. */
    boolean isOld(long now) {
        return now - since > PublishSettings.TOKENS_GOOD_FOR / 2;
    }

    /** Whether it may reach a bit farther than it does. */
    boolean mayWiden() {
        return 0 < prefix && prefix < Id.BITS && widened < WIDEST;
    }

    /** Has it reach a bit farther, to about twice as many nodes; before any part of it was looked up. */
    void widen() {
        most += WIDER_LOOKUPS << widened;
        widened++;
        prefix--;
        unknown.add(Part.beside(target, prefix));
    }

    /** Whom the look-up of {@link #unknown} begins with. */
    List<Reachable> near(Id id) {
        return closestTo(id, wanted);
    }

    /** The known nodes that are closest to an id, the closest first. */
    List<Reachable> closestTo(Id id, int most) {
        return nodes.values().stream()
                .sorted((x, y) ->
                        id.compareDistance(x.contact().id(), y.contact().id()))
                .limit(most)
                .toList();
    }
}
