package dev.dht.app.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A thread for each request from its first byte until its answer was sent, for the JDK's server forgets a connection whose
 * client has gone only where the thread that it gave the request to tells it so. Of those that work there are so many, and
 * no more requests wait for one than there are places; whoever is {@linkplain #away away}, for the network or between the events of a
 * stream, gives his place to another. There are never more than connections. For any thread.
 */
final class RequestThreads implements AutoCloseable {
    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    /** So many that work, for which so many may wait. */
    RequestThreads(int most, int waiting) {
        AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
                    Thread thread = new Thread(task, "dht-api-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Has a request answered.
     *
     * @throws RejectedExecutionException if as many wait as may
     */
    void execute(Runnable request) {
        threads.execute(request);
    }

    /** Does what is nearly all waiting, on one of these threads; another may work meanwhile. */
    <T> T away(Callable<T> waiting) throws Exception {
        places(1);
        try {
            return waiting.call();
        } finally {
            places(-1);
        }
    }

    private synchronized void places(int more) {
        int places = threads.getCorePoolSize() + more;
        if (more > 0) {
            threads.setMaximumPoolSize(places);
            threads.setCorePoolSize(places);
        } else {
            threads.setCorePoolSize(places);
            threads.setMaximumPoolSize(places);
        }
    }

    /** Who waits is interrupted. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
