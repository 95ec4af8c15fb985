package dev.dht.node;

import dev.dht.api.DhtException;

/** Told what became of a verb: exactly one of the two, once, at the end of the call in which it was decided. */
public interface Reply<T> {
    /** It was done. */
    void done(T value);

    /** It could not be done. */
    void failed(DhtException why);
}
