package dev.dht.app.node;

import dev.dht.DhtNode;

/** Real nodes: those of the library, over UDP. */
public final class UdpNodes implements NodeStarter {
    @Override
    public StartedNode start(NodeSettings settings) {
        var builder = DhtNode.builder().storesPerSecond(settings.storesPerSecond());
        if (settings.port() != null) {
            builder.port(settings.port());
        }
        if (settings.bind() != null) {
            builder.bind(settings.bind());
        }
        if (settings.state() != null) {
            builder.stateDirectory(settings.state());
        }
        if (settings.clientOnly()) {
            builder.clientOnly();
        }
        settings.bootstrap().forEach(builder::bootstrap);
        DhtNode node = builder.start();
        return new StartedNode(node, node.address(), node.ended(), node::bootstrap, node::refusals);
    }
}
