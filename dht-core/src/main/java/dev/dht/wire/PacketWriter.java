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
    private static final int NO_LIST = -1;

    private final ByteBuffer out;
    private final Id self;
    /** Where a list goes on that was begun, and how many it has; absolute, which is faster. */
    private int end;

    private int listed = NO_LIST;

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
        if (listed != NO_LIST) {
            out.put(FOUND_COUNT_AT, (byte) listed).position(end);
            listed = NO_LIST;
        }
        return out.flip();
    }

    private ByteBuffer begin(int transaction, byte letter) {
        listed = NO_LIST;
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
        begin(transaction, RESPONSE).put(FIND).put(NODES).putLong(token);
        return list();
    }

    /** Begins a response with values, none so far. */
    public PacketWriter valuesResponse(int transaction, long token) {
        begin(transaction, RESPONSE).put(FIND).put(VALUES).putLong(token);
        return list();
    }

    private PacketWriter list() {
        end = FOUND_LIST_AT;
        listed = 0;
        return this;
    }

    /** Adds an IPv4 node given as words: its id, its address and its port. */
    public PacketWriter addNode(long a, long b, long c, long d, int address, int port) {
        int at = end;
        out.put(at, V4)
                .putLong(at + 1, a)
                .putLong(at + 9, b)
                .putLong(at + 17, c)
                .putLong(at + 25, d)
                .putInt(at + 1 + ID, address)
                .putShort(at + 5 + ID, (short) port);
        end = at + V4_ENDPOINT + ID;
        listed++;
        return this;
    }

    /** Adds a node. */
    public PacketWriter addNode(Contact node) {
        out.position(end).put(node.endpoint().isV4() ? V4 : V6);
        id(node.id());
        address(node.endpoint());
        return added();
    }

    /** Adds an IPv4 endpoint given as words: its address and its port. */
    public PacketWriter addEndpoint(int address, int port) {
        int at = end;
        out.put(at, V4).putInt(at + 1, address).putShort(at + 5, (short) port);
        end = at + V4_ENDPOINT;
        listed++;
        return this;
    }

    /** Adds an endpoint. */
    public PacketWriter addEndpoint(Endpoint endpoint) {
        out.position(end).put(endpoint.isV4() ? V4 : V6);
        address(endpoint);
        return added();
    }

    private void address(Endpoint endpoint) {
        if (endpoint.isV4()) {
            out.putInt(endpoint.address());
        } else {
            out.putLong(endpoint.high()).putLong(endpoint.low());
        }
        out.putShort((short) endpoint.port());
    }

    private PacketWriter added() {
        end = out.position();
        listed++;
        return this;
    }

    /** How many IPv4 endpoints still fit, 255 in all at most. */
    public int room() {
        return Math.min((out.capacity() - end) / V4_ENDPOINT, 255 - listed);
    }

    /** An error. Only tests and tools write one: a node of version 1 crashes on it. */
    PacketWriter error(int transaction, int code, byte[] text) {
        begin(transaction, ERROR).putShort((short) code).put(text);
        return this;
    }
}
