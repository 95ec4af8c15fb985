package dev.dht.app.simulate;

import dev.dht.app.simulate.Plot.Curve;
import dev.dht.app.simulate.Plot.Point;
import dev.dht.app.text.Wording;
import dev.dht.sim.study.Distribution;
import dev.dht.sim.study.Summary;
import dev.dht.sim.study.Summary.Moment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.DoubleStream;

/** What came of a simulation as one HTML page that needs nothing else: it opens offline, in light and dark, on a phone. */
public final class Report {
    private static final int POINTS = 200;
    private static final int MOST_HOPS = 20;
    /** What is nearer than this was at hand: 1 ms. */
    private static final double SHORTEST = 1;

    private final Summary summary;
    private final StringBuilder body = new StringBuilder();

    private Report(Summary summary) {
        this.summary = summary;
    }

    /** The page. */
    public static String of(Summary summary) {
        return new Report(summary).page();
    }

    private String page() {
        String title = Wording.count(summary.scenario().nodes()) + " nodes, simulated";
        put("<h1>", Html.escaped(title), "</h1>\n<p class=\"faint\">");
        put(Html.escaped(Figures.scenario(summary.scenario())), "</p>\n");
        tiles();
        violations();
        put("<div class=\"plots\">\n");
        latencies();
        course();
        hops();
        queries();
        load();
        population();
        put("</div>\n");
        figures();
        return frame().replace("{{title}}", Html.escaped(title)).replace("{{body}}", body);
    }

    /** The page without its title and body. */
    private static String frame() {
        try (InputStream page = Objects.requireNonNull(Report.class.getResourceAsStream("report.html"))) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tiles() {
        put("<div class=\"tiles\">\n");
        tile(
                summary.lookups() == 0 ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * summary.success()),
                "of " + Wording.count(summary.lookups()) + " look-ups found the owner");
        tile(said(summary.first(), 0.5), "to the first endpoint, p50");
        tile(said(summary.closest(), 0.5), "until the 8 closest have answered, p50");
        tile(Figures.plainOrNone(summary.replicas().mean()), "of the 8 closest nodes hold an entry");
        tile(Figures.plainOrNone(summary.bytesPerSecondPerNode()), "bytes a second and node");
        tile(Figures.invariants(summary), "invariants");
        put("</div>\n");
    }

    private static String said(Distribution figures, double share) {
        return figures.count() == 0 ? "-" : Figures.milliseconds(figures.quantile(share));
    }

    private void tile(String figure, String what) {
        put("<div><b>", Html.escaped(figure), "</b><span class=\"faint\">", Html.escaped(what), "</span></div>\n");
    }

    private void violations() {
        if (!summary.violations().isEmpty()) {
            put("<div class=\"card bad\"><h2>Broken invariants</h2>");
            summary.violations().forEach(violation -> put("<p>", Html.escaped(violation), "</p>"));
            put("</div>\n");
        }
    }

    private void latencies() {
        List<Distribution> all = List.of(summary.first(), summary.nearest(), summary.closest());
        double least = all.stream()
                .filter(d -> d.count() > 0)
                .mapToDouble(d -> d.quantile(0.01))
                .min()
                .orElse(1);
        double most = all.stream()
                .filter(d -> d.count() > 0)
                .mapToDouble(d -> d.quantile(1))
                .max()
                .orElse(1_000);
        Axis time = Axis.logarithmic("after the call", Math.max(SHORTEST, least), most, Report::shortTime);
        plot(
                "How long a look-up takes",
                "Part of the look-ups that are so far after as long.",
                Plot.lines(
                        "How long look-ups take",
                        time,
                        Axis.linear("", 0, 1, Figures::percent),
                        List.of(
                                new Curve("first endpoint", cumulative(summary.first())),
                                new Curve("nearest node has answered", cumulative(summary.nearest())),
                                new Curve("closest 8 have answered", cumulative(summary.closest())))),
                "first endpoint",
                "nearest node",
                "closest 8");
    }

    /** Time on an axis: milliseconds, or seconds from one on. */
    private static String shortTime(double millis) {
        return millis < 1_000 ? Figures.trimmed(millis) + " ms" : Figures.trimmed(millis / 1_000) + " s";
    }

    private static List<Point> cumulative(Distribution figures) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i <= POINTS && figures.count() > 0; i++) {
            double share = (double) i / POINTS;
            points.add(new Point(figures.quantile(share), share));
        }
        return points;
    }

    private void course() {
        List<Point> success = new ArrayList<>();
        for (Moment moment : summary.course()) {
            if (moment.lookups() > 0) {
                success.add(new Point(minutes(moment), (double) moment.found() / moment.lookups()));
            }
        }
        double least = success.stream().mapToDouble(Point::y).min().orElse(1);
        double low = Math.max(0, Math.floor(Math.min(least, 0.9) * 10 + 1e-9) / 10);
        plot(
                "Success over time",
                "Part of the look-ups that found the owner"
                        + (low > 0 ? "; the axis begins at " + Figures.percent(low) : "") + ".",
                Plot.lines(
                        "Success over time",
                        time(),
                        Axis.linear("", low, 1, Figures::percent),
                        List.of(new Curve("found", success))));
    }

    private Axis time() {
        double end = summary.span().toNanos() / 60e9;
        return end > 240
                ? new Axis("hours", 0, end / 60, false, Figures::trimmed)
                : new Axis("minutes", 0, end, false, Figures::trimmed);
    }

    private double minutes(Moment moment) {
        double minutes = moment.at().toNanos() / 60e9;
        return summary.span().toMinutes() > 240 ? minutes / 60 : minutes;
    }

    private void hops() {
        Distribution hops = summary.hops();
        int most = hops.count() == 0 ? 1 : (int) Math.min(MOST_HOPS, hops.quantile(1));
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i <= most && hops.count() > 0; i++) {
            shares.add(hops.shareUpTo(i) - (i == 0 ? 0 : hops.shareUpTo(i - 1)));
        }
        double highest = shares.stream().mapToDouble(s -> s).max().orElse(1);
        plot(
                "Hops of a look-up",
                "Part of the look-ups by how many steps from the asker the farthest node lay that it asked.",
                Plot.bars(
                        "Hops of a look-up",
                        new Axis("hops", 0, 1, false, Figures::trimmed),
                        Axis.linear("", 0, highest, Figures::percent),
                        shares.isEmpty() ? List.of(0.0) : shares));
    }

    private void queries() {
        spread(
                "Queries of a look-up",
                "Part of the look-ups that take so many or fewer.",
                summary.queries(),
                "queries");
    }

    private void load() {
        spread(
                "Load over the nodes",
                "Part of the nodes that get so many datagrams a second or fewer.",
                summary.load(),
                "datagrams a second");
    }

    private void spread(String title, String caption, Distribution figures, String unit) {
        double most = figures.count() == 0 ? 1 : figures.quantile(0.995);
        plot(
                title,
                caption + " The axis ends where 99.5 % are; the most is "
                        + (figures.count() == 0 ? "-" : Figures.trimmed(figures.quantile(1))) + ".",
                Plot.lines(
                        title,
                        Axis.linear(unit, 0, Math.max(most, 1e-6), Figures::trimmed),
                        Axis.linear("", 0, 1, Figures::percent),
                        List.of(new Curve(unit, cumulative(figures)))));
    }

    private void population() {
        List<Point> up = summary.course().stream()
                .map(moment -> new Point(minutes(moment), moment.up()))
                .toList();
        double most = DoubleStream.concat(
                        DoubleStream.of(summary.scenario().nodes()), up.stream().mapToDouble(Point::y))
                .max()
                .orElse(1);
        plot(
                "Nodes that are up",
                "At the end of each part of the run.",
                Plot.lines(
                        "Nodes that are up",
                        time(),
                        Axis.linear("", 0, most, Figures::trimmed),
                        List.of(new Curve("up", up))));
    }

    private void plot(String title, String caption, String svg, String... keys) {
        put("<figure><h2>", Html.escaped(title), "</h2>", svg, "<figcaption>");
        for (int i = 0; i < keys.length; i++) {
            put("<span class=\"key c" + (i + 1) + "\"></span>", Html.escaped(keys[i]));
        }
        put(keys.length > 0 ? "<br>" : "", Html.escaped(caption), "</figcaption></figure>\n");
    }

    private void figures() {
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(Figures.COLUMNS);
        List<List<String>> rows = new ArrayList<>();
        for (Figures.Row row : Figures.rows(summary)) {
            List<String> cells = new ArrayList<>(List.of(row.name()));
            cells.addAll(row.cells());
            rows.add(cells);
        }
        put("<div class=\"card\"><h2>Figures</h2>", Html.table(head, rows), "</div>\n");
        List<List<String>> moments = summary.course().stream()
                .map(m -> List.of(
                        Wording.duration(m.at()),
                        Wording.count(m.lookups()),
                        Wording.count(m.found()),
                        Wording.count(m.up())))
                .toList();
        put("<p></p><details class=\"card\"><summary>Over time, in figures</summary>");
        put(Html.table(List.of("until", "look-ups", "found", "nodes up"), moments), "</details>\n");
        put("<p class=\"faint\">", Wording.count(summary.datagrams()), " datagrams in ");
        put(String.format(Locale.ROOT, "%.1f", summary.wall().toMillis() / 1e3), " s: ");
        put(Wording.count(Math.round(summary.datagramsPerSecond())), " a second. ");
        put(Wording.count(Math.round(summary.heapBytesPerNode())), " bytes of heap a node. Trace <code>");
        put(summary.trace(), "</code></p>\n");
    }

    private void put(String... parts) {
        for (String part : parts) {
            body.append(part);
        }
    }
}
