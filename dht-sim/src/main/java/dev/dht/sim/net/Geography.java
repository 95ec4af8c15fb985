package dev.dht.sim.net;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Where nodes are, and so how long a datagram takes between two. They lie on a sphere, drawn evenly; of two such points
 * (1 − cos angle) / 2 is uniform, so reading it as a share of the measured round trips gives their distribution exactly,
 * and near ones stay near. Nodes on home lines add their own delay to every datagram.
 *
 * <p>Round trips are WonderProxy's of July 2020 (250 hosts, 61,859 pairs); home lines are such that all round trips to
 * them have the measured 220, 920 and 2,820 ms at p50, p95 and p99 (Seattle, 99 home devices).
 */
public final class Geography {
    private static final double MILLISECOND = 1e6;
    private static final Quantiles ROUND_TRIPS = new Quantiles(
            0, 1, 0.05, 23, 0.25, 75, 0.5, 139, 0.75, 210, 0.9, 275, 0.95, 308, 0.99, 376, 0.999, 448, 1, 520);
    private static final Quantiles HOME_LINES = new Quantiles(0, 5, 0.5, 80, 0.95, 700, 0.99, 2_600, 1, 3_200);

    private final SplittableRandom random;
    private final double homeShare;
    private float[] places = new float[0];
    private float[] homeDelays = new float[0];
    private int count;

    /**
     * An empty world.
     *
     * @param homeShare which part of the nodes is on home lines, 0 to 1
     */
    public Geography(SplittableRandom random, double homeShare) {
        this.random = random;
        this.homeShare = homeShare;
    }

    /** Draws the place of the next node. */
    public void add() {
        if (3 * count == places.length) {
            places = Arrays.copyOf(places, Math.max(48, places.length * 2));
            homeDelays = Arrays.copyOf(homeDelays, places.length / 3);
        }
        double height = 2 * random.nextDouble() - 1;
        double turn = 2 * StrictMath.PI * random.nextDouble();
        double radius = StrictMath.sqrt(1 - height * height);
        places[3 * count] = (float) (radius * StrictMath.cos(turn));
        places[3 * count + 1] = (float) (radius * StrictMath.sin(turn));
        places[3 * count + 2] = (float) height;
        homeDelays[count] = random.nextDouble() < homeShare ? (float) HOME_LINES.at(random.nextDouble()) : 0;
        count++;
    }

    /** The round trip between two nodes without jitter, in nanoseconds. */
    public long roundTrip(int one, int other) {
        double cosine = 0;
        for (int i = 0; i < 3; i++) {
            cosine += (double) places[3 * one + i] * places[3 * other + i];
        }
        double share = Math.max(0, Math.min(1, (1 - cosine) / 2));
        return (long) ((ROUND_TRIPS.at(share) + homeDelays[one] + homeDelays[other]) * MILLISECOND);
    }

    /** Whether a node is on a home line. */
    public boolean isHome(int node) {
        return homeDelays[node] > 0;
    }
}
