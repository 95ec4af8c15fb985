package dev.dht.routing;

/** Which contacts come first. */
enum Trust {
    /** The good ones; even a bad one is given, at the end. */
    ALL(0b1111),
    /** The good ones. */
    GOOD(0b1111),
    /** Those of the good ones that nothing speaks against. */
    UNDOUBTED(0b1011),
    /** Those of the good ones that strangers can reach. */
    PROVEN(0b1010);

    /** A bit for each value of {@link Slab#proof}. */
    private final int proofs;

    Trust(int proofs) {
        this.proofs = proofs;
    }

    /** Whether a contact of which so much is proven is among them. */
    boolean holds(int proof) {
        return (proofs >>> proof & 1) != 0;
    }
}
