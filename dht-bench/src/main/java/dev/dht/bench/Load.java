package dev.dht.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.SplittableRandom;

/**
 * Asks one server as fast as it answers: so many queries are always outstanding, each for another id. Reads answers and
 * counts them. For one thread.
 */
final class Load implements AutoCloseable {
    /** Queries outstanding. */
    static final int WINDOW = 256;

    private static final int TARGET_AT = 45;
    private static final int LONGEST = 2_048;
    private static final int KERNEL_BUFFER = 4 << 20;
    /** What was not answered for so long is lost. */
    private static final long LOST_AFTER_MILLIS = 500;

    private static final long FIRST_WITHIN_MILLIS = 5_000;

    private final DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    private final Selector selector = Selector.open();
    private final ByteBuffer query;
    private final ByteBuffer in = ByteBuffer.allocateDirect(LONGEST);
    private final SplittableRandom targets = new SplittableRandom(1);
    private int outstanding;
    private long answered;
    private long lost;

    /** Asks a server this FIND_NODE query, with other targets. */
    Load(InetSocketAddress server, ByteBuffer template) throws IOException {
        query = ByteBuffer.allocateDirect(template.remaining()).put(template).flip();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, KERNEL_BUFFER);
        channel.connect(server);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
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
        channel.write(query.rewind());
        selector.select(FIRST_WITHIN_MILLIS);
        selector.selectedKeys().clear();
        if (channel.read(in.clear()) <= 0) {
            throw new BenchException("the server does not answer on loopback");
        }
        return in.flip();
    }

    /** Asks for so many nanoseconds. */
    void run(long nanoseconds) throws IOException {
        long end = System.nanoTime() + nanoseconds;
        while (System.nanoTime() - end < 0) {
            fill();
            if (drain() == 0) {
                await();
            }
        }
    }

    private void fill() throws IOException {
        while (outstanding < WINDOW) {
            query.putLong(TARGET_AT, targets.nextLong()).rewind();
            if (channel.write(query) == 0) {
                return;
            }
            outstanding++;
        }
    }

    private int drain() throws IOException {
        int received = 0;
        while (received < WINDOW && channel.read(in.clear()) > 0) {
            received++;
        }
        answered += received;
        outstanding = Math.max(0, outstanding - received);
        return received;
    }

    private void await() throws IOException {
        if (selector.select(LOST_AFTER_MILLIS) == 0) {
            lost += outstanding;
            outstanding = 0;
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
