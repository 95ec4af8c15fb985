package dev.dht.bench;

import dev.dht.TransportKind;
import dev.dht.udp.BatchTransport;
import dev.dht.udp.ChannelTransport;
import dev.dht.udp.Transport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The node's own transports, without a node. */
final class Sockets {
    private Sockets() {}

    /** Those that a node may take here, the one that it takes by itself first. */
    static List<TransportKind> present() {
        return BatchTransport.missing(true) == null
                ? List.of(TransportKind.BATCH, TransportKind.CHANNEL)
                : List.of(TransportKind.CHANNEL);
    }

    /** One on loopback. */
    static Transport open(TransportKind kind) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return kind == TransportKind.BATCH ? new BatchTransport(any) : new ChannelTransport(any);
    }

    /** For how long a thread was on a processor, in nanoseconds. */
    static long busy(Thread thread) {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    }
}
