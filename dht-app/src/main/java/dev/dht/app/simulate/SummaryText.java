package dev.dht.app.simulate;

import dev.dht.app.text.Wording;
import dev.dht.sim.study.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came of a simulation, for a person at a terminal. */
public final class SummaryText {
    private static final int VIOLATIONS_SHOWN = 10;
    private static final int WIDTH = 79;

    private SummaryText() {}

    /** The lines, none longer than a terminal is wide but for what invariants say. */
    public static List<String> of(Summary summary) {
        List<String> lines = new ArrayList<>();
        wrap(Figures.scenario(summary.scenario()), lines);
        lines.add("");
        lines.add(line("look-ups", Figures.success(summary)));
        lines.add(line(
                "entries",
                Wording.count(summary.enter().receipt().count()) + " entered; "
                        + Figures.plainOrNone(summary.replicas().mean())
                        + " of the 8 closest nodes hold one, in the mean"));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-27s%12s%12s%12s%12s", "", "mean", "p50", "p90", "p99"));
        for (Figures.Row row : Figures.rows(summary)) {
            List<String> cells = row.cells();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-27s%12s%12s%12s%12s",
                    row.name(),
                    cells.get(0),
                    cells.get(1),
                    cells.get(2),
                    cells.get(3)));
        }
        lines.add("");
        lines.add(line("sent", Figures.plainOrNone(summary.bytesPerSecondPerNode()) + " bytes a second and node"));
        lines.add(line(
                "simulated",
                Wording.duration(summary.span())
                        + String.format(
                                Locale.ROOT, " in %.1f s: ", summary.wall().toMillis() / 1e3)
                        + Wording.count(summary.datagrams()) + " datagrams, "
                        + Wording.count(Math.round(summary.datagramsPerSecond())) + " a second"));
        lines.add(line("heap", Wording.count(Math.round(summary.heapBytesPerNode())) + " bytes a node"));
        lines.add(line("trace", summary.trace()));
        lines.add(line("invariants", Figures.invariants(summary)));
        summary.violations().stream().limit(VIOLATIONS_SHOWN).forEach(violation -> lines.add("  " + violation));
        if (summary.violations().size() > VIOLATIONS_SHOWN) {
            lines.add("  and " + (summary.violations().size() - VIOLATIONS_SHOWN) + " more (--json)");
        }
        return lines;
    }

    private static void wrap(String text, List<String> lines) {
        StringBuilder line = new StringBuilder();
        for (String part : text.split("(?<=, )", -1)) {
            if (line.length() + part.stripTrailing().length() > WIDTH) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            line.append(part);
        }
        lines.add(line.toString());
    }

    private static String line(String name, String text) {
        return String.format(Locale.ROOT, "%-12s%s", name, text);
    }
}
