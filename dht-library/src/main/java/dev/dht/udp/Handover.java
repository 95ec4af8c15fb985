package dev.dht.udp;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Where many threads hand things over to one, which may be asleep. What was taken in comes out once, in order; whoever
 * finds the one asleep wakes it; and after the close nothing is taken in, so that what is left then is all that ever will
 * be.
 *
 * <p>A lock rather than a queue without one: that the bound, the close and the sleep are seen by all in one order is the
 * point of it, and it is held for a few instructions.
 */
final class Handover<T> {
    /** What became of a thing that was offered. */
    enum Offered {
        TAKEN,
        FULL,
        CLOSED
    }

    private final int most;
    private final Runnable wakeup;
    private final Queue<T> waiting = new ArrayDeque<>();
    /** As many as wait; read without the lock by the one that takes, for whom 0 means nothing to do yet. */
    private volatile int size;

    private volatile boolean closed;
    private boolean asleep;

    /**
     * Nothing handed over yet.
     *
     * @param most how many may wait
     * @param wakeup ends the present or the next sleep; called from any thread
     */
    Handover(int most, Runnable wakeup) {
        this.most = most;
        this.wakeup = wakeup;
    }

    /** Hands one over; from any thread. */
    Offered offer(T thing) {
        boolean wake;
        synchronized (waiting) {
            if (closed) {
                return Offered.CLOSED;
            }
            if (waiting.size() == most) {
                return Offered.FULL;
            }
            waiting.add(thing);
            size = waiting.size();
            wake = asleep;
            asleep = false;
        }
        if (wake) {
            wakeup.run();
        }
        return Offered.TAKEN;
    }

    /** The oldest that waits, also after the close; null if none does. For the one thread alone. */
    @Nullable
    T poll() {
        if (size == 0) {
            return null;
        }
        synchronized (waiting) {
            asleep = false;
            T thing = waiting.poll();
            size = waiting.size();
            return thing;
        }
    }

    /** Whether the one thread may sleep: true if nothing waits, and it is woken when something does. For it alone. */
    boolean mayRest() {
        synchronized (waiting) {
            asleep = waiting.isEmpty() && !closed;
            return asleep;
        }
    }

    /** Takes nothing in from now on, and wakes the one; from any thread, as often as you like. */
    void close() {
        synchronized (waiting) {
            closed = true;
        }
        wakeup.run();
    }

    boolean isClosed() {
        return closed;
    }
}
