package dev.dht.query;

/** How late an answer is; it may still come. */
public enum Lateness {
    /** It takes longer than nine of ten answers take. The query was sent once more. */
    LATE,
    /** Beyond hope: the second sending is late too. */
    HOPELESS,
    /** It takes longer than four times as long as answers take, or the query is about to be given up, where that is sooner. */
    LOST
}
