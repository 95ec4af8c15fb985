package dev.dht.publish;

/** What became of an entry that was entered. */
public enum Entered {
    /** It is new, or has another port now. */
    NEW,
    /** It was entered so already; it is published once more. */
    AGAIN,
    /** As many are entered as may be. */
    FULL
}
