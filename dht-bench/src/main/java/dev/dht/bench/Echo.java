package dev.dht.bench;

import dev.dht.TransportKind;
import dev.dht.id.Endpoint;
import dev.dht.udp.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Answers each datagram with 300 bytes and looks at none: what a transport costs, whatever is done with it. */
final class Echo implements Server {
    private static final int ANSWER = 300;
    private static final long WAIT = 900_000_000_000L;

    private final Transport transport;
    private final ByteBuffer out = ByteBuffer.allocateDirect(ANSWER);
    private final Thread thread = new Thread(this::run, "bench-echo");
    private volatile boolean closed;

    /** Answers from now on. */
    Echo(TransportKind kind) throws IOException {
        transport = Sockets.open(kind);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (transport) {
            while (!closed) {
                transport.poll(WAIT, this::answer);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the echo's socket failed", e);
        }
    }

    private void answer(Endpoint from, ByteBuffer datagram) {
        transport.send(from, out.rewind());
    }

    @Override
    public InetSocketAddress address() {
        return transport.bound().toSocketAddress();
    }

    @Override
    public long busy() {
        return Sockets.busy(thread);
    }

    @Override
    public void close() {
        closed = true;
        transport.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
