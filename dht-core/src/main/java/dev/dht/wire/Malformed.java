package dev.dht.wire;

/** What is wrong with bytes that are not a packet. */
public enum Malformed {
    /** Shorter than the smallest packet. */
    TOO_SHORT,
    /** Does not begin with the magic of version 1. */
    FOREIGN,
    /** A letter, or an address family, that the protocol does not have. */
    UNKNOWN_LETTER,
    /** Longer or shorter than its parts. */
    WRONG_LENGTH
}
