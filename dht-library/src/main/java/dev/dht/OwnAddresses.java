package dev.dht;

import dev.dht.id.Endpoint;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The IPv4 addresses of this machine that a node may be seen at: the one it is bound to; else that of the interface
 * towards its bootstrap or the default route, then all others, loopback last.
 */
final class OwnAddresses {
    /** Stands for anywhere (RFC 5737: documentation only); nothing is sent there. */
    private static final Endpoint ANYWHERE = Endpoint.v4(0xC0000201, 9);

    private static final Endpoint LOOPBACK = Endpoint.v4(0x7F000001, 0);

    private OwnAddresses() {}

    /** The addresses of a node bound so that wants to reach these, the likeliest first; their ports are 0. */
    static List<Endpoint> of(Endpoint bound, List<Endpoint> towards) {
        if (bound.address() != 0) {
            return List.of(bound.withPort(0));
        }
        Set<Endpoint> addresses = new LinkedHashSet<>();
        for (Endpoint endpoint : towards) {
            addSource(endpoint, addresses);
        }
        addSource(ANYWHERE, addresses);
        addInterfaces(addresses);
        if (addresses.remove(LOOPBACK) || addresses.isEmpty()) {
            boolean isFirst = !towards.isEmpty() && towards.get(0).isLoopback();
            List<Endpoint> ordered = new ArrayList<>(addresses);
            ordered.add(isFirst ? 0 : ordered.size(), LOOPBACK);
            return ordered;
        }
        return List.copyOf(addresses);
    }

    /** The address that datagrams to an endpoint carry; connecting a UDP socket sends nothing. */
    private static void addSource(Endpoint to, Set<Endpoint> addresses) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.connect(to.toSocketAddress());
            add(new InetSocketAddress(socket.getLocalAddress(), 0), addresses);
        } catch (IOException | RuntimeException e) {
            // No route there: no address of ours either.
        }
    }

    private static void addInterfaces(Set<Endpoint> addresses) {
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .forEach(address -> add(new InetSocketAddress(address, 0), addresses));
        } catch (IOException e) {
            // Not allowed to look: what others tell has to do.
        }
    }

    private static void add(InetSocketAddress address, Set<Endpoint> addresses) {
        if (address.getAddress() instanceof Inet4Address
                && !address.getAddress().isAnyLocalAddress()) {
            addresses.add(Endpoint.of(address));
        }
    }
}
