package dev.dht.app.demo;

import dev.dht.api.Dht;
import dev.dht.api.DhtException;
import dev.dht.app.address.HostPort;
import dev.dht.app.node.NodeSettings;
import dev.dht.app.node.NodeStarter;
import dev.dht.app.node.StartedNode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Real nodes on loopback in one process, each of which was told of the first alone. */
final class Swarm implements AutoCloseable {
    private static final int READY_SECONDS = 60;

    private final List<StartedNode> nodes = new ArrayList<>();

    /** Starts nodes and waits until each knows another that answers. */
    void start(NodeStarter starter, int count) throws InterruptedException {
        try {
            List<String> first = List.of();
            for (int i = 0; i < count; i++) {
                NodeSettings settings = new NodeSettings(InetAddress.getLoopbackAddress(), 0, null, first, false);
                StartedNode node = starter.start(settings);
                nodes.add(node);
                first = List.of(HostPort.text(nodes.get(0).address()));
            }
            CompletableFuture<?>[] ready =
                    nodes.stream().map(node -> node.dht().ready()).toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(ready).get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (DhtException e) {
            throw new DemoException("node " + (nodes.size() + 1) + " cannot start: " + e.getMessage(), e);
        } catch (ExecutionException | TimeoutException e) {
            throw new DemoException("the nodes did not find each other within " + READY_SECONDS + " s", e);
        }
    }

    /** How many there are. */
    int size() {
        return nodes.size();
    }

    /** One of them, the first is 1. */
    Dht node(int number) {
        return nodes.get(number - 1).dht();
    }

    /** Closes them all, side by side: each may have to tell its disk. */
    @Override
    public void close() {
        nodes.parallelStream().forEach(StartedNode::close);
    }
}
