package dev.dht.bench;

import dev.dht.id.Endpoint;
import dev.dht.udp.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * Asks one server as fast as it answers: so many queries are always outstanding, each for another id; each answer is
 * followed by the next query, so that a transport in batches sends in batches too. For one thread.
 */
final class Load implements AutoCloseable {
    /** Queries outstanding. */
    static final int WINDOW = 256;

    private static final int TARGET_AT = 45;
    /** What was not answered for so long is lost. */
    private static final long LOST_AFTER = 500_000_000L;

    private static final long FIRST_WITHIN = 5_000_000_000L;

    private final Transport transport;
    private final Endpoint server;
    private final ByteBuffer query;
    private final ByteBuffer first = ByteBuffer.allocate(Transport.LONGEST + 1);
    private final SplittableRandom targets = new SplittableRandom(1);
    private boolean asking;
    private int outstanding;
    private long answered;
    private long lost;

    /** Asks a server this FIND_NODE query, with other targets. */
    Load(InetSocketAddress server, ByteBuffer template) throws IOException {
        this.query =
                ByteBuffer.allocateDirect(template.remaining()).put(template).flip();
        this.server = Endpoint.of(server);
        this.transport = Sockets.open(Sockets.present().get(0));
    }

    /** How many answers came in all. */
    long answered() {
        return answered;
    }

    /** How many queries had no answer. */
    long lost() {
        return lost;
    }

    /**
     * Asks once, and gives the answer; good until the next.
     *
     * @throws BenchException if there is none
     */
    ByteBuffer ask() throws IOException {
        transport.send(server, query.rewind());
        first.clear();
        transport.poll(FIRST_WITHIN, (from, datagram) -> first.put(datagram));
        if (first.position() == 0) {
            throw new BenchException("the server does not answer on loopback");
        }
        return first.flip();
    }

    /** Asks for so many nanoseconds, and then until the last is answered or lost. */
    void run(long nanoseconds) throws IOException {
        long end = System.nanoTime() + nanoseconds;
        asking = true;
        while (asking || outstanding > 0) {
            asking = System.nanoTime() - end < 0;
            while (asking && outstanding < WINDOW && send()) {
                outstanding++;
            }
            long before = answered;
            transport.poll(LOST_AFTER, this::received);
            if (answered == before) {
                lost += outstanding;
                outstanding = 0;
            }
        }
    }

    private boolean send() {
        query.putLong(TARGET_AT, targets.nextLong()).rewind();
        return transport.send(server, query);
    }

    private void received(Endpoint from, ByteBuffer datagram) {
        if (outstanding == 0) {
            return; // it was counted as lost
        }
        answered++;
        if (!(asking && send())) {
            outstanding--;
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
