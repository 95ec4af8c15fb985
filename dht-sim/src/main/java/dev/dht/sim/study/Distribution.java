package dev.dht.sim.study;

import java.util.Arrays;

/** Figures that were measured, and how they are spread. Not for several threads at once. */
public final class Distribution {
    private double[] values = new double[16];
    private int count;
    private boolean isSorted = true;
    private double sum;

    /** No figures yet. */
    public Distribution() {}

    /** Adds a figure. */
    public void add(double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
        sum += value;
        isSorted = false;
    }

    /** How many figures there are. */
    public int count() {
        return count;
    }

    /** Their mean; NaN where there are none. */
    public double mean() {
        return sum / count;
    }

    /**
     * The least figure that at least a share of all do not exceed; NaN where there are none.
     *
     * @param share 0 to 1
     */
    public double quantile(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        sort();
        int rank = Math.max(0, (int) Math.ceil(share * count) - 1);
        // The product may be a bit more than the whole number that it is: 15 / 29 of 29 figures are 15.
        return values[rank > 0 && (double) rank / count >= share ? rank - 1 : rank];
    }

    /** Which part of the figures does not exceed a limit, 0 to 1; NaN where there are none. */
    public double shareUpTo(double limit) {
        sort();
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (values[middle] <= limit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return (double) low / count;
    }

    private void sort() {
        if (!isSorted) {
            Arrays.sort(values, 0, count);
            isSorted = true;
        }
    }
}
