package dev.dht.sim;

/** How a liar lies. All answer pings, so that they get into tables. */
public enum Lie {
    /** It answers nothing else. */
    SILENCE,
    /** It names nodes that are not there, next to whatever is looked for. */
    FALSE_CONTACTS,
    /** It names honest nodes under false ids, next to whatever is looked for. */
    FALSE_IDS,
    /** It says that every id can be had at endpoints that it makes up. */
    FALSE_ENDPOINTS,
    /** It answers under other ids and transaction ids, with noise, and stores without a token. */
    FORGED_ANSWERS
}
