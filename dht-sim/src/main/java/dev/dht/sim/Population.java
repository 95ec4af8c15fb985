package dev.dht.sim;

import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.node.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Who is there: hosts on which nodes start, stop, and come back with what their state directories hold, or as others. */
final class Population {
    /** What the wall clock shows when a universe begins: 2026-01-01. */
    static final long WALL_EPOCH = 1_767_225_600_000L;
    /** Nodes join as long one after another; large networks faster, so that all have joined within {@link #JOIN_WITHIN}. */
    private static final long JOIN_EVERY = 100_000_000L;

    private static final long JOIN_WITHIN = 1_000_000_000_000L;
    /** A node is told of so many others when it starts. */
    private static final int INTRODUCTIONS = 2;

    private static final List<Lie> LIES = List.of(Lie.values());

    private final Universe universe;
    private final UniverseBuilder plan;
    private final SplittableRandom ids;
    private final SplittableRandom nodeSeeds;
    private final SplittableRandom choices;
    private final List<Host> hosts = new ArrayList<>();
    private Churn churn;

    /** Shared by all nodes: one thread drives them. */
    private final Scratch scratch;

    Population(Universe universe, UniverseBuilder plan, SplittableRandom seeds) {
        this.universe = universe;
        this.plan = plan;
        this.ids = seeds.split();
        this.nodeSeeds = seeds.split();
        this.choices = seeds.split();
        this.churn = plan.churn;
        this.scratch = new Scratch(universe.network().buffer());
    }

    Host host(int number) {
        return hosts.get(number);
    }

    int size() {
        return hosts.size();
    }

    // How it begins

    void begin() {
        if (plan.start == Start.SETTLED) {
            settle();
        } else {
            for (int i = 0; i < plan.nodes; i++) {
                join(addHost());
                universe.passTime(Math.min(JOIN_EVERY, JOIN_WITHIN / plan.nodes));
            }
        }
        if (churn != Churn.NONE) {
            // As many again are away.
            for (int i = 0; i < plan.nodes; i++) {
                comeBackAfter(addHost(), churn.drawRest(choices));
            }
        }
    }

    private void settle() {
        Settlement settlement = new Settlement(universe, choices);
        for (int i = 0; i < plan.nodes; i++) {
            Host host = addHost();
            settlement.add(host, Id.random(ids));
        }
        settlement.fill();
    }

    /** Adds a node that joins. */
    int add() {
        Host host = addHost();
        join(host);
        return host.number;
    }

    private void join(Host host) {
        start(host, Id.random(ids));
        leaveInTime(host);
    }

    /** Has a node that is there leave when its stay ends, of which some has passed. */
    void leaveInTime(Host host) {
        if (churn != Churn.NONE) {
            leaveAfter(host, churn.drawRest(choices));
        }
    }

    private Host addHost() {
        int number = hosts.size();
        boolean isAnchor = number < plan.anchors;
        // Nobody could join a network of which the first node lets nobody in.
        boolean isFirst = number == 0 && plan.start == Start.JOIN;
        boolean hasFirewall = choices.nextDouble() < plan.unreachable && !isAnchor && !isFirst;
        int drift = plan.drift == 0 ? 0 : choices.nextInt(-plan.drift, plan.drift + 1);
        boolean isLiar = plan.liars > 0 && choices.nextDouble() < plan.liars && !isAnchor;
        Lie lie = isLiar ? LIES.get(choices.nextInt(LIES.size())) : null;
        Host host = new Host(number, universe.network().place(number), hasFirewall, drift, lie);
        hosts.add(host);
        return host;
    }

    // Starting and stopping

    private void start(Host host, Id id) {
        List<Endpoint> introductions = introductions(host);
        if (host.lie != null) {
            startLiar(host, id, host.lie, introductions);
            return;
        }
        Node node = node(host, id);
        universe.run(host, () -> {
            long time = host.clock(universe.now());
            node.restore(time, host.contacts);
            node.restoreEntries(time, host.entries);
            universe.started(host, node);
            if (!introductions.isEmpty()) {
                node.bootstrap(time, introductions);
            }
        });
    }

    /** Makes the node of a host. */
    Node node(Host host, Id id) {
        Node node = new Node(
                plan.settings,
                id,
                nodeSeeds.split(),
                nodeSeeds.split(),
                (path, to, datagram) -> universe.send(host, to, datagram),
                scratch,
                host.clock(universe.now()),
                WALL_EPOCH + universe.now() / 1_000_000);
        host.starts++;
        host.node = node;
        host.id = id;
        node.localAddresses(List.of(host.endpoint));
        return node;
    }

    void startLiar(Host host, Id id, Lie lie, List<Endpoint> introductions) {
        host.starts++;
        host.id = id;
        host.liar = new Liar(universe, host, id, lie, nodeSeeds.split());
        host.liar.start(introductions);
    }

    /** Whom a node is told of: anchors, where there are, up or not, as an operator would; else some that can be reached now. */
    List<Endpoint> introductions(Host host) {
        if (plan.anchors > 0) {
            return hosts.stream()
                    .limit(plan.anchors)
                    .filter(anchor -> anchor != host)
                    .limit(INTRODUCTIONS)
                    .map(anchor -> anchor.endpoint)
                    .toList();
        }
        List<Endpoint> found = new ArrayList<>();
        for (int i = 0; i < 100 && found.size() < INTRODUCTIONS; i++) {
            Host other = hosts.get(choices.nextInt(hosts.size()));
            boolean fits = other.isUp() && other.firewall == null && other != host;
            if (fits && !found.contains(other.endpoint)) {
                found.add(other.endpoint);
            }
        }
        return found;
    }

    void stop(Host host) {
        Node node = host.node;
        host.node = null;
        host.liar = null;
        if (node != null) {
            host.contacts = node.contactsToSave(host.clock(universe.now()));
            universe.stopped(host, node);
            // Whoever waits for it must be told; nothing is sent.
            node.close(host.clock(universe.now()));
        }
        if (host.firewall != null) {
            host.firewall.forget();
        }
    }

    /** Starts a node on a host where none is up, with what its state directory holds; a new one where that is nothing. */
    void restart(Host host) {
        Id id = host.id;
        start(host, id == null ? Id.random(ids) : id);
        leaveAfter(host, churn == Churn.NONE ? 0 : churn.draw(choices));
    }

    // Coming and going

    /** Has a node leave after its stay; then it comes back after an absence, and so on. */
    private void leaveAfter(Host host, long stay) {
        if (churn == Churn.NONE || host.number < plan.anchors) {
            return;
        }
        int start = host.starts;
        universe.plan(universe.now() + stay, () -> {
            // One that was stopped and started again meanwhile has a stay of its own.
            if (host.isUp() && host.starts == start && churn != Churn.NONE) {
                stop(host);
                comeBackAfter(host, churn.draw(choices));
            }
        });
    }

    private void comeBackAfter(Host host, long absence) {
        universe.plan(universe.now() + absence, () -> {
            if (host.isUp() || churn == Churn.NONE) {
                return;
            }
            if (choices.nextDouble() < Churn.ANOTHER_ID) {
                host.forget();
            }
            restart(host);
        });
    }

    /** Ends all stalls. */
    void wakeAll() {
        hosts.forEach(host -> host.stalledUntil = Math.min(host.stalledUntil, universe.now()));
    }

    /** From now on nobody comes or goes by itself. */
    void hold() {
        churn = Churn.NONE;
    }
}
