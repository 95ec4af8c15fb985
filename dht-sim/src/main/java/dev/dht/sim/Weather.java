package dev.dht.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;

/** What the network does to datagrams beside delaying them. */
final class Weather {
    /** Who cannot reach whom, from then to then. */
    private record Cut(long from, long until, BiPredicate<Integer, Integer> between) {}

    private final SplittableRandom random;
    private final List<Cut> cuts = new ArrayList<>();
    double loss;
    double duplication;
    /** Which part is held up for up to a second, and so overtaken by others. */
    double reordering;

    Weather(SplittableRandom random) {
        this.random = random;
    }

    void cut(long from, long until, BiPredicate<Integer, Integer> between) {
        cuts.add(new Cut(from, until, between));
    }

    boolean isCut(long now, int from, int to) {
        for (Cut cut : cuts) {
            if (now >= cut.from && now < cut.until && cut.between.test(from, to)) {
                return true;
            }
        }
        return false;
    }

    boolean loses() {
        return loss > 0 && random.nextDouble() < loss;
    }

    boolean doubles() {
        return duplication > 0 && random.nextDouble() < duplication;
    }

    /** What is added to half a round trip: a little jitter, in nanoseconds; now and then up to a second. */
    long jitter(long oneWay) {
        long jitter = random.nextLong(oneWay / 20 + 1_000_000);
        return reordering > 0 && random.nextDouble() < reordering ? jitter + random.nextLong(1_000_000_000L) : jitter;
    }
}
