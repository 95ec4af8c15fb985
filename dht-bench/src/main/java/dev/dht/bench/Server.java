package dev.dht.bench;

import java.net.InetSocketAddress;

/** Answers on loopback, on one thread. */
interface Server extends AutoCloseable {
    /** Where it answers. */
    InetSocketAddress address();

    /** For how long what answers was on a processor so far, in nanoseconds. */
    long busy();

    @Override
    void close();
}
