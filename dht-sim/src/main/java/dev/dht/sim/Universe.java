package dev.dht.sim;

import dev.dht.api.Dht;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.sim.net.Agenda;
import dev.dht.sim.net.Alarms;
import dev.dht.sim.net.Fate;
import dev.dht.sim.net.Flight;
import dev.dht.sim.net.Network;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/**
 * Nodes of the production core in virtual time. The same seed and the same calls give the same run, byte for byte, on
 * every JDK: {@link #trace} says so. For one thread alone. Nodes are hosts by number, from 0 on; those that are away are
 * counted.
 */
public final class Universe {
    /** A wait that takes longer in virtual time is given up: a day. */
    private static final long PATIENCE = Duration.ofDays(1).toNanos();

    private final Network network;
    private final Population population;
    private final Agenda<Runnable> agenda = new Agenda<>();
    private final Alarms alarms = new Alarms();
    private final List<Observer> observers = new ArrayList<>();
    /** What is being read; one for all, so that no node keeps a datagram. */
    private final ByteBuffer incoming;

    private long now;

    Universe(UniverseBuilder plan) {
        SplittableRandom seeds = new SplittableRandom(plan.seed);
        // A stream of its own for each concern: more of one does not change another.
        network = new Network(
                seeds.split(), plan.homeLines, plan.settings.bounds().datagram(), plan.trace);
        incoming = ByteBuffer.allocate(plan.settings.bounds().datagram());
        network.weather().set(plan.loss, plan.duplication, plan.reordering);
        population = new Population(this, plan, seeds.split());
        plan.observers.forEach(observer -> observers.add(observer.apply(this)));
        population.begin();
    }

    /** A universe to be, all of whose chance comes from this seed. */
    public static UniverseBuilder of(long seed) {
        return new UniverseBuilder(seed);
    }

    // Nodes

    /** Adds a node that joins; its number. */
    public int add() {
        return population.add();
    }

    /** Stops a node without a word, as a crash does. Nothing happens where none is up. */
    public void stop(int host) {
        population.stop(population.host(host));
    }

    /**
     * Starts a node where none is up, with what its state directory holds: id, contacts, entries.
     *
     * @throws IllegalStateException if one is up
     */
    public void restart(int host) {
        if (isUp(host)) {
            throw new IllegalStateException("node " + host + " is up");
        }
        population.restart(population.host(host));
    }

    /**
     * A node as programs hold it, as it runs now.
     *
     * @throws IllegalStateException if it is down, or a liar
     */
    public Dht dht(int host) {
        return new SimDht(this, population.host(host), node(host));
    }

    /**
     * The machine itself, to look into; who drives it breaks the universe.
     *
     * @throws IllegalStateException if it is down, or a liar
     */
    public Node node(int host) {
        Node node = population.host(host).node;
        if (node == null) {
            throw new IllegalStateException("node " + host + " is " + (isUp(host) ? "a liar" : "down"));
        }
        return node;
    }

    /** The entries in the state directory of a node, with their ports: what it must enter whenever it is up. */
    public SortedMap<Id, Integer> onDisk(int host) {
        return Collections.unmodifiableSortedMap(population.host(host).entries);
    }

    /** How many nodes there are, those that are down counted. */
    public int size() {
        return population.size();
    }

    /** Whether a node is up. */
    public boolean isUp(int host) {
        return population.host(host).isUp();
    }

    /** Whether a node is up and no liar. */
    public boolean isHonest(int host) {
        return population.host(host).node != null;
    }

    /** Whether strangers can reach a node while it is up. */
    public boolean isReachable(int host) {
        return population.host(host).firewall == null;
    }

    /** Until when a node does nothing, or did nothing last: see {@link #stall}. 0 where it never stalled. */
    public long stalledUntil(int host) {
        return population.host(host).stalledUntil;
    }

    /** Whether a node is on a slow home line. */
    public boolean isHome(int host) {
        return network.isHome(host);
    }

    /** Where a node is. */
    public Endpoint endpoint(int host) {
        return network.endpoint(host);
    }

    /** What a node's own clock shows now, in nanoseconds. */
    public long clock(int host) {
        return population.host(host).clock(now);
    }

    /** The number of the node at an endpoint; -1 where there is none. */
    public int hostAt(Endpoint endpoint) {
        return network.numberAt(endpoint);
    }

    // Faults

    /** From now on and for so long nothing gets from one node to another where {@code between} says so, one way. */
    public void cut(Duration span, BiPredicate<Integer, Integer> between) {
        network.weather().cut(now, now + span.toNanos(), between);
    }

    /** A node does nothing for so long, and then all at once. */
    public void stall(int host, Duration span) {
        Host stalled = population.host(host);
        stalled.stalledUntil = Math.max(stalled.stalledUntil, now + span.toNanos());
    }

    /** Loses that part of the datagrams for so long, 0 to 1; where more is lost anyway, that counts. */
    public void lose(Duration span, double part) {
        network.weather().lose(now, now + span.toNanos(), part);
    }

    /** Ends all faults: nobody comes or goes any more, nothing is lost or cut. Liars stay, and so do those who are away. */
    public void calm() {
        population.hold();
        network.weather().heal();
        population.wakeAll();
        network.weather().set(0, 0, 0);
    }

    // Time

    /** Virtual nanoseconds since the beginning. */
    public long now() {
        return now;
    }

    /** What a wall clock that is right shows: receipts have such times. */
    public Instant wallClock() {
        return Instant.ofEpochMilli(Population.WALL_EPOCH + now / 1_000_000);
    }

    /** Does something when a time has come. */
    public void plan(long time, Runnable action) {
        agenda.add(time, action);
    }

    /** Lets virtual time pass. */
    public void run(Duration span) {
        passTime(span.toNanos());
    }

    void passTime(long span) {
        long end = now + span;
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
        return Math.min(agenda.firstTime(), Math.min(network.nextArrival(), alarms.firstTime()));
    }

    private void step() {
        long time = next();
        now = Math.max(now, time);
        if (agenda.firstTime() == time) {
            agenda.poll().run();
        } else if (network.nextArrival() == time) {
            deliver(network.arrival());
        } else {
            wake(population.host(alarms.first()));
        }
    }

    private void wake(Host host) {
        Node node = host.node;
        if (node == null) {
            alarms.set(host.number, Long.MAX_VALUE);
        } else if (host.stalledUntil > now) {
            alarms.set(host.number, host.stalledUntil);
        } else {
            run(host, () -> node.advance(host.clock(now)));
        }
    }

    /** Does something with the node of a host as soon as it is not stalled. */
    void whenAwake(Host host, Runnable action) {
        if (host.stalledUntil > now) {
            plan(host.stalledUntil, action);
        } else {
            action.run();
        }
    }

    /** Does something with the node of a host, as its driver would. */
    void run(Host host, Runnable action) {
        action.run();
        Node node = host.node;
        long due = node == null ? Long.MAX_VALUE : host.when(node.nextDeadline());
        alarms.set(host.number, Math.max(now, due));
    }

    // Datagrams

    boolean send(Host from, Endpoint to, ByteBuffer datagram) {
        if (from.firewall != null) {
            from.firewall.sent(now, to);
        }
        for (Observer observer : observers) {
            observer.sent(now, from.number, to, datagram);
        }
        network.send(now, from.number, from.endpoint, to, datagram);
        return true;
    }

    private void deliver(Flight flight) {
        Host to = population.host(flight.to());
        Host from = population.host(flight.from());
        Fate fate = fate(from, to);
        network.traced(now, flight, fate);
        if (fate == Fate.DELIVERED) {
            whenAwake(to, () -> give(from, to, flight.bytes()));
        }
    }

    private void give(Host from, Host to, byte[] bytes) {
        Node node = to.node;
        ByteBuffer datagram = incoming.clear().put(bytes).flip();
        if (node == null) {
            if (to.liar != null) {
                to.liar.receive(from.endpoint, datagram);
            }
            return;
        }
        for (Observer observer : observers) {
            observer.delivered(now, from.number, to.number, datagram);
        }
        run(to, () -> node.receive(to.clock(now), 0, from.endpoint, datagram));
        for (Observer observer : observers) {
            observer.handled(now, to.number);
        }
    }

    private Fate fate(Host from, Host to) {
        if (!to.isUp()) {
            return Fate.NOBODY;
        }
        if (network.weather().isCut(now, from.number, to.number)) {
            return Fate.CUT;
        }
        boolean isFiltered = to.firewall != null && !to.firewall.letsIn(now, from.endpoint);
        return isFiltered ? Fate.FILTERED : Fate.DELIVERED;
    }

    // What was seen

    /** Has somebody see what happens from now on. */
    public void observe(Observer observer) {
        observers.add(observer);
    }

    void started(Host host, Node node) {
        observers.forEach(observer -> observer.started(now, host.number, node));
    }

    void stopped(Host host, Node node) {
        observers.forEach(observer -> observer.stopped(now, host.number, node));
    }

    Network network() {
        return network;
    }

    Population population() {
        return population;
    }

    /** How many datagrams were sent. */
    public long datagrams() {
        return network.datagrams();
    }

    /** How many bytes of UDP payload were sent. */
    public long bytes() {
        return network.bytes();
    }

    /** The SHA-256 of the whole run so far, as 64 hex digits. */
    public String trace() {
        return network.traceHash();
    }
}
