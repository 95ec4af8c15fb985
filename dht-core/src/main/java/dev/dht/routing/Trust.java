package dev.dht.routing;

/** Which contacts come first. */
enum Trust {
    /** The good ones; even a bad one is given, at the end. */
    ALL(true, true, true),
    /** The good ones. */
    GOOD(true, true, false),
    /** Those of the good ones that nothing speaks against. */
    UNDOUBTED(true, false, false),
    /** Those of the good ones that strangers can reach. */
    PROVEN(false, false, false);

    /** Whether a bad one is better than none. */
    final boolean takesBad;
    /** A bit for each {@link Slab#standing}. */
    private final int standings;

    Trust(boolean takesUntested, boolean takesDoubted, boolean takesBad) {
        this.takesBad = takesBad;
        this.standings = 1 << Slab.PROVEN
                | 1 << Slab.PRESUMED
                | (takesUntested ? 1 << Slab.UNTESTED : 0)
                | (takesDoubted ? 1 << Slab.DOUBTED : 0);
    }

    /** Whether a contact of this {@link Slab#standing} is among them. */
    boolean holds(int standing) {
        return (standings >>> standing & 1) != 0;
    }
}
