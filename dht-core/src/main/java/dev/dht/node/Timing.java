package dev.dht.node;

import java.util.Locale;

/** What a node measures the time of. */
enum Timing {
    /** From a query of ours to its answer, by what was asked. */
    QUERY_PING,
    QUERY_FIND_NODE,
    QUERY_FIND_VALUE,
    QUERY_STORE,
    /** From a user's look-up to its first endpoint, and to its end. */
    LOOKUP_FIRST,
    LOOKUP_END,
    /** From the entering of an entry until its first round of storing has ended. */
    ENTER,
    /** By how much what was due was late: how busy the driver is. */
    LATENESS;

    /** Its name for people and metrics: lower case, words joined by {@code _}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
