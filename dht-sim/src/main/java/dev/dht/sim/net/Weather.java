package dev.dht.sim.net;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;

/** What the network does to datagrams beside delaying them. */
public final class Weather {
    /** Who cannot reach whom, from then to then. */
    private record Cut(long until, BiPredicate<Integer, Integer> between) {}

    /** Which part is lost until then. */
    private record Loss(long until, double part) {}

    private final SplittableRandom random;
    private final List<Loss> losses = new ArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();
    private double loss;
    private double duplication;
    private double reordering;

    /** Fair weather. */
    public Weather(SplittableRandom random) {
        this.random = random;
    }

    /** Changes which part of the datagrams is lost, arrives twice, or is held up for up to a second; each 0 to 1. */
    public void set(double newLoss, double newDuplication, double newReordering) {
        loss = newLoss;
        duplication = newDuplication;
        reordering = newReordering;
    }

    /** Loses at least that part of the datagrams until then, 0 to 1. */
    public void lose(long now, long until, double part) {
        losses.removeIf(loss -> loss.until <= now);
        losses.add(new Loss(until, part));
    }

    /** Cuts the way from some to others until then; the way back is asked for apart. */
    public void cut(long now, long until, BiPredicate<Integer, Integer> between) {
        cuts.removeIf(cut -> cut.until <= now);
        cuts.add(new Cut(until, between));
    }

    /** Ends all that was cut, and what is lost beside the usual. */
    public void heal() {
        cuts.clear();
        losses.clear();
    }

    /** Whether one is cut off from the other now. */
    public boolean isCut(long now, int from, int to) {
        for (int i = 0; i < cuts.size(); i++) {
            Cut cut = cuts.get(i);
            if (now < cut.until && cut.between.test(from, to)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the next datagram is lost. */
    public boolean loses(long now) {
        double part = loss;
        for (int i = 0; i < losses.size(); i++) {
            part = losses.get(i).until > now ? Math.max(part, losses.get(i).part) : part;
        }
        return part > 0 && random.nextDouble() < part;
    }

    /** Whether the next datagram arrives twice. */
    public boolean doubles() {
        return duplication > 0 && random.nextDouble() < duplication;
    }

    /** What is added to half a round trip: a little jitter, in nanoseconds; now and then up to a second. */
    public long jitter(long oneWay) {
        long jitter = random.nextLong(oneWay / 20 + 1_000_000);
        return reordering > 0 && random.nextDouble() < reordering ? jitter + random.nextLong(1_000_000_000L) : jitter;
    }
}
