package dev.dht.app.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * One axis of a plot.
 *
 * @param title what it shows, with its unit
 * @param low the figure at its beginning; above 0 where it is logarithmic
 * @param high the figure at its end, above {@code low}
 * @param logarithmic whether equal distances are equal ratios
 * @param wording says a figure beside a tick
 */
record Axis(String title, double low, double high, boolean logarithmic, DoubleFunction<String> wording) {
    private static final int TICKS = 5;

    /** An axis from 0, or from another round figure, to the next round one that is not below {@code most}. */
    static Axis linear(String title, double low, double most, DoubleFunction<String> wording) {
        double step = step(Math.max(most - low, 1e-9));
        double high = low + step * Math.max(1, Math.ceil((most - low) / step - 1e-9));
        return new Axis(title, low, high, false, wording);
    }

    /** An axis over whole powers of ten that has room for all from {@code least} to {@code most}. */
    static Axis logarithmic(String title, double least, double most, DoubleFunction<String> wording) {
        double low = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-3))));
        double high = Math.pow(10, Math.ceil(Math.log10(Math.max(most, low * 10))));
        return new Axis(title, low, high, true, wording);
    }

    /** Where a figure lies, 0 at the beginning to 1 at the end; what lies outside is put there. */
    double place(double figure) {
        double place = logarithmic
                ? Math.log(Math.max(figure, low) / low) / Math.log(high / low)
                : (figure - low) / (high - low);
        return Math.max(0, Math.min(1, place));
    }

    /** The figures that have a tick. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (double tick = low; tick <= high * 1.001; tick *= 10) {
                ticks.add(tick);
            }
        } else {
            double step = step(high - low);
            for (int i = 0; low + i * step <= high + step / 1_000; i++) {
                ticks.add(low + i * step);
            }
        }
        return ticks;
    }

    /** 1, 2 or 5 times a power of ten: about {@link #TICKS} of it make the range. */
    private static double step(double range) {
        double power = Math.pow(10, Math.floor(Math.log10(range / TICKS)));
        double steps = range / TICKS / power;
        return power * (steps <= 1 ? 1 : steps <= 2 ? 2 : steps <= 5 ? 5 : 10);
    }
}
