package dev.dht.app.demo;

import dev.dht.api.DhtException;
import dev.dht.id.Id;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What people do with a network: now and then a node looks something up. Nodes that nobody uses would take a quarter of
 * an hour to notice that a neighbour is gone.
 */
final class Bustle implements AutoCloseable {
    /** A node looks something up as often, in the mean. */
    private static final int SECONDS_BETWEEN = 16;

    /** So many look-ups a second in all, at most. */
    private static final int MOST_A_SECOND = 8;

    private final Swarm swarm;
    private final Id shared;
    private final SplittableRandom random = new SplittableRandom();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "dht-demo-bustle");
        daemon.setDaemon(true);
        return daemon;
    });

    /** Begins at once; every other look-up is for the id that is shared, the rest for ids that nobody has. */
    Bustle(Swarm swarm, Id shared) {
        this.swarm = swarm;
        this.shared = shared;
        var unused = thread.scheduleWithFixedDelay(this::second, 1, 1, TimeUnit.SECONDS);
    }

    private void second() {
        List<Swarm.Member> living = swarm.living();
        int lookups = Math.min(MOST_A_SECOND, Math.max(1, living.size() / SECONDS_BETWEEN));
        for (int i = 0; i < lookups; i++) {
            Id id = random.nextBoolean() ? shared : Id.random(random);
            try {
                var unused = living.get(random.nextInt(living.size())).dht().lookupAsync(id);
            } catch (DhtException e) {
                // it was ended meanwhile
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
