package dev.dht.app.simulate;

import dev.dht.sim.study.Distribution;
import dev.dht.sim.study.Fault;
import dev.dht.sim.study.Scenario;
import dev.dht.sim.study.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of a simulation, as {@code dht simulate --json} says it. A figure of nothing is null. */
public final class SummaryDocument {
    private SummaryDocument() {}

    /** All of it. */
    public static Map<String, @Nullable Object> of(Summary summary) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("seed", summary.scenario().seed());
        document.put("nodes", summary.scenario().nodes());
        document.put("virtual_seconds", rounded(summary.span().toNanos() / 1e9));
        document.put("wall_seconds", rounded(summary.wall().toNanos() / 1e9));
        document.put("trace", summary.trace());
        document.put("datagrams", summary.datagrams());
        document.put("datagrams_per_second", rounded(summary.datagramsPerSecond()));
        document.put("heap_bytes_per_node", rounded(summary.heapBytesPerNode()));
        document.put("bytes_per_second_per_node", rounded(summary.bytesPerSecondPerNode()));
        document.put("lookups", lookups(summary));
        document.put("enter", enter(summary));
        document.put("replicas_mean", rounded(summary.replicas().mean()));
        document.put("load", spread(summary.load()));
        document.put("course", course(summary));
        document.put("scenario", scenario(summary.scenario()));
        document.put("violations", summary.violations());
        return document;
    }

    /** Its look-ups: how many, how they ended, and how long they took. */
    public static Map<String, @Nullable Object> lookups(Summary summary) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("total", summary.lookups());
        document.put("found", summary.found());
        document.put("success", rounded(summary.success()));
        document.put("first_ms", spread(summary.first()));
        document.put("first_on_fast_lines_ms", spread(summary.firstOnFast()));
        document.put("nearest_ms", spread(summary.nearest()));
        document.put("nearest_reached", rounded(summary.nearestReached()));
        document.put("closest_ms", spread(summary.closest()));
        document.put("queries_mean", rounded(summary.queries().mean()));
        document.put("hops_mean", rounded(summary.hops().mean()));
        document.put("queries", spread(summary.queries()));
        document.put("hops", spread(summary.hops()));
        document.put("reached_mean", rounded(summary.reached().mean()));
        document.put("given_mean", rounded(summary.given().mean()));
        return document;
    }

    /** What was entered meanwhile, and how long that took. */
    public static Map<String, @Nullable Object> enter(Summary summary) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("total", summary.enter().receipt().count());
        document.put("verified_mean", rounded(summary.enter().holders().mean()));
        document.put("acknowledged_by_6_ms", spread(summary.enter().acknowledged()));
        document.put("verified_by_6_ms", spread(summary.enter().verified()));
        document.put("ms", spread(summary.enter().receipt()));
        return document;
    }

    private static List<Object> course(Summary summary) {
        List<Object> course = new ArrayList<>();
        for (Summary.Moment moment : summary.course()) {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("at_seconds", rounded(moment.at().toNanos() / 1e9));
            document.put("lookups", moment.lookups());
            document.put("found", moment.found());
            document.put("up", moment.up());
            course.add(document);
        }
        return course;
    }

    private static Map<String, @Nullable Object> scenario(Scenario scenario) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("nodes", scenario.nodes());
        document.put("hours", rounded(scenario.span().toMillis() / 3_600_000.0));
        document.put("churn", scenario.churn().label());
        document.put("loss", scenario.network().loss());
        document.put("unreachable", scenario.network().unreachable());
        document.put("home-lines", scenario.network().homeLines());
        document.put("liars", scenario.network().liars());
        document.put("start", scenario.start().name().toLowerCase(Locale.ROOT));
        document.put("maintenance", scenario.maintenance() ? "on" : "off");
        document.put("lookups-per-node-hour", scenario.load().lookupsPerNodeHour());
        document.put("parallelism", scenario.load().parallelism());
        document.put("entries", scenario.load().entries());
        document.put("invariants", scenario.judged() ? "on" : "off");
        document.put("seed", scenario.seed());
        document.put(
                "faults", scenario.faults().stream().map(SummaryDocument::fault).toList());
        return document;
    }

    private static Map<String, @Nullable Object> fault(Fault fault) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("kind", fault.kind().label());
        document.put("at", rounded(fault.at().toMillis() / 1e3));
        document.put("for", rounded(fault.span().toMillis() / 1e3));
        document.put("part", fault.part());
        return document;
    }

    private static Map<String, @Nullable Object> spread(Distribution figures) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("mean", rounded(figures.mean()));
        document.put("p50", rounded(figures.quantile(0.5)));
        document.put("p90", rounded(figures.quantile(0.9)));
        document.put("p99", rounded(figures.quantile(0.99)));
        return document;
    }

    /** Six decimals; JSON has no word for what is not a number. */
    private static @Nullable Double rounded(double figure) {
        return Double.isFinite(figure) ? Math.round(figure * 1e6) / 1e6 : null;
    }
}
