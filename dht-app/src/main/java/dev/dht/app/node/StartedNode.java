package dev.dht.app.node;

import dev.dht.api.Dht;
import java.net.InetSocketAddress;

/**
 * A node that was started; closing this closes it.
 *
 * @param dht the node
 * @param address what its socket is bound to
 */
public record StartedNode(Dht dht, InetSocketAddress address) implements AutoCloseable {
    @Override
    public void close() {
        dht.close();
    }
}
