package dev.dht.app.bench;

import dev.dht.app.text.Wording;
import dev.dht.bench.Figure;
import dev.dht.bench.Figure.Floor;
import dev.dht.bench.Figure.Range;
import dev.dht.bench.Figure.Target;
import dev.dht.bench.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came of a benchmark, for a person at a terminal: each figure, below it its floor, what it should be, its range. */
public final class BenchText {
    private static final int WIDTH = 79;

    private BenchText() {}

    /** The lines, none longer than a terminal is wide. */
    public static List<String> of(Report report) {
        List<String> lines = new ArrayList<>();
        wrap(report.name() + ": " + report.about(), "", lines);
        for (Figure figure : report.figures()) {
            lines.add(row(figure.what(), value(figure.value(), figure.unit()), verdict(figure)));
            Floor floor = figure.floor();
            if (floor != null) {
                lines.add(row(
                        "  floor: " + floor.what(),
                        value(floor.value(), figure.unit()),
                        String.format(Locale.ROOT, "ratio %.2f", figure.ratio())));
            }
            Range range = figure.range();
            if (range != null) {
                lines.add(row("  rounds", number(range.least()) + " to " + number(range.most()), ""));
            }
        }
        report.remarks().forEach(remark -> wrap(remark, "  ", lines));
        return lines;
    }

    private static String row(String what, String value, String more) {
        return String.format(Locale.ROOT, "  %-41s %16s  %s", what, value, more).stripTrailing();
    }

    private static String verdict(Figure figure) {
        Target target = figure.target();
        if (target == null) {
            return "";
        }
        String wanted = (target.atMost() ? "<= " : ">= ") + number(target.value());
        return wanted + (target.isMetBy(figure.value()) ? ": met" : ": missed");
    }

    private static String value(double figure, String unit) {
        return (number(figure) + " " + unit).stripTrailing();
    }

    /** Whole from 1,000, two decimals below. */
    private static String number(double figure) {
        if (!Double.isFinite(figure)) {
            return "none";
        }
        return Math.abs(figure) >= 1_000 || figure == Math.rint(figure)
                ? Wording.count(Math.round(figure))
                : String.format(Locale.ROOT, "%.2f", figure);
    }

    private static void wrap(String text, String indent, List<String> lines) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ", -1)) {
            if (line.length() + word.length() + 1 > WIDTH) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(indent);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
    }
}
