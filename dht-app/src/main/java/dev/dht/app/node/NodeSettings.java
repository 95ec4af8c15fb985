package dev.dht.app.node;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node is started.
 *
 * @param bind the address of its socket; null for all addresses
 * @param port its UDP port; null for the one that its state knows, else the usual one; 0 for the one that its state knows,
 *     where that is free, else any
 * @param state the directory that it keeps its state in; null to keep none
 * @param bootstrap whom it asks first, each {@code HOST:PORT}
 * @param storesPerSecond what keeping its entries published may cost, from 1
 * @param clientOnly whether it only asks: it answers nobody, so that nobody keeps it as a contact
 */
public record NodeSettings(
        @Nullable InetAddress bind,
        @Nullable Integer port,
        @Nullable Path state,
        List<String> bootstrap,
        int storesPerSecond,
        boolean clientOnly) {
    /** For 300,000 entries. */
    public static final int STORES_PER_SECOND = 1_000;

    /** Copies the list. */
    public NodeSettings {
        bootstrap = List.copyOf(bootstrap);
    }

    /** A node for a moment: any port, no state, and nobody is to remember it. */
    public static NodeSettings shortLived(List<String> bootstrap) {
        return new NodeSettings(null, 0, null, bootstrap, STORES_PER_SECOND, true);
    }
}
