package dev.dht;

import dev.dht.api.DhtException;
import dev.dht.node.Reply;

/** For what is done although nobody waits for it. */
record Unheard<T>() implements Reply<T> {
    @Override
    public void done(T value) {}

    @Override
    public void failed(DhtException why) {}
}
