package dev.dht.wire;

/** What a packet says. */
public enum Kind {
    /** Are you there? */
    PING_QUERY,
    /** Whom do you know closest to this id? */
    FIND_NODE_QUERY,
    /** Where can this id be had, or else who is closest to it? */
    FIND_VALUE_QUERY,
    /** This id can be had at my address and this port. */
    STORE_QUERY,
    /** I am here. */
    PING_RESPONSE,
    /** These contacts are the closest that I know; answers FIND_NODE and FIND_VALUE. */
    NODES_RESPONSE,
    /** The id can be had at these endpoints; answers FIND_VALUE. */
    VALUES_RESPONSE,
    /** I heard your STORE; it does not say whether it was stored. */
    STORE_RESPONSE,
    /** Something went wrong; answers any query. Never sent by us: nodes of version 1 crash on it. */
    ERROR;

    /** Whether it asks. */
    public boolean isQuery() {
        return this == PING_QUERY || this == FIND_NODE_QUERY || this == FIND_VALUE_QUERY || this == STORE_QUERY;
    }

    /** Whether a packet of this kind can be the answer to a query of that kind. An error can answer any. */
    public boolean answers(Kind query) {
        return switch (query) {
            case PING_QUERY -> this == PING_RESPONSE || this == ERROR;
            case FIND_NODE_QUERY -> this == NODES_RESPONSE || this == ERROR;
            case FIND_VALUE_QUERY -> this == NODES_RESPONSE || this == VALUES_RESPONSE || this == ERROR;
            case STORE_QUERY -> this == STORE_RESPONSE || this == ERROR;
            default -> false;
        };
    }
}
