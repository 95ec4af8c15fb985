package dev.dht.udp;

import dev.dht.flight.Flight;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs one user's callbacks one after another on some executor, whatever the others' do. */
public final class Callbacks {
    private static final System.Logger LOG = System.getLogger("dev.dht.udp");

    private final Executor executor;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    /** Callbacks that run on this executor. */
    public Callbacks(Executor executor) {
        this.executor = executor;
    }

    /**
     * Runs it after those before; from any thread. Within this call only where the executor does not take it, as one that
     * was shut down.
     */
    public void run(Runnable callback) {
        synchronized (waiting) {
            waiting.add(callback);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            executor.execute(this::drain);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(System.Logger.Level.DEBUG, "the executor of callbacks took none: " + e);
            drain();
        }
    }

    private void drain() {
        for (Runnable next = next(); next != null; next = next()) {
            try {
                Flight.callback(next);
            } catch (Throwable e) {
                // The next are not to suffer from it.
                LOG.log(System.Logger.Level.WARNING, "a callback threw: " + e, e);
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            Runnable next = waiting.poll();
            running = next != null;
            return next;
        }
    }
}
