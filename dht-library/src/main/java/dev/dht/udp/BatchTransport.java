package dev.dht.udp;

import dev.dht.id.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * UDP over IPv4 by {@code recvmmsg} and {@code sendmmsg}, many datagrams a system call; on Linux with a JDK from 22 on.
 *
 * <p>What goes back to the endpoint whose datagram is being handed over, once for each, leaves with the others when all
 * have been handed over: who has just been heard from can be reached, so it is said at once that it left; where
 * the system has no room for it then, it is lost as on the way.
 * All else leaves at once, and what is told of it is true.
 */
public final class BatchTransport implements Transport {
    private static final long NOBODY = -1;

    // struct pollfd
    private static final int POLL_FD = 8;
    private static final int POLLED = 2;
    private static final int POLL_EVENTS = 4;
    private static final int POLL_HAPPENED = 6;

    private final Libc.Caller libc = new Libc.Caller();
    /** Its descriptor; -1 once it is closed. */
    private int socket;

    private final Endpoint bound;
    private final Alarm alarm;
    /** One byte more than the longest, to tell what is longer. */
    private final Batch in = new Batch(LONGEST + 1);

    private final Batch out = new Batch(LONGEST);
    private final Senders senders = new Senders();
    /** What is waited for; before that, what short calls need in memory. */
    private final ByteBuffer polled =
            ByteBuffer.allocateDirect(POLLED * POLL_FD).order(ByteOrder.nativeOrder());

    private final long polledAt = Libc.address(polled);

    /** To whom the next datagram is an answer that may wait, packed. */
    private long asker = NOBODY;

    private int waiting;
    /** Whether there may be more to receive than there was room for. */
    private boolean full;

    /**
     * A socket bound to an address and a port; port 0 for any.
     *
     * @throws IOException if it cannot be bound, or not in this way; a {@link java.net.BindException} if the port is in
     *     use or the address is none of this machine's
     */
    public BatchTransport(InetSocketAddress address) throws IOException {
        socket = libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM | Libc.NONBLOCK | Libc.CLOEXEC);
        if (socket < 0) {
            throw libc.failure("socket");
        }
        try {
            askForRoom();
            bound = bind(Endpoint.of(address));
            alarm = new Alarm();
        } catch (IOException | RuntimeException e) {
            libc.close(socket);
            throw e;
        }
        watch(0, socket);
        watch(1, alarm.descriptor());
    }

    /**
     * Why there is no such transport here, or null if there is.
     *
     * @param onlyIfAllowed whether there is none where the JDK would warn of native access that nobody allowed
     */
    public static @Nullable String missing(boolean onlyIfAllowed) {
        return Libc.missing(onlyIfAllowed);
    }

    /** The kernel may give less; then it is less. */
    private void askForRoom() {
        polled.putInt(0, KERNEL_BUFFER);
        libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUF, polledAt, Integer.BYTES);
        libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUF, polledAt, Integer.BYTES);
    }

    private Endpoint bind(Endpoint wanted) throws IOException {
        out.endpoint(0, wanted.address(), wanted.port());
        if (libc.bind(socket, out.addressOf(0), Batch.ADDRESS_BYTES) < 0) {
            throw libc.failure("bind");
        }
        polled.putInt(0, Batch.ADDRESS_BYTES);
        if (libc.getsockname(socket, out.addressOf(0), polledAt) < 0) {
            throw libc.failure("getsockname");
        }
        return Endpoint.unpack(out.endpoint(0));
    }

    private void watch(int index, int descriptor) {
        polled.putInt(index * POLL_FD, descriptor);
        polled.putShort(index * POLL_FD + POLL_EVENTS, (short) Libc.POLLIN);
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
        out.endpoint(waiting, to.address(), to.port());
        out.fill(waiting, datagram);
        if (to.packed() != asker) {
            return flush(waiting, 1);
        }
        asker = NOBODY;
        if (++waiting == Batch.SIZE) {
            flush();
        }
        return true;
    }

    private void flush() {
        flush(0, waiting);
        waiting = 0;
    }

    /** Sends so many from one on; whether the last of them left. One that cannot be sent is left out. */
    private boolean flush(int first, int count) {
        int at = first;
        int end = first + count;
        boolean left = true;
        while (at < end) {
            int sent = libc.sendmmsg(socket, out.headers(at), end - at);
            left = sent > 0;
            if (left) {
                at += sent;
            } else if (libc.errno() != Libc.EINTR) {
                at++;
            }
        }
        return left;
    }

    @Override
    public void poll(long nanoseconds, Receiver receiver) throws IOException {
        int count = nanoseconds <= 0 || full ? receive() : 0;
        if (count == 0 && nanoseconds > 0 && await(nanoseconds)) {
            count = receive();
        }
        full = count == Batch.SIZE;
        try {
            for (int i = 0; i < count; i++) {
                asker = in.endpoint(i);
                receiver.received(senders.endpoint(asker), in.received(i));
            }
        } finally {
            asker = NOBODY;
            flush();
        }
    }

    private int receive() throws IOException {
        int count = libc.recvmmsg(socket, in.headers(0), Batch.SIZE);
        if (count >= 0) {
            return count;
        }
        int errno = libc.errno();
        if (errno == Libc.EAGAIN || errno == Libc.EINTR) {
            return 0;
        }
        throw libc.failure("recvmmsg");
    }

    /** Whether there is something to receive; a time is rounded up to the next millisecond. */
    private boolean await(long nanoseconds) throws IOException {
        int milliseconds = (int) Math.min(Integer.MAX_VALUE, (nanoseconds + 999_999) / 1_000_000);
        int happened = libc.poll(polledAt, POLLED, milliseconds);
        if (happened < 0 && libc.errno() != Libc.EINTR) {
            throw libc.failure("poll");
        }
        if (happened <= 0) {
            return false;
        }
        if (polled.getShort(POLL_FD + POLL_HAPPENED) != 0) {
            alarm.quieten();
        }
        return polled.getShort(POLL_HAPPENED) != 0;
    }

    @Override
    public void wakeup() {
        alarm.ring();
    }

    @Override
    public void close() {
        int open = socket;
        socket = -1;
        watch(0, -1);
        alarm.close();
        if (open >= 0 && libc.close(open) < 0) {
            throw new IllegalStateException("a socket that cannot be closed", libc.failure("close"));
        }
    }
}
