package dev.dht.node;

/** Ends something that is in progress; nothing where it has ended. */
@FunctionalInterface
public interface Cancel {
    /** Ends it, on the driver's thread. */
    void cancel(long now);
}
