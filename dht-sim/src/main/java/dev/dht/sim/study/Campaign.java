package dev.dht.sim.study;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Small universes one after another, each with other nodes, other faults and another seed. */
public final class Campaign {
    /**
     * A universe in which a promise was broken.
     *
     * @param seed repeats it
     * @param violations what was broken, as sentences
     */
    public record Failure(long seed, List<String> violations) {
        /** Copies the list. */
        public Failure {
            violations = List.copyOf(violations);
        }
    }

    /**
     * How far it is.
     *
     * @param universes how many have been judged
     * @param failures in how many of them a promise was broken
     * @param late in how many an entry was not found from everywhere 15 minutes after the last fault, but within the 60
     *     that are promised
     * @param datagrams how many were sent in all of them
     */
    public record Standing(long universes, long failures, long late, long datagrams) {}

    private Campaign() {}

    /**
     * Judges one universe, and one more until told to end: a campaign that judged none would have found nothing broken.
     *
     * @param seed where the seeds of the universes come from
     * @param goesOn asked after each
     * @param onFailure told each that failed
     * @param onEach told after each
     */
    public static Standing run(
            long seed, BooleanSupplier goesOn, Consumer<Failure> onFailure, Consumer<Standing> onEach) {
        SplittableRandom seeds = new SplittableRandom(seed);
        Standing standing = new Standing(0, 0, 0, 0);
        do {
            long next = seeds.nextLong();
            Trial trial = new Trial(next);
            trial.run();
            boolean failed = !trial.violations().isEmpty();
            if (failed) {
                onFailure.accept(new Failure(next, trial.violations()));
            }
            standing = new Standing(
                    standing.universes + 1,
                    standing.failures + (failed ? 1 : 0),
                    standing.late + (trial.isLate() ? 1 : 0),
                    standing.datagrams + trial.datagrams());
            onEach.accept(standing);
        } while (goesOn.getAsBoolean());
        return standing;
    }

    /** The universe of one seed: what it is made of, as lines for people, and what was broken; empty where nothing was. */
    public static Failure one(long seed, Consumer<String> story) {
        Trial trial = new Trial(seed);
        story.accept(trial.describe());
        trial.run();
        return new Failure(seed, trial.violations());
    }
}
