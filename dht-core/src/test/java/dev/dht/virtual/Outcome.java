package dev.dht.virtual;

import dev.dht.api.DhtException;
import dev.dht.node.Reply;
import org.jspecify.annotations.Nullable;

/** Keeps what a verb came to. */
public final class Outcome<T> implements Reply<T> {
    public @Nullable T value;
    public @Nullable DhtException failure;
    public int times;

    @Override
    public void done(T result) {
        value = result;
        times++;
    }

    @Override
    public void failed(DhtException why) {
        failure = why;
        times++;
    }

    public boolean isOver() {
        return times > 0;
    }

    public T get() {
        T result = value;
        if (result == null) {
            throw new AssertionError("no result", failure);
        }
        return result;
    }
}
