package dev.dht.id;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * An address and a UDP or TCP port. IPv4 addresses stand as IPv4-mapped ones (RFC 4291 §2.5.5.2), so that both families
 * are one kind of value.
 *
 * <p>Immutable; ordered by address, then port.
 */
public final class Endpoint implements Comparable<Endpoint> {
    private static final long MAPPED = 0xFFFF_0000_0000L;

    private final long high;
    private final long low;
    private final int port;

    private Endpoint(long high, long low, int port) {
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
        this.high = high;
        this.low = low;
        this.port = port;
    }

    /**
     * An IPv4 endpoint.
     *
     * @param address the four bytes, the first one highest
     * @param port 0 to 65535
     */
    public static Endpoint v4(int address, int port) {
        return new Endpoint(0, MAPPED | Integer.toUnsignedLong(address), port);
    }

    /** An IPv4 endpoint from the 48 bits that {@link #packed} gives. */
    public static Endpoint unpack(long packed) {
        return v4((int) (packed >>> 16), (int) packed & 0xFFFF);
    }

    /** An IPv6 endpoint: the upper and lower eight bytes of its address, and the port, 0 to 65535. */
    public static Endpoint v6(long high, long low, int port) {
        return new Endpoint(high, low, port);
    }

    /**
     * The endpoint of a resolved socket address.
     *
     * @throws IllegalArgumentException if it is not resolved
     */
    public static Endpoint of(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        if (host == null) {
            throw new IllegalArgumentException("the host name " + address.getHostString() + " is not resolved");
        }
        byte[] bytes = host.getAddress();
        if (bytes.length == 4) {
            return v4((int) bits(bytes, 0, 4), address.getPort());
        }
        return v6(bits(bytes, 0, 8), bits(bytes, 8, 8), address.getPort());
    }

    private static long bits(byte[] bytes, int from, int count) {
        long bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = bits << 8 | bytes[i] & 0xFF;
        }
        return bits;
    }

    /** Whether the address is of IPv4. */
    public boolean isV4() {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    /** The four bytes of an IPv4 address, the first one highest; of an IPv6 address the last four. */
    public int address() {
        return (int) low;
    }

    /** The upper eight bytes of the address. */
    public long high() {
        return high;
    }

    /** The lower eight bytes of the address. */
    public long low() {
        return low;
    }

    /** 0 to 65535. */
    public int port() {
        return port;
    }

    /** Address and port of an IPv4 endpoint in 48 bits. */
    public long packed() {
        return Integer.toUnsignedLong(address()) << 16 | port;
    }

    /** This address with another port. */
    public Endpoint withPort(int other) {
        return other == port ? this : new Endpoint(high, low, other);
    }

    /** Whether both have the same address, whatever their ports. */
    public boolean sameAddress(Endpoint other) {
        return high == other.high && low == other.low;
    }

    /** Whether the address is one of this machine's own: 127.0.0.0/8 or ::1. */
    public boolean isLoopback() {
        return isV4() ? address() >>> 24 == 127 : high == 0 && low == 1;
    }

    /**
     * Whether a datagram can be sent here at all: a port that is not 0, and an address that is neither unspecified nor
     * multicast, broadcast or reserved.
     */
    public boolean isUnicast() {
        if (port == 0) {
            return false;
        }
        if (isV4()) {
            int first = address() >>> 24;
            return first != 0 && first < 224;
        }
        return high >>> 56 != 0xFF && (high | low) != 0;
    }

    /**
     * Whether a datagram can be sent here from anywhere on the open network: unicast, and neither loopback nor private (RFC
     * 1918, RFC 4193), link-local, or behind a provider's NAT (RFC 6598).
     */
    public boolean isPublic() {
        if (!isUnicast() || isLoopback()) {
            return false;
        }
        if (!isV4()) {
            return high >>> 57 != 0x7E && high >>> 54 != 0x3FA;
        }
        int ip = address();
        return ip >>> 24 != 10
                && ip >>> 20 != 0xAC1
                && ip >>> 16 != 0xC0A8
                && ip >>> 16 != 0xA9FE
                && ip >>> 22 != 0x191;
    }

    /** The socket address, resolved; no name is looked up. */
    public InetSocketAddress toSocketAddress() {
        byte[] bytes = new byte[isV4() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            int fromRight = bytes.length - 1 - i;
            bytes[i] = (byte) (fromRight < 8 ? low >>> 8 * fromRight : high >>> 8 * (fromRight - 8));
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }

    /** The address as people write it, without the port. */
    public String host() {
        if (isV4()) {
            int ip = address();
            return (ip >>> 24) + "." + (ip >>> 16 & 0xFF) + "." + (ip >>> 8 & 0xFF) + "." + (ip & 0xFF);
        }
        return toSocketAddress().getAddress().getHostAddress();
    }

    @Override
    public int compareTo(Endpoint other) {
        int order = Long.compareUnsigned(high, other.high);
        if (order == 0) {
            order = Long.compareUnsigned(low, other.low);
        }
        return order != 0 ? order : Integer.compare(port, other.port);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoint e && high == e.high && low == e.low && port == e.port;
    }

    @Override
    public int hashCode() {
        long mixed = (high * 31 + low) * 0x9E3779B97F4A7C15L + port * 0xC2B2AE3D27D4EB4FL;
        return (int) (mixed ^ mixed >>> 32);
    }

    /** {@code 1.2.3.4:5} or {@code [1:2:3:4:5:6:7:8]:9}. */
    @Override
    public String toString() {
        return isV4() ? host() + ":" + port : "[" + host() + "]:" + port;
    }
}
