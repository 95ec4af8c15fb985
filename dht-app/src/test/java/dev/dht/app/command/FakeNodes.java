package dev.dht.app.command;

import dev.dht.api.DhtException;
import dev.dht.app.FakeDht;
import dev.dht.app.node.NodeSettings;
import dev.dht.app.node.NodeStarter;
import dev.dht.app.node.StartedNode;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Starts one fake node, and remembers with what settings. */
final class FakeNodes implements NodeStarter {
    final FakeDht dht = new FakeDht();
    final List<NodeSettings> started = new ArrayList<>();
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** What it was given to begin with while it ran. */
    final List<List<String>> bootstraps = new ArrayList<>();

    /** How often its library refused, by name. */
    final Map<String, Long> refusals = new ConcurrentHashMap<>();

    DhtException refusal;

    @Override
    public StartedNode start(NodeSettings settings) {
        if (refusal != null) {
            throw refusal;
        }
        started.add(settings);
        return new StartedNode(dht, new InetSocketAddress("127.0.0.1", 4242), ended, bootstraps::add, () -> refusals);
    }
}
