package dev.dht.sim.study;

import dev.dht.sim.Churn;
import dev.dht.sim.Start;
import java.time.Duration;
import java.util.List;

/**
 * What is simulated. Made by {@link #of}, and by methods that give the same with something else.
 *
 * @param nodes how many nodes are up, in the mean where they come and go
 * @param span for how long, once they are there
 * @param churn how nodes come and go
 * @param loss which part of the datagrams gets lost, 0 to 1
 * @param unreachable which part of the nodes is behind NAT, 0 to 1
 * @param homeLines which part of the nodes is on slow home lines, 0 to 1
 * @param liars which part of the nodes lies, 0 to 1
 * @param start how the network begins
 * @param maintenance whether nodes ask their contacts, refresh buckets and renew entries
 * @param entries how many ids are entered, each by a node drawn at random, over the first minute; nodes that come and go
 *     bring so many in the mean
 * @param lookupsPerNodeHour how many look-ups a node does in an hour, in the mean
 * @param judged whether the invariants are checked as it runs
 * @param seed where all chance comes from
 * @param faults what goes wrong when
 */
public record Scenario(
        int nodes,
        Duration span,
        Churn churn,
        double loss,
        double unreachable,
        double homeLines,
        double liars,
        Start start,
        boolean maintenance,
        int entries,
        double lookupsPerNodeHour,
        boolean judged,
        long seed,
        List<Fault> faults) {
    /** Checks what can be wrong, each with a message of its own. */
    public Scenario {
        require(nodes >= 2, "a network has at least 2 nodes, not " + nodes);
        require(!span.isNegative() && !span.isZero(), "a span is positive, not " + span);
        requireShare("loss", loss);
        requireShare("unreachable", unreachable);
        requireShare("homeLines", homeLines);
        requireShare("liars", liars);
        require(entries >= 1, "at least 1 id is entered, not " + entries);
        require(lookupsPerNodeHour >= 0, "look-ups a node and hour cannot be " + lookupsPerNodeHour);
        faults = List.copyOf(faults);
    }

    private static void requireShare(String name, double value) {
        require(value >= 0 && value <= 1, name + " is a part, 0 to 1, not " + value);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * A network of so many nodes for an hour, with the defaults: 1 % loss; half of the nodes behind NAT where they come
     * and go, none where not; a tenth on home lines; an entry a node; four look-ups a node and hour.
     */
    public static Scenario of(int nodes, Churn churn) {
        double unreachable = churn == Churn.NONE ? 0 : 0.5;
        return new Scenario(
                nodes,
                Duration.ofHours(1),
                churn,
                0.01,
                unreachable,
                0.1,
                0,
                Start.JOIN,
                true,
                nodes,
                4,
                nodes <= 20_000,
                1,
                List.of());
    }

    /** The same for another span. */
    public Scenario withSpan(Duration other) {
        return new Scenario(
                nodes,
                other,
                churn,
                loss,
                unreachable,
                homeLines,
                liars,
                start,
                maintenance,
                entries,
                lookupsPerNodeHour,
                judged,
                seed,
                faults);
    }

    /** The same with other loss, and another part of the nodes behind NAT, on home lines, and lying; each 0 to 1. */
    public Scenario withNetwork(double otherLoss, double otherUnreachable, double otherHomeLines, double otherLiars) {
        return new Scenario(
                nodes,
                span,
                churn,
                otherLoss,
                otherUnreachable,
                otherHomeLines,
                otherLiars,
                start,
                maintenance,
                entries,
                lookupsPerNodeHour,
                judged,
                seed,
                faults);
    }

    /** The same with another start, with maintenance or without. */
    public Scenario withStart(Start other, boolean withMaintenance) {
        return new Scenario(
                nodes,
                span,
                churn,
                loss,
                unreachable,
                homeLines,
                liars,
                other,
                withMaintenance,
                entries,
                lookupsPerNodeHour,
                judged,
                seed,
                faults);
    }

    /** The same with other entries and look-ups. */
    public Scenario withLoad(int otherEntries, double otherLookupsPerNodeHour) {
        return new Scenario(
                nodes,
                span,
                churn,
                loss,
                unreachable,
                homeLines,
                liars,
                start,
                maintenance,
                otherEntries,
                otherLookupsPerNodeHour,
                judged,
                seed,
                faults);
    }

    /** The same from another seed. */
    public Scenario withSeed(long other) {
        return new Scenario(
                nodes,
                span,
                churn,
                loss,
                unreachable,
                homeLines,
                liars,
                start,
                maintenance,
                entries,
                lookupsPerNodeHour,
                judged,
                other,
                faults);
    }

    /** The same with faults, judged or not. */
    public Scenario withFaults(List<Fault> other, boolean isJudged) {
        return new Scenario(
                nodes,
                span,
                churn,
                loss,
                unreachable,
                homeLines,
                liars,
                start,
                maintenance,
                entries,
                lookupsPerNodeHour,
                isJudged,
                seed,
                other);
    }
}
