package dev.dht.sim.study;

import java.time.Duration;
import java.util.List;

/**
 * What came of a simulation. Times are in virtual milliseconds.
 *
 * @param scenario what was simulated
 * @param span virtual time from when the nodes were there to the end
 * @param wall real time from the first node to the end
 * @param trace the SHA-256 of the whole run, 64 hex digits
 * @param datagrams how many were sent
 * @param heapBytesPerNode what the universe takes of the heap at its end, for each node that is up
 * @param bytesPerSecondPerNode UDP payload that a node sends in a second, in the mean
 * @param lookups how many look-ups ended of ids whose owner was up and had entered them at least 60 s before
 * @param found how many of those found the owner's endpoint
 * @param first from the call to the first endpoint
 * @param firstOnFast the same, of look-ups whose asker is not on a slow home line
 * @param nearest from the call to the answer of the closest living, reachable node
 * @param closest from the call to the end
 * @param queries queries of a look-up, re-sendings left out
 * @param hops hops of a look-up
 * @param reached how many of the 8 closest living, reachable nodes a look-up ended with
 * @param enter how entries were entered
 * @param replicas how many of the 8 closest living, reachable nodes hold an entry that is looked up
 * @param given how many nodes gave the endpoint in a look-up, of those
 * @param load datagrams that a node got in a second, over the nodes
 * @param course how it went over time
 * @param violations what invariants were broken, as sentences; empty where none was, or where they were not checked
 */
public record Summary(
        Scenario scenario,
        Duration span,
        Duration wall,
        String trace,
        long datagrams,
        double heapBytesPerNode,
        double bytesPerSecondPerNode,
        long lookups,
        long found,
        Distribution first,
        Distribution firstOnFast,
        Distribution nearest,
        Distribution closest,
        Distribution queries,
        Distribution hops,
        Distribution reached,
        Entering enter,
        Distribution replicas,
        Distribution given,
        Distribution load,
        List<Moment> course,
        List<String> violations) {
    /**
     * How entries were entered, up to their first receipts.
     *
     * @param acknowledged from the call until {@value Tally#MOST} nodes had answered the STORE
     * @param verified from the call until {@value Tally#MOST} nodes had given the entry back
     * @param receipt from the call to the receipt
     * @param holders how many nodes had given the entry back by then
     */
    public record Entering(
            Distribution acknowledged, Distribution verified, Distribution receipt, Distribution holders) {}

    /**
     * A part of the run.
     *
     * @param at when it ended
     * @param lookups how many look-ups ended in it
     * @param found how many of those found the owner's endpoint
     * @param up how many nodes were up at its end
     */
    public record Moment(Duration at, long lookups, long found, int up) {}

    /** Copies the lists. */
    public Summary {
        course = List.copyOf(course);
        violations = List.copyOf(violations);
    }

    /** Which part of the look-ups found the owner's endpoint, 0 to 1; NaN where there were none. */
    public double success() {
        return lookups == 0 ? Double.NaN : (double) found / lookups;
    }

    /** Which part of the look-ups got an answer of the closest living, reachable node before their end, 0 to 1; NaN where there were none. */
    public double nearestReached() {
        return lookups == 0 ? Double.NaN : (double) nearest.count() / lookups;
    }

    /** How many datagrams were sent in a second of real time. */
    public double datagramsPerSecond() {
        return datagrams * 1e9 / wall.toNanos();
    }
}
