package dev.dht.udp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Set;

/** The transports of this machine, on loopback. */
enum Loopback {
    CHANNEL,
    BATCH;

    /** Those that there are: on a JDK from 22 on and Linux both. */
    static Set<Loopback> present() {
        return BatchTransport.missing(false) == null ? EnumSet.allOf(Loopback.class) : EnumSet.of(CHANNEL);
    }

    Transport open() throws IOException {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    Transport open(InetSocketAddress address) throws IOException {
        return this == CHANNEL ? new ChannelTransport(address) : new BatchTransport(address);
    }
}
