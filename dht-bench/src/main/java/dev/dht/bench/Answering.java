package dev.dht.bench;

import dev.dht.DhtNode;
import dev.dht.TransportKind;
import dev.dht.api.Dht;
import dev.dht.id.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A node as anyone starts it, with a table as a network of a million gives it, whose contacts are played. */
final class Answering implements Server {
    private final DhtNode node;
    private final Neighbours neighbours;
    private final Thread thread;

    /** Starts it, and lets it come to know its neighbours. */
    Answering(TransportKind kind) throws IOException {
        node = DhtNode.builder()
                .transport(kind)
                .bind(InetAddress.getLoopbackAddress())
                .port(0)
                .start();
        neighbours = new Neighbours(node.nodeId());
        Dht dht = node;
        // A look-up in each bucket: who is named by others and never heard of before is proven, as where a node has
        // long been.
        dht.ping(neighbours.first());
        neighbours.ids().forEach(dht::lookup);
        String name = "dht-" + address().getPort();
        thread = Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals(name))
                .findAny()
                .orElseThrow(() -> new BenchException("the node has no thread named " + name));
    }

    Id id() {
        return node.nodeId();
    }

    /** How many contacts the node has. */
    int contacts() {
        return node.info().table().contacts();
    }

    @Override
    public InetSocketAddress address() {
        return node.address();
    }

    @Override
    public long busy() {
        return Sockets.busy(thread);
    }

    @Override
    public void close() {
        node.close();
        neighbours.close();
    }
}
