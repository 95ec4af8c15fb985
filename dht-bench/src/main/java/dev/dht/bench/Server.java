package dev.dht.bench;

import java.net.InetSocketAddress;

/** Answers on loopback, on one thread. */
interface Server extends AutoCloseable {
    /** Where it answers. */
    InetSocketAddress address();

    /** The thread that answers. */
    Thread thread();

    @Override
    void close();
}
