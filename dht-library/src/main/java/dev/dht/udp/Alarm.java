package dev.dht.udp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A descriptor that can be read from once any thread has rung it ({@code eventfd}), so that who waits for it wakes up. */
final class Alarm implements AutoCloseable {
    private final Libc.Caller rings = new Libc.Caller();
    private final Libc.Caller rest = new Libc.Caller();
    private final ByteBuffer one = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
    private final ByteBuffer count = ByteBuffer.allocateDirect(Long.BYTES);
    private final long oneAt = Libc.address(one);
    private final long countAt = Libc.address(count);
    private final int descriptor;
    /** Guarded by the lock on {@link #one}: the number of a closed descriptor may be another's. */
    private boolean closed;

    Alarm() throws IOException {
        one.putLong(0, 1);
        descriptor = rest.eventfd(Libc.NONBLOCK | Libc.CLOEXEC);
        if (descriptor < 0) {
            throw rest.failure("eventfd");
        }
    }

    int descriptor() {
        return descriptor;
    }

    /** From any thread, also after the close. */
    void ring() {
        synchronized (one) {
            if (!closed) {
                rings.write(descriptor, oneAt, Long.BYTES);
            }
        }
    }

    /** Rung no more, until it is rung again; for the one that waits. */
    void quieten() {
        rest.read(descriptor, countAt, Long.BYTES);
    }

    @Override
    public void close() {
        synchronized (one) {
            if (!closed) {
                closed = true;
                rest.close(descriptor);
            }
        }
    }
}
