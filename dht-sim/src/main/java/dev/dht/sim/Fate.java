package dev.dht.sim;

/** What becomes of a datagram. */
enum Fate {
    /** It arrived. */
    DELIVERED,
    /** The network lost it. */
    LOST,
    /** A partition lay between. */
    CUT,
    /** The firewall of the receiver did not let it in. */
    FILTERED,
    /** Nobody was there. */
    NOBODY
}
