package dev.dht.bench;

import dev.dht.api.Dht;
import dev.dht.sim.Start;
import dev.dht.sim.Universe;
import dev.dht.sim.study.Distribution;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.SplittableRandom;

/** What a PING between two nodes of the universe takes: nothing that asks a stranger is faster. */
final class RoundTrips {
    private static final int NODES = 200;
    private static final int PINGS = 2_000;

    private RoundTrips() {}

    /** In virtual milliseconds. */
    static Distribution measure() {
        Universe universe = Universe.of(1)
                .nodes(NODES)
                .homeLines(0.1)
                .start(Start.SETTLED)
                .maintenance(false)
                .begin();
        SplittableRandom random = new SplittableRandom(1);
        Distribution times = new Distribution();
        for (int i = 0; i < PINGS; i++) {
            int from = random.nextInt(NODES);
            int to = (from + 1 + random.nextInt(NODES - 1)) % NODES;
            Dht dht = universe.dht(from);
            InetSocketAddress address =
                    Objects.requireNonNull(universe.dht(to).info().address()).toSocketAddress();
            times.add(dht.ping(address).roundTrip().toNanos() / 1e6);
        }
        return times;
    }
}
