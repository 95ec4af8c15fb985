package dev.dht.sim.net;

/** What becomes of a datagram. */
public enum Fate {
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
