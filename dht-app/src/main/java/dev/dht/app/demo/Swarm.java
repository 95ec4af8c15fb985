package dev.dht.app.demo;

import dev.dht.api.Dht;
import dev.dht.api.DhtException;
import dev.dht.app.address.HostPort;
import dev.dht.app.node.NodeSettings;
import dev.dht.app.node.NodeStarter;
import dev.dht.app.node.StartedNode;
import dev.dht.id.Id;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Real nodes on loopback in one process, each of which was told of the first alone. Nodes can be ended and others
 * started; the first stays, for all others begin with it. Safe from any thread.
 */
final class Swarm implements AutoCloseable {
    /** The most nodes at once. */
    static final int MOST = 1_000;

    private static final int READY_SECONDS = 60;

    /** Nodes that are gone and still told of. */
    private static final int GONE = 32;

    /**
     * A node of the swarm.
     *
     * @param number counted from 1, never given twice
     */
    record Member(int number, StartedNode started) {
        Dht dht() {
            return started.dht();
        }
    }

    /** A node that was ended. */
    record Gone(int number, Id id, InetSocketAddress address) {}

    private final NodeStarter starter;
    private final TreeMap<Integer, Member> living = new TreeMap<>();
    private final Deque<Gone> gone = new ArrayDeque<>();
    private int last;
    private boolean closed;

    Swarm(NodeStarter starter) {
        this.starter = starter;
    }

    /** Starts nodes and waits until each knows another that answers. */
    void start(int count) throws InterruptedException {
        try {
            List<CompletableFuture<Void>> ready = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ready.add(add().dht().ready());
            }
            CompletableFuture.allOf(ready.toArray(CompletableFuture<?>[]::new)).get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (DhtException e) {
            throw new DemoException("node " + (size() + 1) + " cannot start: " + e.getMessage(), e);
        } catch (ExecutionException | TimeoutException e) {
            throw new DemoException("the nodes did not find each other within " + READY_SECONDS + " s", e);
        }
    }

    /**
     * Starts one more.
     *
     * @throws DhtException if it cannot be
     */
    synchronized Member add() {
        if (closed || living.size() >= MOST) {
            throw new DhtException(DhtException.Reason.BUSY, "the swarm has " + living.size() + " nodes, no more fit");
        }
        List<String> first = living.isEmpty()
                ? List.of()
                : List.of(HostPort.text(living.firstEntry().getValue().started.address()));
        StartedNode node = starter.start(new NodeSettings(
                InetAddress.getLoopbackAddress(), 0, null, first, NodeSettings.STORES_PER_SECOND, false));
        Member member = new Member(++last, node);
        living.put(member.number, member);
        return member;
    }

    /** Ends a node as if its machine had lost power: it tells nobody. False if there is none of that number. */
    boolean kill(int number) {
        Member member;
        synchronized (this) {
            if (number == 1) {
                throw new IllegalArgumentException("node 1 stays: all others begin with it; kill another");
            }
            member = living.remove(number);
            if (member == null) {
                return false;
            }
            gone.addLast(new Gone(number, member.dht().nodeId(), member.started.address()));
            if (gone.size() > GONE) {
                gone.removeFirst();
            }
        }
        member.started.close();
        return true;
    }

    /** How many there are. */
    synchronized int size() {
        return living.size();
    }

    /** Those that live, in the order of their numbers. */
    synchronized List<Member> living() {
        return List.copyOf(living.values());
    }

    /** Those that were ended last. */
    synchronized List<Gone> gone() {
        return List.copyOf(gone);
    }

    /** One of them, the first is 1; it must live. */
    synchronized Dht node(int number) {
        Member member = living.get(number);
        if (member == null) {
            throw new IllegalArgumentException("there is no node " + number);
        }
        return member.dht();
    }

    /** Closes them all, side by side: each may have to tell its disk. */
    @Override
    public void close() {
        List<Member> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(living.values());
        }
        all.parallelStream().forEach(member -> member.started.close());
    }
}
