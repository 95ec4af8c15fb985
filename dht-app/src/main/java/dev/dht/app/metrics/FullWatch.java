package dev.dht.app.metrics;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Looks now and then whether servers have as many connections as they may. Those that come then are closed before anybody
 * could count them, so the time in which it is so is counted; what is shorter than the time between two looks may be
 * missed. The first look is at once.
 */
final class FullWatch implements AutoCloseable {
    /** The time between two looks. */
    static final int SECONDS = 10;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "dht-connections");
        daemon.setDaemon(true);
        return daemon;
    });
    private final Collection<Connections> servers;
    private final Function<Collection<Connections>, Map<Connections, Integer>> open;
    private final BiConsumer<Connections, Integer> full;

    /**
     * Does not look yet.
     *
     * @param servers where to look; may grow
     * @param open how many connections each has, as far as is known
     * @param full told of a server that has all it may, and for how many seconds that counts
     */
    FullWatch(
            Collection<Connections> servers,
            Function<Collection<Connections>, Map<Connections, Integer>> open,
            BiConsumer<Connections, Integer> full) {
        this.servers = servers;
        this.open = open;
        this.full = full;
    }

    /** Looks from now on; does nothing once it is closed. */
    synchronized void start() {
        if (!thread.isShutdown()) {
            var unused = thread.scheduleWithFixedDelay(this::look, 0, SECONDS, TimeUnit.SECONDS);
        }
    }

    void look() {
        open.apply(servers).forEach((server, connections) -> {
            if (connections >= server.most()) {
                full.accept(server, SECONDS);
            }
        });
    }

    @Override
    public synchronized void close() {
        thread.shutdownNow();
    }
}
