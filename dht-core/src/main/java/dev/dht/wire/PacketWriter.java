package dev.dht.wire;

import static dev.dht.wire.Layout.*;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes packets of one node into one buffer, one after another: each of the methods named after a packet begins it
 * anew, {@link #finished} gives its bytes. Allocates nothing.
 *
 * <p>A list of nodes or endpoints is begun, then added to; {@link #room} tells how many more fit.
 */
public final class PacketWriter {
    private final ByteBuffer out;
    private final Id self;

    /**
     * A writer of packets of {@code self}.
     *
     * @param buffer where it writes, from 0; its capacity is the longest packet, at least 200 bytes. Writers of one
     *     thread may share it.
     */
    public PacketWriter(Id self, ByteBuffer buffer) {
        this.self = self;
        this.out = buffer.order(ByteOrder.BIG_ENDIAN);
    }

    /** A writer of packets of {@code self} that are not longer than so many bytes, into a buffer that may be longer. */
    public static PacketWriter upTo(int longest, Id self, ByteBuffer buffer) {
        return new PacketWriter(
                self,
                buffer.capacity() == longest ? buffer : buffer.limit(longest).slice());
    }

    /** The packet that was written last; good until the next is begun. */
    public ByteBuffer finished() {
        return out.flip();
    }

    private ByteBuffer begin(int transaction, byte letter) {
        out.clear();
        out.putLong(MAGIC).putShort((short) transaction);
        return id(self).put(letter);
    }

    private ByteBuffer id(Id id) {
        return out.putLong(id.word(0)).putLong(id.word(1)).putLong(id.word(2)).putLong(id.word(3));
    }

    /** A PING query. */
    public PacketWriter pingQuery(int transaction) {
        begin(transaction, QUERY).put(PING);
        return this;
    }

    /** A FIND_NODE query. */
    public PacketWriter findNodeQuery(int transaction, Id target) {
        begin(transaction, QUERY).put(FIND).put(NODES);
        id(target);
        return this;
    }

    /** A FIND_VALUE query. */
    public PacketWriter findValueQuery(int transaction, Id id) {
        begin(transaction, QUERY).put(FIND).put(VALUES);
        id(id);
        return this;
    }

    /** A STORE query. */
    public PacketWriter storeQuery(int transaction, long token, Id id, int port) {
        begin(transaction, QUERY).put(STORE).putLong(token);
        id(id).putShort((short) port);
        return this;
    }

    /** The response to a PING. */
    public PacketWriter pingResponse(int transaction) {
        begin(transaction, RESPONSE).put(PING);
        return this;
    }

    /** The response to a STORE. */
    public PacketWriter storeResponse(int transaction) {
        begin(transaction, RESPONSE).put(STORE);
        return this;
    }

    /** Begins a response with nodes, none so far. */
    public PacketWriter nodesResponse(int transaction, long token) {
        begin(transaction, RESPONSE).put(FIND).put(NODES).putLong(token).put((byte) 0);
        return this;
    }

    /** Begins a response with values, none so far. */
    public PacketWriter valuesResponse(int transaction, long token) {
        begin(transaction, RESPONSE).put(FIND).put(VALUES).putLong(token).put((byte) 0);
        return this;
    }

    /** Adds an IPv4 node given as words: its id, its address and its port. */
    public PacketWriter addNode(long a, long b, long c, long d, int address, int port) {
        out.put(V4).putLong(a).putLong(b).putLong(c).putLong(d).putInt(address).putShort((short) port);
        return counted();
    }

    /** Adds a node. */
    public PacketWriter addNode(Contact node) {
        out.put(node.endpoint().isV4() ? V4 : V6);
        id(node.id());
        address(node.endpoint());
        return counted();
    }

    /** Adds an IPv4 endpoint given as words: its address and its port. */
    public PacketWriter addEndpoint(int address, int port) {
        out.put(V4).putInt(address).putShort((short) port);
        return counted();
    }

    /** Adds an endpoint. */
    public PacketWriter addEndpoint(Endpoint endpoint) {
        out.put(endpoint.isV4() ? V4 : V6);
        address(endpoint);
        return counted();
    }

    private void address(Endpoint endpoint) {
        if (endpoint.isV4()) {
            out.putInt(endpoint.address());
        } else {
            out.putLong(endpoint.high()).putLong(endpoint.low());
        }
        out.putShort((short) endpoint.port());
    }

    private PacketWriter counted() {
        out.put(FOUND_COUNT_AT, (byte) (out.get(FOUND_COUNT_AT) + 1));
        return this;
    }

    /** How many IPv4 endpoints still fit, 255 in all at most. */
    public int room() {
        int listed = out.get(FOUND_COUNT_AT) & 0xFF;
        return Math.min(out.remaining() / V4_ENDPOINT, 255 - listed);
    }

    /** An error. Only tests and tools write one: a node of version 1 crashes on it. */
    PacketWriter error(int transaction, int code, byte[] text) {
        begin(transaction, ERROR).putShort((short) code).put(text);
        return this;
    }
}
