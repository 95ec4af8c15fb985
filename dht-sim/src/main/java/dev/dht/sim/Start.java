package dev.dht.sim;

/** How a universe begins. */
public enum Start {
    /** Its nodes join one after another, each told of two that were there before. */
    JOIN,
    /** Its nodes have long been there: each table is filled from the truth. */
    SETTLED
}
