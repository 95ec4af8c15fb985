package dev.dht.app.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * {@code HOST:PORT} as people type it: a name, an IPv4 address, or an IPv6 address in brackets.
 *
 * @param host without brackets
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {
    private static final int HIGHEST_PORT = 0xFFFF;

    /** The first byte of the lowest IPv4 address that is not of one machine, but of a group. */
    private static final int FIRST_OF_GROUPS = 224;

    /**
     * Reads {@code HOST:PORT}.
     *
     * @param least the lowest port that makes sense: 0 where 0 means any
     * @throws IllegalArgumentException if it is none; the message says what is wrong
     */
    public static HostPort parse(String text, int least) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT: it has no port");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT: an IPv6 address stands in brackets");
        }
        String name = bracketed ? host.substring(1, host.length() - 1) : host;
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '@')) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT: the host is not a name or an address");
        }
        return new HostPort(name, port(text.substring(colon + 1), least));
    }

    /**
     * Reads a port.
     *
     * @throws IllegalArgumentException if it is not a whole number from {@code least} to 65535
     */
    public static int port(String text, int least) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = digits ? Integer.parseInt(text) : -1;
        if (port < least || port > HIGHEST_PORT) {
            throw new IllegalArgumentException(
                    "a port is a whole number from " + least + " to " + HIGHEST_PORT + ", not '" + text + "'");
        }
        return port;
    }

    /**
     * The address that the host stands for. May ask the name service and wait for it.
     *
     * @throws IllegalArgumentException if the name does not resolve
     */
    public InetSocketAddress resolve() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the name " + host + " does not resolve to an address", e);
        }
    }

    /**
     * The IPv4 address that the host stands for: the family that nodes speak.
     *
     * @throws IllegalArgumentException if the name does not resolve, or to no IPv4 address that a machine can have
     */
    public InetSocketAddress resolveNode() {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (address instanceof Inet4Address) {
                    if (!isOfOneMachine(address)) {
                        throw new IllegalArgumentException(host + " is not the address of one machine");
                    }
                    return new InetSocketAddress(address, port);
                }
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the name " + host + " does not resolve to an address", e);
        }
        throw new IllegalArgumentException(host + " has no IPv4 address, and nodes speak IPv4 only");
    }

    /** Whether it is neither "this network" (0.0.0.0) nor a group nor a broadcast. */
    private static boolean isOfOneMachine(InetAddress address) {
        int first = Byte.toUnsignedInt(address.getAddress()[0]);
        return first > 0 && first < FIRST_OF_GROUPS;
    }

    /** The address, not the name, of a socket address: {@code 1.2.3.4:5} or {@code [1:2:3:4:5:6:7:8]:9}. */
    public static String text(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String name = host == null ? address.getHostString() : host.getHostAddress();
        int zone = name.indexOf('%');
        return new HostPort(zone < 0 ? name : name.substring(0, zone), address.getPort()).toString();
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
