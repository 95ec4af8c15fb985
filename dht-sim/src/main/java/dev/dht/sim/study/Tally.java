package dev.dht.sim.study;

import dev.dht.api.LookupReport;
import dev.dht.api.Receipt;
import dev.dht.api.Receipt.Holder;
import dev.dht.sim.Universe;
import dev.dht.sim.study.Summary.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a simulation measures. */
final class Tally {
    /** Most of the nodes that should hold an entry. */
    static final int MOST = 6;

    private static final double MILLISECOND = 1e6;

    private final Distribution first = new Distribution();
    private final Distribution firstOnFast = new Distribution();
    private final Distribution nearest = new Distribution();
    private final Distribution closest = new Distribution();
    private final Distribution queries = new Distribution();
    private final Distribution hops = new Distribution();
    private final Distribution reached = new Distribution();
    private final Summary.Entering enter =
            new Summary.Entering(new Distribution(), new Distribution(), new Distribution(), new Distribution());
    private final Distribution replicas = new Distribution();
    private final Distribution given = new Distribution();
    private final List<Moment> course = new ArrayList<>();
    private long beganAt;
    private long bytesBefore;
    private long lookups;
    private long found;
    private long lookupsBefore;
    private long foundBefore;
    /** Nodes that were up, times seconds. */
    private double nodeSeconds;

    private long lastMoment;

    void begin(long now, long bytes) {
        beganAt = now;
        lastMoment = now;
        bytesBefore = bytes;
    }

    long beganAt() {
        return beganAt;
    }

    long lookupsEnded() {
        return lookups;
    }

    void replicas(int count) {
        replicas.add(count);
    }

    void entered(Instant began, Instant now, Receipt receipt) {
        enter.receipt().add(millis(began, now));
        enter.holders().add(receipt.verified());
        addMost(enter.acknowledged(), began, receipt.holders().stream().map(Holder::acknowledgedAt));
        addMost(enter.verified(), began, receipt.holders().stream().map(Holder::verifiedAt));
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / MILLISECOND;
    }

    private static void addMost(Distribution to, Instant began, Stream<@Nullable Instant> times) {
        times.filter(Objects::nonNull)
                .sorted()
                .skip(MOST - 1)
                .findFirst()
                .ifPresent(time -> to.add(millis(began, time)));
    }

    void lookupEnded(
            long now,
            Probe probe,
            LookupReport report,
            boolean isFound,
            boolean isAskerOnHomeLine,
            int holders,
            int reachedOf) {
        lookups++;
        found += isFound ? 1 : 0;
        closest.add((now - probe.began) / MILLISECOND);
        queries.add(report.queries());
        hops.add(report.hops());
        reached.add(reachedOf);
        if (probe.firstAt != Probe.NEVER) {
            double took = (probe.firstAt - probe.began) / MILLISECOND;
            first.add(took);
            if (!isAskerOnHomeLine) {
                firstOnFast.add(took);
            }
        }
        if (probe.nearestAt() != Probe.NEVER) {
            nearest.add((probe.nearestAt() - probe.began) / MILLISECOND);
        }
        if (holders > 0) {
            given.add(Math.min(1.0, (double) probe.gave() / holders));
        }
    }

    /** A look-up was refused: nothing was found. */
    void lookupRefused() {
        lookups++;
    }

    void moment(long now, int up) {
        course.add(new Moment(Duration.ofNanos(now - beganAt), lookups - lookupsBefore, found - foundBefore, up));
        lookupsBefore = lookups;
        foundBefore = found;
        nodeSeconds += up * ((now - lastMoment) / 1e9);
        lastMoment = now;
    }

    Summary summary(
            Scenario scenario,
            Duration wall,
            Universe universe,
            double heapPerNode,
            Distribution load,
            List<String> violations) {
        return new Summary(
                scenario,
                Duration.ofNanos(universe.now() - beganAt),
                wall,
                universe.trace(),
                universe.datagrams(),
                heapPerNode,
                (universe.bytes() - bytesBefore) / nodeSeconds,
                lookups,
                found,
                first,
                firstOnFast,
                nearest,
                closest,
                queries,
                hops,
                reached,
                enter,
                replicas,
                given,
                load,
                course,
                violations);
    }
}
