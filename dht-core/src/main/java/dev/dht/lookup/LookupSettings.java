package dev.dht.lookup;

/**
 * How a look-up is done.
 *
 * @param width it goes on until so many of the closest contacts that answer have been asked: k of Kademlia
 * @param parallelism how many that are closer may be being asked, and not late, when a candidate is asked: α of Kademlia, counted from the target. Near
 *     the target, where most of those that are named will have to be asked, twice as many
 * @param outstanding how many queries may be outstanding, late ones counted, those late beyond hope not
 * @param candidates how many contacts it remembers, and so asks at most
 * @param fromOneAnswer how many contacts of one answer it hears; the rest is not read
 */
public record LookupSettings(int width, int parallelism, int outstanding, int candidates, int fromOneAnswer) {
    /** Width 8, parallelism 3, 16 outstanding, 128 candidates, 8 from one answer. */
    public static final LookupSettings DEFAULT = new LookupSettings(8, 3, 16, 128, 8);

    /** Checks that each is at least 1 and that they fit each other. */
    public LookupSettings {
        boolean positive = width > 0 && parallelism > 0 && fromOneAnswer > 0;
        if (!positive || outstanding < parallelism || candidates < width) {
            throw new IllegalArgumentException("settings of a look-up that cannot be: width " + width + ", parallelism "
                    + parallelism + " of " + outstanding + ", candidates " + candidates + ", from one answer "
                    + fromOneAnswer);
        }
    }

    /** The same with another parallelism. */
    public LookupSettings withParallelism(int other) {
        return new LookupSettings(width, other, Math.max(outstanding, other), candidates, fromOneAnswer);
    }
}
