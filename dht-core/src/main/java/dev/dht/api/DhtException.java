package dev.dht.api;

import java.util.Objects;

/** The network, or the state of the node, did not allow what was asked. */
public final class DhtException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What was in the way. */
    public enum Reason {
        /** The node that was asked did not answer in time, or not under the id that was expected. */
        NO_ANSWER,
        /** A bound of this node was reached; later it may be done. */
        BUSY,
        /** The node was closed before it was done. */
        CLOSED,
        /** The caller ended it, or its thread was interrupted. */
        CANCELLED,
        /** The node cannot start: its port, its address or its state directory cannot be used. */
        CANNOT_START
    }

    private final Reason reason;

    /** An exception whose message is for people: what happened, and what to do. */
    public DhtException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason);
    }

    /** The same with what caused it. */
    public DhtException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason);
    }

    /** What was in the way. */
    public Reason reason() {
        return reason;
    }
}
