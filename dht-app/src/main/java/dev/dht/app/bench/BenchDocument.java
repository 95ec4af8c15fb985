package dev.dht.app.bench;

import dev.dht.app.simulate.SummaryDocument;
import dev.dht.bench.Figure;
import dev.dht.bench.Figure.Floor;
import dev.dht.bench.Figure.Range;
import dev.dht.bench.Figure.Target;
import dev.dht.bench.Report;
import dev.dht.sim.study.Summary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of benchmarks, as {@code dht bench --json} says it. A figure of nothing is null. */
public final class BenchDocument {
    private BenchDocument() {}

    /** Of several: each under its name. */
    public static Map<String, @Nullable Object> of(List<Report> reports) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        reports.forEach(report -> document.put(report.name(), of(report)));
        return document;
    }

    /**
     * Of one: its figures with their floors and ratios; then the simulation they are of, where they
     * are of one, their ranges, and whether they are what they should be.
     */
    public static Map<String, @Nullable Object> of(Report report) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        Map<String, @Nullable Object> ranges = new LinkedHashMap<>();
        Map<String, @Nullable Object> targets = new LinkedHashMap<>();
        for (Figure figure : report.figures()) {
            document.put(figure.key(), number(figure.value()));
            Floor floor = figure.floor();
            if (floor != null) {
                document.put(floor.key(), number(floor.value()));
                document.put(floor.ratioKey(), number(figure.ratio()));
            }
            Range range = figure.range();
            if (range != null) {
                ranges.put(figure.key(), List.of(range.least(), range.most()));
            }
            Target target = figure.target();
            if (target != null) {
                targets.put(
                        figure.key(),
                        Map.of(
                                target.atMost() ? "at_most" : "at_least",
                                target.value(),
                                "met",
                                target.isMetBy(figure.value())));
            }
        }
        Summary summary = report.summary();
        if (summary != null) {
            document.put("lookups", SummaryDocument.lookups(summary));
            document.put("enter", SummaryDocument.enter(summary));
        }
        document.put("ranges", ranges);
        document.put("targets", targets);
        document.put("remarks", report.remarks());
        return document;
    }

    /** Four decimals; JSON has no word for what is not a number. */
    private static @Nullable Object number(double figure) {
        if (!Double.isFinite(figure)) {
            return null;
        }
        double rounded = Math.round(figure * 1e4) / 1e4;
        return rounded == Math.rint(rounded) ? (Object) (long) rounded : (Object) rounded;
    }
}
