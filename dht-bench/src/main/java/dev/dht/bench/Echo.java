package dev.dht.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;

/** Answers each datagram with 300 bytes and looks at none: what any server costs that receives and sends one by one. */
final class Echo implements Server {
    private static final int ANSWER = 300;
    private static final int LONGEST = 2_048;
    private static final int KERNEL_BUFFER = 4 << 20;

    private final DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    private final InetSocketAddress address;
    private final Thread thread = new Thread(this::run, "bench-echo");

    /** Answers from now on. */
    Echo() throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, KERNEL_BUFFER);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) channel.getLocalAddress();
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        ByteBuffer in = ByteBuffer.allocateDirect(LONGEST);
        ByteBuffer out = ByteBuffer.allocateDirect(ANSWER);
        try {
            while (true) {
                SocketAddress from = channel.receive(in.clear());
                channel.send(out.rewind(), from);
            }
        } catch (AsynchronousCloseException e) {
            // The end of it.
        } catch (IOException e) {
            throw new IllegalStateException("the echo's socket failed", e);
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }
}
