package dev.dht.app.simulate;

import dev.dht.app.text.Wording;
import dev.dht.sim.study.Distribution;
import dev.dht.sim.study.Scenario;
import dev.dht.sim.study.Summary;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** The figures of a summary in the words of the terminal and of the report. */
final class Figures {
    /**
     * One line of a table.
     *
     * @param wording says one of its figures
     */
    record Row(String name, Distribution figures, DoubleFunction<String> wording) {
        /** Mean, p50, p90, p99. */
        List<String> cells() {
            return List.of(
                    said(figures.mean()),
                    said(figures.quantile(0.5)),
                    said(figures.quantile(0.9)),
                    said(figures.quantile(0.99)));
        }

        private String said(double figure) {
            return Double.isFinite(figure) ? wording.apply(figure) : NONE;
        }
    }

    /** A figure of nothing. */
    private static final String NONE = "-";

    static final List<String> COLUMNS = List.of("mean", "p50", "p90", "p99");

    private Figures() {}

    static List<Row> rows(Summary summary) {
        return List.of(
                new Row("first endpoint", summary.first(), Figures::milliseconds),
                new Row("... asked from a fast line", summary.firstOnFast(), Figures::milliseconds),
                new Row("nearest node has answered", summary.nearest(), Figures::milliseconds),
                new Row("closest 8 have answered", summary.closest(), Figures::milliseconds),
                new Row("queries of a look-up", summary.queries(), Figures::plain),
                new Row("hops of a look-up", summary.hops(), Figures::plain),
                new Row("entry acknowledged by 6", summary.enter().acknowledged(), Figures::milliseconds),
                new Row("entry given back by 6", summary.enter().verified(), Figures::milliseconds),
                new Row("until an entry's receipt", summary.enter().receipt(), Figures::milliseconds),
                new Row("nodes that gave it back", summary.enter().holders(), Figures::plain),
                new Row("replicas at the 8 closest", summary.replicas(), Figures::plain),
                new Row("datagrams a second, a node", summary.load(), Figures::plain));
    }

    /** The scenario in one line. */
    static String scenario(Scenario scenario) {
        StringBuilder text = new StringBuilder();
        text.append(Wording.count(scenario.nodes(), "node", "nodes"))
                .append(" for ")
                .append(Wording.duration(scenario.span()))
                .append(", start ")
                .append(scenario.start().name().toLowerCase(Locale.ROOT))
                .append(", churn ")
                .append(scenario.churn().label())
                .append(", ")
                .append(percent(scenario.network().loss()))
                .append(" loss, ")
                .append(percent(scenario.network().unreachable()))
                .append(" behind NAT, ")
                .append(percent(scenario.network().homeLines()))
                .append(" on home lines");
        if (scenario.network().liars() > 0) {
            text.append(", ").append(percent(scenario.network().liars())).append(" liars");
        }
        if (!scenario.maintenance()) {
            text.append(", no maintenance");
        }
        scenario.faults()
                .forEach(fault -> text.append(", ")
                        .append(fault.kind().label())
                        .append(' ')
                        .append(percent(fault.part()))
                        .append(" at ")
                        .append(Wording.duration(fault.at()))
                        .append(" for ")
                        .append(Wording.duration(fault.span())));
        return text.append(", seed ").append(scenario.seed()).toString();
    }

    static String success(Summary summary) {
        return summary.lookups() == 0
                ? "none was made"
                : Wording.count(summary.found()) + " of " + Wording.count(summary.lookups()) + " found the owner, "
                        + String.format(Locale.ROOT, "%.3f %%", 100 * summary.success());
    }

    static String invariants(Summary summary) {
        if (!summary.scenario().judged()) {
            return "not checked";
        }
        return summary.violations().isEmpty()
                ? "all held"
                : Wording.count(summary.violations().size()) + " broken";
    }

    static String percent(double part) {
        return trimmed(100 * part) + " %";
    }

    /** Three decimals at most, and none that says nothing. */
    static String trimmed(double figure) {
        double rounded = Math.rint(figure * 1_000) / 1_000;
        return rounded == Math.rint(rounded)
                ? Wording.count((long) rounded)
                : new BigDecimal(String.format(Locale.ROOT, "%.3f", rounded))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    static String milliseconds(double figure) {
        return figure < 10 ? String.format(Locale.ROOT, "%.1f ms", figure) : Wording.count(Math.round(figure)) + " ms";
    }

    static String plainOrNone(double figure) {
        return Double.isFinite(figure) ? plain(figure) : NONE;
    }

    static String plain(double figure) {
        return figure >= 1_000 ? Wording.count(Math.round(figure)) : String.format(Locale.ROOT, "%.2f", figure);
    }
}
