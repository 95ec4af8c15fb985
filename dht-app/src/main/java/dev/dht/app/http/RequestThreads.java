package dev.dht.app.http;

import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A thread for each request from its first byte until its answer was sent, for the JDK's server forgets a connection whose
 * client has gone only where the thread that it gave the request to says so. So many work at a time, and so many more may
 * wait to; whoever is {@linkplain #away away}, for the network or between the events of a stream, counts among neither. A
 * connection has one request at a time, so there are as many threads as connections at most. For any thread.
 */
final class RequestThreads implements AutoCloseable {
    private static final int IDLE_SECONDS = 30;

    private final int most;
    private final Semaphore working;
    /** Those that work, or wait to. */
    private final AtomicInteger present = new AtomicInteger();

    private final ThreadPoolExecutor threads;

    /** So many that work, and so many that may wait to. */
    RequestThreads(int working, int waiting) {
        this.most = working + waiting;
        this.working = new Semaphore(working, true);
        AtomicInteger count = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "dht-api-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Has a request answered.
     *
     * @throws RejectedExecutionException if as many wait as may
     */
    void execute(Runnable request) {
        if (present.incrementAndGet() > most) {
            present.decrementAndGet();
            throw new RejectedExecutionException("too many requests wait");
        }
        boolean begins = false;
        try {
            threads.execute(() -> run(request));
            begins = true;
        } finally {
            if (!begins) {
                present.decrementAndGet();
            }
        }
    }

    private void run(Runnable request) {
        working.acquireUninterruptibly();
        try {
            request.run();
        } finally {
            working.release();
            present.decrementAndGet();
        }
    }

    /** Does what is nearly all waiting, on the thread of a request; another may work meanwhile. */
    <T> T away(Callable<T> waiting) throws Exception {
        present.decrementAndGet();
        working.release();
        try {
            return waiting.call();
        } finally {
            working.acquireUninterruptibly();
            present.incrementAndGet();
        }
    }

    /** Who waits is interrupted. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
