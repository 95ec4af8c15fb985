package dev.dht.sim.judge;

import dev.dht.id.Id;
import dev.dht.sim.Universe;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Queues drain: a look-up that began has ended five minutes later, however the network is, unless its node is stalled. */
final class Drain extends Invariant {
    private static final long PATIENCE = 300_000_000_000L;

    private record Running(int host, Id target, int number) {}

    private final Universe universe;
    private final Map<Running, Long> running = new HashMap<>();

    Drain(Universe universe, Consumer<String> verdict) {
        super(verdict);
        this.universe = universe;
    }

    void begins(int host, Id target) {
        int number = 0;
        while (running.putIfAbsent(new Running(host, target, number), universe.now()) != null) {
            number++;
        }
    }

    void ended(int host, Id target) {
        int number = 0;
        while (running.containsKey(new Running(host, target, number + 1))) {
            number++;
        }
        running.remove(new Running(host, target, number));
    }

    @Override
    void stopped(long now, int host) {
        running.keySet().removeIf(look -> look.host == host);
    }

    @Override
    void look(long now) {
        for (Iterator<Map.Entry<Running, Long>> all = running.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Running, Long> look = all.next();
            int host = look.getKey().host;
            // While stalled it does nothing; its five minutes begin when it goes on.
            if (now - Math.max(look.getValue(), universe.stalledUntil(host)) > PATIENCE) {
                broken(String.format(
                        Locale.ROOT,
                        "node %d has looked for %s for more than five minutes",
                        host,
                        look.getKey().target));
                all.remove();
            }
        }
    }
}
