package dev.dht.udp;

import dev.dht.id.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/** Lets in only what comes from endpoints that were sent to, as a router does that nobody forwarded a port at. */
public final class NatBox implements Transport {
    private final Transport inside;
    /** For one thread alone, as the transport is. */
    private final Set<Endpoint> sentTo = new HashSet<>();

    public NatBox(Transport inside) {
        this.inside = inside;
    }

    @Override
    public Endpoint bound() {
        return inside.bound();
    }

    @Override
    public boolean send(Endpoint to, ByteBuffer datagram) {
        sentTo.add(to);
        return inside.send(to, datagram);
    }

    @Override
    public void poll(long nanoseconds, Receiver receiver) throws IOException {
        inside.poll(nanoseconds, (from, datagram) -> {
            if (sentTo.contains(from)) {
                receiver.received(from, datagram);
            }
        });
    }

    @Override
    public void wakeup() {
        inside.wakeup();
    }

    @Override
    public void close() {
        inside.close();
    }
}
