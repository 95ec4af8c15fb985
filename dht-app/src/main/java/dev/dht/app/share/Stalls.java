package dev.dht.app.share;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ends answers that nobody reads: where nothing went out from one look to the next, the thread that sends is
 * interrupted, which closes its connection. However large a file is, it may take its time as long as it moves.
 */
final class Stalls implements AutoCloseable {
    private final long seconds;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition whenClosed = lock.newCondition();
    private final Map<Thread, Boolean> moved = new HashMap<>();
    private boolean closed;
    private long ended;

    /** Looks every so many seconds, from now on. */
    Stalls(long seconds) {
        this.seconds = seconds;
    }

    void start() {
        Thread thread = new Thread(this::watch, "dht-share-stalls");
        thread.setDaemon(true);
        thread.start();
    }

    /** This thread sent something, or is about to. */
    void moves() {
        lock.lock();
        try {
            moved.put(Thread.currentThread(), true);
        } finally {
            lock.unlock();
        }
    }

    /** This thread has sent all, or gave up. */
    void done() {
        lock.lock();
        try {
            moved.remove(Thread.currentThread());
            Thread.interrupted(); // what was meant for the answer is not meant for the next one
        } finally {
            lock.unlock();
        }
    }

    /** How many answers were ended because nobody read them. */
    long ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Ends what has not moved since the last look. */
    void look() {
        lock.lock();
        try {
            moved.replaceAll((thread, sent) -> {
                if (!sent && !thread.isInterrupted()) {
                    thread.interrupt();
                    ended++;
                }
                return false;
            });
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        lock.lock();
        try {
            while (!closed) {
                if (!whenClosed.await(seconds, TimeUnit.SECONDS)) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            whenClosed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
