package dev.dht.bench;

import dev.dht.bench.Figure.Floor;
import dev.dht.sim.Churn;
import dev.dht.sim.Start;
import dev.dht.sim.study.Distribution;
import dev.dht.sim.study.Progress;
import dev.dht.sim.study.Scenario;
import dev.dht.sim.study.Scenario.Conditions;
import dev.dht.sim.study.Scenario.Load;
import dev.dht.sim.study.Simulation;
import dev.dht.sim.study.Summary;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** How long a user of a network waits, and what it costs: in virtual time, where nodes come and go. */
final class LookupFigures {
    private static final Duration SPAN = Duration.ofMinutes(30);
    private static final double HOME_LINES = 0.1;
    /** What a look-up counts that failed (Heep, R/Kademlia, 2010), in milliseconds. */
    private static final double FAILED = 10_000;
    /** Parallelism of look-ups that may cost about as much traffic as theirs; the usual one costs half. */
    private static final int MORE = 8;

    private LookupFigures() {}

    static Report measure(Extent extent, Consumer<String> progress) {
        progress.accept("what a PING takes");
        Distribution trips = RoundTrips.measure();
        int fewer = Math.max(2, extent.nodes() / 2);
        Conditions open = new Conditions(0, 0, HOME_LINES, 0);
        Conditions usual = new Conditions(0.01, 0.5, HOME_LINES, 0);
        Load busy = new Load(fewer, 60);
        Load wide = new Load(fewer, 60, MORE);
        Summary alike = run(fewer, open, busy, "like for like", progress);
        Summary more = run(fewer, open, wide, "like for like, parallelism " + MORE, progress);
        Summary real = run(extent.nodes(), usual, new Load(extent.nodes(), 4), "as networks are", progress);
        Floor mean = floor("mean", trips.mean());
        Floor half = floor("p50", trips.quantile(0.5));
        Floor most = floor("p90", trips.quantile(0.9));
        Floor all = floor("p99", trips.quantile(0.99));
        return new Report(
                "lookup",
                "half an hour of virtual time, kad churn, a tenth on home lines, from a settled start",
                List.of(
                        Figure.of("alike_nodes", "like for like with the literature: nodes", fewer, ""),
                        ms("alike_nearest_ms_mean", "until the closest node answered, mean", nearest(alike))
                                .atMost(400)
                                .beside(mean),
                        Figure.of("alike_bytes", "sent by a node", alike.bytesPerSecondPerNode(), "bytes/s")
                                .atMost(300),
                        ms("alike_more_nearest_ms_mean", "with parallelism " + MORE + ", mean", nearest(more))
                                .atMost(400)
                                .beside(mean),
                        Figure.of("alike_more_bytes", "sent by a node", more.bytesPerSecondPerNode(), "bytes/s")
                                .atMost(300),
                        Figure.of("nodes", "as networks are, half behind NAT, 1 % lost: nodes", extent.nodes(), ""),
                        Figure.of("success", "look-ups that found it", real.success(), "")
                                .atLeast(0.9999),
                        ms("first_ms_p50", "first endpoint, half of the look-ups", real.first(), 0.5)
                                .atMost(300)
                                .beside(half),
                        ms("first_ms_p90", "nine of ten", real.first(), 0.9)
                                .atMost(700)
                                .beside(most),
                        ms("first_ms_p99", "99 of 100", real.first(), 0.99)
                                .atMost(2_000)
                                .beside(all),
                        ms("first_on_fast_lines_ms_p99", "99 of 100, asked from fast lines", real.firstOnFast(), 0.99)
                                .atMost(1_000)
                                .beside(all),
                        ms("closest_ms_mean", "the end, mean", real.closest().mean())
                                .atMost(1_000)
                                .beside(mean),
                        Figure.of(
                                        "queries_mean",
                                        "queries a look-up",
                                        real.queries().mean(),
                                        "")
                                .atMost(20),
                        ms(
                                        "verified_ms_p50",
                                        "entered, given back by 6",
                                        real.enter().verified(),
                                        0.5)
                                .atMost(1_200)
                                .beside(half),
                        ms(
                                        "acknowledged_ms_p50",
                                        "entered, acknowledged by 6",
                                        real.enter().acknowledged(),
                                        0.5)
                                .atMost(900)
                                .beside(half),
                        ms("acknowledged_ms_p99", "99 of 100", real.enter().acknowledged(), 0.99)
                                .atMost(3_000)
                                .beside(all),
                        Figure.of("bytes", "sent by a node", real.bytesPerSecondPerNode(), "bytes/s")),
                List.of(
                        "Times are virtual: they do not depend on this machine. The floor is a PING between nodes placed likewise, where nothing is lost.",
                        "Like for like: all can be reached, nothing is lost, 60 look-ups a node and hour; one that fails"
                                + " counts as 10 s."),
                real);
    }

    private static Summary run(int nodes, Conditions conditions, Load load, String name, Consumer<String> progress) {
        Scenario scenario = Scenario.of(nodes, Churn.KAD)
                .withSpan(SPAN)
                .withStart(Start.SETTLED, true)
                .withNetwork(conditions)
                .withLoad(load)
                .withFaults(List.of(), false);
        return Simulation.run(scenario, System::nanoTime, null, step -> progress.accept(name + ": " + words(step)));
    }

    private static String words(Progress step) {
        return step.virtual().toSeconds() + " of " + step.goal().toSeconds() + " s of virtual time";
    }

    /** The mean, where a look-up that never got an answer of the closest node counts as failed. */
    private static double nearest(Summary summary) {
        Distribution nearest = summary.nearest();
        long failed = Math.max(0, summary.lookups() - nearest.count());
        return (nearest.mean() * nearest.count() + FAILED * failed) / (nearest.count() + failed);
    }

    private static Figure ms(String key, String what, Distribution times, double share) {
        return ms(key, what, times.quantile(share));
    }

    private static Figure ms(String key, String what, double value) {
        return Figure.of(key, what, value, "ms");
    }

    private static Floor floor(String name, double value) {
        return new Floor("ping_ms_" + name, "pings_" + name, "a PING, " + name, value);
    }
}
