package dev.dht;

import dev.dht.id.Endpoint;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** A bootstrap node as people name it: {@code host:port}. */
record HostPort(String host, int port) {
    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none; the message says what one looks like
     */
    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.isBlank() || !host.equals(host.strip()) || host.contains(" ")) {
            throw malformed(text, "it has no host");
        }
        if (host.contains(":")) {
            throw malformed(text, "IPv6 is not supported yet");
        }
        int port;
        try {
            port = Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw malformed(text, "its port is no number");
        }
        if (port < 1 || port > 0xFFFF) {
            throw malformed(text, "a port is 1 to 65535");
        }
        return new HostPort(host, port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    private static IllegalArgumentException malformed(String text, String why) {
        return new IllegalArgumentException(
                "a bootstrap node is HOST:PORT, like 192.168.1.123:1729; \"" + text + "\" is not: " + why);
    }

    /**
     * All IPv4 endpoints of it; asks the resolver, so it may take long.
     *
     * @throws UnknownHostException if the name has no IPv4 address
     */
    List<Endpoint> resolve() throws UnknownHostException {
        List<Endpoint> endpoints = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            if (address instanceof Inet4Address) {
                endpoints.add(Endpoint.of(new InetSocketAddress(address, port)));
            }
        }
        if (endpoints.isEmpty()) {
            throw new UnknownHostException(host + " has no IPv4 address");
        }
        return endpoints;
    }
}
