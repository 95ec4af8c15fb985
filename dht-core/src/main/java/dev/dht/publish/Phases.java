package dev.dht.publish;

import java.util.random.RandomGenerator;

/** Numbers from 0 to 1, one for each region, the next of which falls where the widest gap is: the additive recurrence by the golden ratio. */
final class Phases {
    private static final double GOLDEN = 0.618_033_988_749_894_9;

    private double last;

    /** They begin somewhere: several nodes that publish do not do it at the same times. */
    Phases(RandomGenerator choices) {
        last = choices.nextDouble();
    }

    double next() {
        last = (last + GOLDEN) % 1;
        return last;
    }
}
