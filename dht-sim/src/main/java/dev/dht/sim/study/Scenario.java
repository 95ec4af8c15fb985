package dev.dht.sim.study;

import dev.dht.lookup.LookupSettings;
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
 * @param network what it is like between and in them
 * @param start how the network begins
 * @param maintenance whether nodes ask their contacts, refresh buckets and renew entries
 * @param load what its users do
 * @param judged whether the invariants are checked as it runs
 * @param seed where all chance comes from
 * @param faults what goes wrong when
 */
public record Scenario(
        int nodes,
        Duration span,
        Churn churn,
        Conditions network,
        Start start,
        boolean maintenance,
        Load load,
        boolean judged,
        long seed,
        List<Fault> faults) {
    /** Up to as many nodes are judged unless said otherwise. */
    private static final int JUDGED_UP_TO = 20_000;

    /**
     * What a network is like; each a part, 0 to 1.
     *
     * @param loss of the datagrams that get lost
     * @param unreachable of the nodes that are behind NAT
     * @param homeLines of the nodes that are on slow home lines
     * @param liars of the nodes that lie
     */
    public record Conditions(double loss, double unreachable, double homeLines, double liars) {
        /** Checks each. */
        public Conditions {
            requireShare("loss", loss);
            requireShare("unreachable", unreachable);
            requireShare("homeLines", homeLines);
            requireShare("liars", liars);
        }

        private static void requireShare(String name, double value) {
            require(value >= 0 && value <= 1, name + " is a part, 0 to 1, not " + value);
        }
    }

    /**
     * What users do.
     *
     * @param entries how many ids are entered, each by a node drawn at random, over the first minute; nodes that come and
     *     go bring so many in the mean; at least 1
     * @param lookupsPerNodeHour how many look-ups a node does in an hour, in the mean
     * @param parallelism of look-ups ({@link LookupSettings}), 1 to {@link #MOST_PARALLELISM}
     */
    public record Load(int entries, double lookupsPerNodeHour, int parallelism) {
        /** As many queries of a look-up may be outstanding at all. */
        public static final int MOST_PARALLELISM = LookupSettings.DEFAULT.outstanding();

        /** With the usual parallelism. */
        public Load(int entries, double lookupsPerNodeHour) {
            this(entries, lookupsPerNodeHour, LookupSettings.DEFAULT.parallelism());
        }

        /** Checks each. */
        public Load {
            require(entries >= 1, "at least 1 id is entered, not " + entries);
            require(lookupsPerNodeHour >= 0, "look-ups a node and hour cannot be " + lookupsPerNodeHour);
            require(
                    parallelism >= 1 && parallelism <= MOST_PARALLELISM,
                    "parallelism is 1 to " + MOST_PARALLELISM + ", not " + parallelism);
        }
    }

    /** Checks what can be wrong, each with a message of its own. */
    public Scenario {
        require(nodes >= 2, "a network has at least 2 nodes, not " + nodes);
        require(!span.isNegative() && !span.isZero(), "a span is positive, not " + span);
        faults = List.copyOf(faults);
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
        Conditions network = new Conditions(0.01, churn == Churn.NONE ? 0 : 0.5, 0.1, 0);
        Load load = new Load(Math.max(1, nodes), 4);
        boolean judged = nodes <= JUDGED_UP_TO;
        return new Scenario(nodes, Duration.ofHours(1), churn, network, Start.JOIN, true, load, judged, 1, List.of());
    }

    /** The same for another span. */
    public Scenario withSpan(Duration other) {
        return new Scenario(nodes, other, churn, network, start, maintenance, load, judged, seed, faults);
    }

    /** The same on another network. */
    public Scenario withNetwork(Conditions other) {
        return new Scenario(nodes, span, churn, other, start, maintenance, load, judged, seed, faults);
    }

    /** The same with another start, with maintenance or without. */
    public Scenario withStart(Start other, boolean withMaintenance) {
        return new Scenario(nodes, span, churn, network, other, withMaintenance, load, judged, seed, faults);
    }

    /** The same with other users. */
    public Scenario withLoad(Load other) {
        return new Scenario(nodes, span, churn, network, start, maintenance, other, judged, seed, faults);
    }

    /** The same from another seed. */
    public Scenario withSeed(long other) {
        return new Scenario(nodes, span, churn, network, start, maintenance, load, judged, other, faults);
    }

    /** The same with faults, judged or not. */
    public Scenario withFaults(List<Fault> other, boolean isJudged) {
        return new Scenario(nodes, span, churn, network, start, maintenance, load, isJudged, seed, other);
    }
}
