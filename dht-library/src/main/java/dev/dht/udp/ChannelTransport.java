package dev.dht.udp;

import dev.dht.id.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** UDP over IPv4 by the JDK's {@link DatagramChannel}. */
public final class ChannelTransport implements Transport {
    /** How many datagrams one {@link #poll} hands over. */
    private static final int BATCH = 64;

    private final DatagramChannel channel;
    private final Selector selector;
    private final Endpoint bound;
    private final ByteBuffer in = ByteBuffer.allocateDirect(LONGEST + 1);

    /**
     * A socket bound to an address and a port; port 0 for any.
     *
     * @throws IOException if it cannot be bound; a {@link java.net.BindException} if the port is in use or the address
     *     is none of this machine's
     */
    public ChannelTransport(InetSocketAddress address) throws IOException {
        channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, KERNEL_BUFFER);
            channel.bind(address);
            channel.configureBlocking(false);
            selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            bound = Endpoint.of((InetSocketAddress) channel.getLocalAddress());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Endpoint bound() {
        return bound;
    }

    @Override
    public boolean send(Endpoint to, ByteBuffer datagram) {
        if (!to.isV4() || datagram.remaining() > LONGEST) {
            return false;
        }
        try {
            return channel.send(datagram, to.toSocketAddress()) > 0;
        } catch (IOException e) {
            // No route, no permission, no buffer: it did not leave, and the node knows what that means.
            return false;
        }
    }

    @Override
    public void poll(long nanoseconds, Receiver receiver) throws IOException {
        if (nanoseconds <= 0) {
            selector.selectNow();
        } else {
            // A deadline is not worth waking up twice: rounded up to the next millisecond.
            selector.select(Math.max(1, (nanoseconds + 999_999) / 1_000_000));
        }
        selector.selectedKeys().clear();
        for (int i = 0; i < BATCH; i++) {
            in.clear();
            InetSocketAddress from = (InetSocketAddress) channel.receive(in);
            if (from == null) {
                return;
            }
            receiver.received(Endpoint.of(from), in.flip());
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try (channel;
                selector) {
            // Both are closed, whatever the other does.
        } catch (IOException e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }
}
