package dev.dht;

import static org.awaitility.Awaitility.await;

import dev.dht.api.DhtException;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.node.NodeSettings;
import dev.dht.node.Scratch;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Real nodes on loopback, each bootstrapped from the first. */
final class Swarm implements AutoCloseable {
    /** Long enough for anything here on a busy machine; nothing is measured by it. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final List<DhtNode> nodes = new ArrayList<>();

    Swarm(int size) {
        for (int i = 0; i < size; i++) {
            add();
        }
        nodes.forEach(node -> now(node.ready()));
    }

    /** Waits until all know each other, at most nine: who takes an entry is certain then. */
    Swarm acquainted() {
        for (DhtNode node : nodes) {
            await().atMost(PATIENCE).until(() -> node.info().table().good() == nodes.size() - 1);
        }
        return this;
    }

    DhtNode add() {
        DhtNodeBuilder builder = builder(null);
        if (!nodes.isEmpty()) {
            builder.bootstrap(address(nodes.get(0)));
        }
        DhtNode node = builder.start();
        nodes.add(node);
        return node;
    }

    DhtNode get(int index) {
        return nodes.get(index);
    }

    /** A node that nobody drives, at time 0, which knows nobody. */
    static Node undriven() {
        return new Node(
                NodeSettings.DEFAULT,
                Id.ZERO,
                new SplittableRandom(1),
                new SplittableRandom(2),
                (path, to, datagram) -> true,
                Scratch.upTo(2_048),
                0,
                0);
    }

    static DhtNodeBuilder builder(@Nullable Path state) {
        DhtNodeBuilder builder = DhtNode.builder().port(0).bind(InetAddress.getLoopbackAddress());
        return state == null ? builder : builder.stateDirectory(state);
    }

    static String address(DhtNode node) {
        return "127.0.0.1:" + node.address().getPort();
    }

    static <T> T now(Future<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DhtException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        nodes.forEach(DhtNode::close);
    }
}
