package dev.dht.app.node;

import dev.dht.api.Dht;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * A node that was started; closing this closes it.
 *
 * @param dht the node
 * @param address what its socket is bound to
 * @param ended completes when it runs no longer: because it was closed, or by itself
 */
public record StartedNode(Dht dht, InetSocketAddress address, CompletableFuture<Void> ended) implements AutoCloseable {
    @Override
    public void close() {
        dht.close();
    }
}
