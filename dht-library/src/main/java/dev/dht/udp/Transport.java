package dev.dht.udp;

import dev.dht.id.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A UDP socket. All but {@link #wakeup} is for one thread alone. */
public interface Transport extends AutoCloseable {
    /** The longest datagram that is read, in bytes. */
    int LONGEST = 2_048;
    /** What the kernel is asked to keep for us while we are busy; it may give less. */
    int KERNEL_BUFFER = 4 << 20;

    /** Takes what was received. */
    @FunctionalInterface
    interface Receiver {
        /**
         * The bytes between position and limit, good during the call. Of one longer than {@link #LONGEST} there is one byte
         * more than that.
         */
        void received(Endpoint from, ByteBuffer datagram);
    }

    /** The address and port that it is bound to. */
    Endpoint bound();

    /** Sends a datagram of at most {@link #LONGEST} bytes to an IPv4 endpoint; whether it left. */
    boolean send(Endpoint to, ByteBuffer datagram);

    /**
     * Waits until something was received, {@link #wakeup} was called, or a time has passed; then hands over what was
     * received, some tens of datagrams at most.
     *
     * @param nanoseconds how long to wait; 0 not at all
     * @throws IOException if the socket failed; it may be tried again
     */
    void poll(long nanoseconds, Receiver receiver) throws IOException;

    /** Ends the present or the next {@link #poll}; from any thread. */
    void wakeup();

    @Override
    void close();
}
