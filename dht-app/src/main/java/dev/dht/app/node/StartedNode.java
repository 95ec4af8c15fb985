package dev.dht.app.node;

import dev.dht.api.Dht;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A node that was started; closing this closes it.
 *
 * @param dht the node
 * @param address what its socket is bound to
 * @param ended completes when it runs no longer: because it was closed, or by itself
 * @param bootstrap gives it other nodes to begin with, each {@code HOST:PORT}, in place of those before
 * @param refusals how often a bound of the library was in the way of this program, by name
 */
public record StartedNode(
        Dht dht,
        InetSocketAddress address,
        CompletableFuture<Void> ended,
        Consumer<List<String>> bootstrap,
        Supplier<? extends Map<String, Long>> refusals)
        implements AutoCloseable {
    @Override
    public void close() {
        dht.close();
    }
}
