package dev.dht.api;

import java.net.InetSocketAddress;

/** Told how a look-up goes while it does, one call after another; see {@link Dht#explain}. May block and may throw. */
public interface LookupObserver {
    /** An endpoint was found; each is told once. */
    default void found(InetSocketAddress endpoint) {}

    /** A query was sent, or there is news of it: the same step again, with its {@link LookupStep#number}. */
    default void step(LookupStep step) {}
}
