package dev.dht.node;

import dev.dht.routing.Closest;
import dev.dht.routing.Table;
import dev.dht.wire.Packet;
import java.nio.ByteBuffer;

/**
 * What a node works in and keeps nothing in: nodes driven by one thread may share it, which spares each of a million of
 * them half a kilobyte.
 */
public final class Scratch {
    /** What it writes. */
    final ByteBuffer buffer;
    /** What it reads. */
    final Packet packet = new Packet();
    /** Whom it names in an answer. */
    final Closest closest = new Closest(Table.K);

    /** With a buffer at least as long as the longest datagram that is sent. */
    public Scratch(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** On the heap, for datagrams of so many bytes at most. */
    public static Scratch upTo(int datagram) {
        return new Scratch(ByteBuffer.allocate(datagram));
    }
}
