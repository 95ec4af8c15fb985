package dev.dht.app.simulate;

import java.util.List;
import java.util.Locale;

/** Plots as SVG elements whose colours a style sheet gives: {@code .c1} to {@code .c3}. */
final class Plot {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 300;
    private static final int LEFT = 56;
    private static final int RIGHT = 24;
    private static final int TOP = 14;
    private static final int BOTTOM = 48;

    /** A point of a curve. */
    record Point(double x, double y) {}

    /** A curve with its name, which the legend shows where there are several. */
    record Curve(String name, List<Point> points) {}

    private final StringBuilder svg = new StringBuilder();
    private final Axis x;
    private final Axis y;

    private Plot(String label, Axis x, Axis y) {
        this.x = x;
        this.y = y;
        put("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", WIDTH, HEIGHT, Html.escaped(label));
        for (double tick : y.ticks()) {
            put(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT, WIDTH - RIGHT, up(tick), up(tick));
            text("end", LEFT - 7, up(tick) + 4.5, y.wording().apply(tick));
        }
        put(
                "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                LEFT, WIDTH - RIGHT, bottom(), bottom());
        text("middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, x.title());
    }

    /** Curves, the first in the first colour. */
    static String lines(String label, Axis x, Axis y, List<Curve> curves) {
        Plot plot = new Plot(label, x, y);
        for (double tick : x.ticks()) {
            plot.put(
                    "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%.1f\"/>",
                    plot.across(tick), plot.across(tick), TOP, plot.bottom());
            plot.text(
                    "middle", plot.across(tick), plot.bottom() + 18, x.wording().apply(tick));
        }
        for (int i = 0; i < curves.size(); i++) {
            plot.curve(curves.get(i), i + 1);
        }
        return plot.end();
    }

    private void curve(Curve curve, int colour) {
        if (curve.points().isEmpty()) {
            return;
        }
        put("<polyline class=\"c%d\" points=\"", colour);
        for (Point point : curve.points()) {
            put("%.1f,%.1f ", across(point.x()), up(point.y()));
        }
        put("\"><title>%s</title></polyline>", Html.escaped(curve.name()));
    }

    /** A bar for each figure from 0 on, of the height of the first, second, … value. */
    static String bars(String label, Axis x, Axis y, List<Double> values) {
        Plot plot = new Plot(label, x, y);
        double width = (double) (WIDTH - LEFT - RIGHT) / values.size();
        int each = Math.max(1, values.size() / 12);
        for (int i = 0; i < values.size(); i++) {
            double top = plot.up(values.get(i));
            plot.put(
                    "<rect class=\"c1\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%d: %s</title></rect>",
                    LEFT + i * width + 1.5,
                    top,
                    Math.max(1, width - 3),
                    plot.bottom() - top,
                    i,
                    Figures.percent(values.get(i)));
            if (i % each == 0) {
                plot.text("middle", LEFT + (i + 0.5) * width, plot.bottom() + 18, String.valueOf(i));
            }
        }
        return plot.end();
    }

    private String end() {
        return svg.append("</svg>").toString();
    }

    private double across(double figure) {
        return LEFT + x.place(figure) * (WIDTH - LEFT - RIGHT);
    }

    private double up(double figure) {
        return bottom() - y.place(figure) * (bottom() - TOP);
    }

    private double bottom() {
        return HEIGHT - BOTTOM;
    }

    private void text(String anchor, double atX, double atY, String text) {
        put("<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", anchor, atX, atY, Html.escaped(text));
    }

    private void put(String format, Object... parts) {
        svg.append(String.format(Locale.ROOT, format, parts));
    }
}
