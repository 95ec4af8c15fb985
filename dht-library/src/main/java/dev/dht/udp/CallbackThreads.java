package dev.dht.udp;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for callbacks: as many as there are callbacks at a time, up to {@link #MOST}; what comes then waits. A thread
 * without work ends after 10 seconds.
 */
public final class CallbackThreads extends ThreadPoolExecutor {
    /** How many there are at most. */
    public static final int MOST = 256;

    private static final AtomicInteger THREADS = new AtomicInteger();

    /** No thread yet. */
    public CallbackThreads() {
        this(new Waiting());
    }

    private CallbackThreads(Waiting waiting) {
        super(
                0,
                MOST,
                10,
                TimeUnit.SECONDS,
                waiting,
                task -> {
                    Thread thread = new Thread(task, "dht-callback-" + THREADS.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                (task, threads) -> {
                    if (threads.isShutdown()) {
                        throw new RejectedExecutionException("the node is closed");
                    }
                    waiting.keep(task);
                    if (threads.isShutdown() && threads.remove(task)) {
                        throw new RejectedExecutionException("the node is closed");
                    }
                });
    }

    /** Hands a task to a thread that has no work; where there is none it refuses, and a thread is added. */
    private static final class Waiting extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        /** For when no thread can be added. */
        void keep(Runnable task) {
            super.offer(task);
        }
    }
}
