package dev.dht.sim;

import dev.dht.api.Dht;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.node.NodeSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of the production core in virtual time. The same seed and the same calls give the same run, byte for byte, on
 * every JDK: {@link #trace} says so. For one thread alone.
 */
public final class Universe {
    private static final long SECOND = 1_000_000_000L;
    private static final int NET_10 = 10 << 24;
    private static final int PORT = 1729;
    /** What the wall clock shows when a universe begins: 2026-01-01. */
    private static final long WALL_EPOCH = 1_767_225_600_000L;
    /** A wait that takes longer in virtual time is given up: a day. */
    private static final long PATIENCE = 86_400 * SECOND;

    private final SplittableRandom ids;
    private final SplittableRandom nodeSeeds;
    private final SplittableRandom choices;
    private final Churn churn;
    private final double unreachable;
    private final NodeSettings settings;
    private final Geography geography;
    private final Weather weather;
    private final List<Host> hosts = new ArrayList<>();
    private final Agenda<Runnable> agenda = new Agenda<>();
    private final Alarms alarms = new Alarms();
    private final Trace trace = new Trace();
    private final ByteBuffer scratch;
    private long now;
    private long datagrams;
    private long bytes;

    Universe(UniverseBuilder builder) {
        SplittableRandom seeds = new SplittableRandom(builder.seed);
        // A stream of its own for each concern: more of one does not change another.
        ids = seeds.split();
        nodeSeeds = seeds.split();
        choices = seeds.split();
        geography = new Geography(seeds.split(), builder.homeLines);
        weather = new Weather(seeds.split());
        weather.loss = builder.loss;
        weather.duplication = builder.duplication;
        weather.reordering = builder.reordering;
        churn = builder.churn;
        unreachable = builder.unreachable;
        settings = builder.settings;
        scratch = ByteBuffer.allocate(settings.bounds().datagram());
        for (int i = 0; i < builder.nodes; i++) {
            add();
            run(Duration.ofMillis(100));
        }
    }

    /** A universe to be, all of whose chance comes from this seed. */
    public static UniverseBuilder of(long seed) {
        return new UniverseBuilder(seed);
    }

    // Nodes

    /** Adds a node at a new place and starts it; its number. */
    public int add() {
        int number = hosts.size();
        geography.add();
        Firewall firewall = choices.nextDouble() < unreachable ? new Firewall() : null;
        hosts.add(new Host(number, Endpoint.v4(NET_10 + number + 1, PORT), firewall));
        start(number, Id.random(ids));
        if (churn != Churn.NONE) {
            plan(now + churn.draw(choices), () -> leave(number));
        }
        return number;
    }

    /** Starts a node where none is up, under an id, told of one that can be reached. */
    private void start(int number, Id id) {
        Host host = hosts.get(number);
        Node node = new Node(
                settings,
                id,
                nodeSeeds.split(),
                nodeSeeds.split(),
                (path, to, datagram) -> send(host, to, datagram),
                scratch,
                now,
                WALL_EPOCH + now / 1_000_000);
        host.node = node;
        node.localAddresses(List.of(host.endpoint));
        Endpoint bootstrap = someoneReachable(number);
        run(host, () -> {
            if (bootstrap != null) {
                node.bootstrap(now, List.of(bootstrap));
            }
        });
    }

    private @Nullable Endpoint someoneReachable(int except) {
        for (int i = 0; i < 100; i++) {
            Host host = hosts.get(choices.nextInt(hosts.size()));
            if (host.isUp() && host.firewall == null && host.number != except) {
                return host.endpoint;
            }
        }
        return null;
    }

    /** Stops a node without a word, as a crash does. */
    public void stop(int number) {
        Host host = hosts.get(number);
        Node node = host.node;
        host.node = null;
        if (node != null) {
            // Whoever waits for it must be told; nothing is sent.
            node.close(now);
        }
        alarms.set(number, Long.MAX_VALUE);
        if (host.firewall != null) {
            host.firewall.forget();
        }
    }

    private void leave(int number) {
        Node node = hosts.get(number).node;
        Id id = node == null ? Id.random(ids) : node.id();
        stop(number);
        plan(now + churn.draw(choices), () -> {
            start(number, choices.nextDouble() < Churn.ANOTHER_ID ? Id.random(ids) : id);
            plan(now + churn.draw(choices), () -> leave(number));
        });
    }

    /** A node as programs hold it, as it runs now. */
    public Dht dht(int number) {
        Host host = hosts.get(number);
        Node node = host.node;
        if (node == null) {
            throw new IllegalStateException("node " + number + " is down");
        }
        return new SimDht(this, host, node);
    }

    /** How many nodes there are, those that are down counted. */
    public int size() {
        return hosts.size();
    }

    /** Whether a node is up. */
    public boolean isUp(int number) {
        return hosts.get(number).isUp();
    }

    /** Whether strangers can reach a node. */
    public boolean isReachable(int number) {
        return hosts.get(number).firewall == null;
    }

    // Faults

    /** From now on and for so long nothing gets from one node to another where {@code between} says so. */
    public void cut(Duration span, BiPredicate<Integer, Integer> between) {
        weather.cut(now, now + span.toNanos(), between);
    }

    /** A node does nothing for so long, and then all at once. */
    public void stall(int number, Duration span) {
        hosts.get(number).stalledUntil = now + span.toNanos();
    }

    // Time

    /** Virtual nanoseconds since the beginning. */
    public long now() {
        return now;
    }

    /** Does something when a time has come. */
    void plan(long time, Runnable action) {
        agenda.add(time, action);
    }

    /** Lets virtual time pass. */
    public void run(Duration span) {
        long end = now + span.toNanos();
        while (next() <= end) {
            step();
        }
        now = end;
    }

    /**
     * Lets virtual time pass until something holds.
     *
     * @throws IllegalStateException if it does not within a day
     */
    public void runUntil(BooleanSupplier holds) {
        long end = now + PATIENCE;
        while (!holds.getAsBoolean()) {
            if (next() > end) {
                throw new IllegalStateException("waited in vain for a day of virtual time");
            }
            step();
        }
    }

    private long next() {
        return Math.min(agenda.firstTime(), alarms.firstTime());
    }

    private void step() {
        if (agenda.firstTime() <= alarms.firstTime()) {
            now = Math.max(now, agenda.firstTime());
            agenda.poll().run();
            return;
        }
        now = Math.max(now, alarms.firstTime());
        Host host = hosts.get(alarms.first());
        Node node = host.node;
        if (host.stalledUntil > now) {
            alarms.set(host.number, host.stalledUntil);
        } else if (node != null) {
            run(host, () -> node.advance(now));
        }
    }

    /** Does something with the node of a host, as its driver would. */
    void run(Host host, Runnable action) {
        action.run();
        Node node = host.node;
        alarms.set(host.number, node == null ? Long.MAX_VALUE : Math.max(now, node.nextDeadline()));
    }

    // Datagrams

    private boolean send(Host from, Endpoint to, ByteBuffer datagram) {
        byte[] copy = new byte[datagram.remaining()];
        datagram.get(copy);
        datagrams++;
        bytes += copy.length;
        if (from.firewall != null) {
            from.firewall.sent(now, to);
        }
        int number = to.address() - NET_10 - 1;
        if (number < 0 || number >= hosts.size() || to.port() != PORT) {
            trace.add(now, from.endpoint, to, Fate.NOBODY, copy);
            return true;
        }
        long oneWay = geography.roundTrip(from.number, number) / 2;
        Host receiver = hosts.get(number);
        for (int copies = weather.doubles() ? 2 : 1; copies > 0; copies--) {
            if (weather.loses()) {
                trace.add(now, from.endpoint, to, Fate.LOST, copy);
            } else {
                agenda.add(now + oneWay + weather.jitter(oneWay), () -> deliver(from, receiver, copy));
            }
        }
        return true;
    }

    private void deliver(Host from, Host to, byte[] datagram) {
        if (to.stalledUntil > now) {
            plan(to.stalledUntil, () -> deliver(from, to, datagram));
            return;
        }
        Node node = to.node;
        Fate fate = fate(from, to);
        trace.add(now, from.endpoint, to.endpoint, fate, datagram);
        if (fate == Fate.DELIVERED && node != null) {
            run(to, () -> node.receive(now, 0, from.endpoint, ByteBuffer.wrap(datagram)));
        }
    }

    private Fate fate(Host from, Host to) {
        if (!to.isUp()) {
            return Fate.NOBODY;
        }
        if (weather.isCut(now, from.number, to.number)) {
            return Fate.CUT;
        }
        boolean isFiltered = to.firewall != null && !to.firewall.letsIn(now, from.endpoint);
        return isFiltered ? Fate.FILTERED : Fate.DELIVERED;
    }

    // What was seen

    /** How many datagrams were sent. */
    public long datagrams() {
        return datagrams;
    }

    /** How many bytes of UDP payload were sent. */
    public long bytes() {
        return bytes;
    }

    /** The SHA-256 of the whole run so far, as 64 hex digits: see {@link Trace}. */
    public String trace() {
        return trace.hash();
    }
}
