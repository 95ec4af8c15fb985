package dev.dht.udp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Datagrams with their IPv4 addresses, laid out as {@code recvmmsg} and {@code sendmmsg} want them on 64-bit Linux: a
 * {@code struct mmsghdr}, a {@code struct iovec} and a {@code struct sockaddr_in} each. All memory is taken once.
 */
final class Batch {
    /** How many there are. */
    static final int SIZE = 32;

    // struct mmsghdr
    static final int HEADER = 64;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTORS = 24;
    private static final int LENGTH = 56;
    // struct iovec
    private static final int VECTOR_BYTES = 16;
    private static final int VECTOR_LENGTH = 8;
    // struct sockaddr_in: family in the machine's order, port and address in that of the network
    static final int ADDRESS_BYTES = 16;
    private static final int PORT_AT = 2;
    private static final int IP_AT = 4;

    private static final int VECTORS_AT = SIZE * HEADER;
    private static final int ADDRESSES_AT = VECTORS_AT + SIZE * VECTOR_BYTES;
    private static final int DATA_AT = ADDRESSES_AT + SIZE * ADDRESS_BYTES;
    private static final int CACHE_LINE = 64;

    /** Headers and addresses; kept, so that the memory is. */
    private final ByteBuffer memory;

    private final ByteBuffer addresses;
    private final ByteBuffer[] data = new ByteBuffer[SIZE];
    private final long start;

    /** Room for datagrams of at most so many bytes. */
    Batch(int longest) {
        int stride = (longest + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
        ByteBuffer all =
                ByteBuffer.allocateDirect(DATA_AT + SIZE * stride + CACHE_LINE).alignedSlice(CACHE_LINE);
        memory = all.duplicate().order(ByteOrder.nativeOrder());
        addresses = all.duplicate().order(ByteOrder.BIG_ENDIAN);
        start = Libc.address(all);
        for (int i = 0; i < SIZE; i++) {
            int at = DATA_AT + i * stride;
            data[i] = all.slice(at, longest);
            int header = i * HEADER;
            memory.putLong(header + NAME, start + address(i));
            memory.putInt(header + NAME_LENGTH, ADDRESS_BYTES);
            memory.putLong(header + VECTOR, start + vector(i));
            memory.putLong(header + VECTORS, 1);
            memory.putLong(vector(i), start + at);
            memory.putLong(vector(i) + VECTOR_LENGTH, longest);
            memory.putShort(address(i), (short) Libc.AF_INET);
        }
    }

    private static int vector(int index) {
        return VECTORS_AT + index * VECTOR_BYTES;
    }

    private static int address(int index) {
        return ADDRESSES_AT + index * ADDRESS_BYTES;
    }

    /** The address in memory of the headers from one on. */
    long headers(int first) {
        return start + (long) first * HEADER;
    }

    /** The address in memory of one {@code struct sockaddr_in}. */
    long addressOf(int index) {
        return start + address(index);
    }

    /** The IPv4 endpoint of one, packed as {@link dev.dht.id.Endpoint#packed} does. */
    long endpoint(int index) {
        int at = address(index);
        return Integer.toUnsignedLong(addresses.getInt(at + IP_AT)) << 16 | addresses.getShort(at + PORT_AT) & 0xFFFF;
    }

    /** Sets the IPv4 endpoint of one. */
    void endpoint(int index, int ip, int port) {
        int at = address(index);
        addresses.putInt(at + IP_AT, ip).putShort(at + PORT_AT, (short) port);
    }

    /** What was received into one; good until the next is. */
    ByteBuffer received(int index) {
        return data[index].clear().limit(memory.getInt(index * HEADER + LENGTH));
    }

    /** Fills one with the bytes between position and limit, which must fit. */
    void fill(int index, ByteBuffer datagram) {
        memory.putLong(vector(index) + VECTOR_LENGTH, datagram.remaining());
        data[index].clear().put(datagram);
    }
}
