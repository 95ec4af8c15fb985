package dev.dht.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
        /** The node cannot start: its port, its address or its state directory cannot be used; {@link #setting} tells which. */
        CANNOT_START
    }

    /** What a node is given at its start, and may have to be given otherwise. */
    public enum Setting {
        /** The UDP port: it is in use, or this user may not use it. */
        PORT,
        /** The address: it is none of this machine's. */
        ADDRESS,
        /** The state directory: another node has it, or it cannot be made, read or written. */
        STATE_DIRECTORY
    }

    private final Reason reason;
    private final @Nullable Setting setting;

    /** An exception whose message is for people: what happened, and what to do. */
    public DhtException(Reason reason, String message) {
        this(reason, null, message, null);
    }

    /** The same with what caused it. */
    public DhtException(Reason reason, String message, Throwable cause) {
        this(reason, null, message, cause);
    }

    private DhtException(Reason reason, @Nullable Setting setting, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason);
        this.setting = setting;
    }

    /**
     * A node cannot start with what it was given.
     *
     * @param setting what of it another must be chosen for
     * @param message for people: what happened, and what to do
     * @param cause null for none
     */
    public static DhtException cannotStart(Setting setting, String message, @Nullable Throwable cause) {
        return new DhtException(Reason.CANNOT_START, Objects.requireNonNull(setting), message, cause);
    }

    /** What was in the way. */
    public Reason reason() {
        return reason;
    }

    /** What another must be chosen for, of a node that cannot start; null where no choice would help, and for other reasons. */
    public @Nullable Setting setting() {
        return setting;
    }
}
