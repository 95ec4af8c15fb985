package dev.dht.query;

import dev.dht.wire.Packet;

/** Who sent a query, and is told what becomes of it: how late it is, as that grows, then exactly one of the other two. */
public interface Asker {
    /** The answer came: a response of the right kind, from the endpoint that was asked, with the id that was expected. */
    void answered(long now, Query query, Packet answer);

    /** It takes longer than answers take; told once of each {@link Lateness}, in their order. The answer may still come. */
    default void late(long now, Query query, Lateness how) {}

    /** There will be no answer. */
    void failed(long now, Query query, Failure failure);

    /** Why there is no answer. */
    enum Failure {
        /** None came in time. */
        TIMED_OUT,
        /** Another node answers at this endpoint than the one that was expected; see {@link Query#stranger}. */
        OTHER_ID,
        /** It answered with an error. */
        ERROR,
        /** The packet could not be sent; nobody is to blame. */
        NOT_SENT,
        /** The machine slept meanwhile; nobody is to blame. */
        SLEPT,
        /** The node was closed; nobody is to blame. */
        CLOSED;

        /** Whether it says something about the node that was asked. */
        public boolean isToBlame() {
            return this == TIMED_OUT || this == OTHER_ID || this == ERROR;
        }
    }
}
