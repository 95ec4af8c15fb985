package dev.dht.node;

import dev.dht.id.Endpoint;
import dev.dht.query.Queries;
import java.nio.ByteBuffer;

/** Counts what leaves through an outlet, and what does not. */
final class CountedOutlet implements Outlet, Queries.Sender {
    private final Outlet outlet;
    private final Counters counters;

    CountedOutlet(Outlet outlet, Counters counters) {
        this.outlet = outlet;
        this.counters = counters;
    }

    @Override
    public boolean send(int path, Endpoint to, ByteBuffer datagram) {
        int bytes = datagram.remaining();
        boolean left = outlet.send(path, to, datagram);
        if (left) {
            counters.add(Counter.DATAGRAMS_SENT);
            counters.add(Counter.BYTES_SENT, bytes);
        } else {
            counters.add(Counter.DATAGRAMS_NOT_SENT);
        }
        return left;
    }
}
