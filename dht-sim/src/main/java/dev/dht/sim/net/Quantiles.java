package dev.dht.sim.net;

/** A distribution given by some of its quantiles, straight lines between. */
public final class Quantiles {
    private final double[] shares;
    private final double[] values;

    /** Pairs of a share (ascending, from 0 to 1) and the value that so many stay below. */
    public Quantiles(double... pairs) {
        shares = new double[pairs.length / 2];
        values = new double[pairs.length / 2];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = pairs[2 * i];
            values[i] = pairs[2 * i + 1];
        }
    }

    /** The value at a share, 0 to 1. */
    public double at(double share) {
        int i = 1;
        while (i < shares.length - 1 && shares[i] < share) {
            i++;
        }
        double part = (share - shares[i - 1]) / (shares[i] - shares[i - 1]);
        return values[i - 1] + part * (values[i] - values[i - 1]);
    }
}
