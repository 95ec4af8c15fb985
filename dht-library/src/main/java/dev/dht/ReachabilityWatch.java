package dev.dht;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.Reachability;
import dev.dht.api.Reachability.Probe;
import dev.dht.api.Reachability.Verdict;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.node.Node;
import dev.dht.reach.Prober;
import dev.dht.udp.ChannelTransport;
import dev.dht.udp.EventLoop;
import dev.dht.udp.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether strangers can reach a node: asks its neighbours now and then out of a second socket, on a thread that ends
 * when it has done so, and warns once when it turns out that they cannot.
 */
final class ReachabilityWatch {
    private static final long MINUTE = 60_000_000_000L;
    /** Neighbours are asked as long after the start: they know by then whom strangers reach. */
    private static final long FIRST_PROBE_AFTER = 15 * MINUTE;

    private static final long PROBE_EVERY = 45 * MINUTE;
    private static final long LOOK_EVERY = 5 * MINUTE;

    private static final System.Logger LOG = System.getLogger("dev.dht");

    private final Node node;
    private final Endpoint bound;
    private @Nullable EventLoop loop;
    private long probeAt = Long.MAX_VALUE;
    private long lookAt = Long.MAX_VALUE;
    /** Whether it said so, since strangers reached the node last. */
    private boolean hasWarned;
    /** The one that runs, guarded by this; after {@link #close} none does. */
    private @Nullable Prober running;

    /** What the last one finds, guarded by this. */
    private @Nullable CompletableFuture<Reachability> pending;

    private boolean closed;

    ReachabilityWatch(Node node, Endpoint bound) {
        this.node = node;
        this.bound = bound;
    }

    /** The loop that calls {@link #run}; before it starts. */
    void begin(EventLoop driver, long now) {
        loop = driver;
        if (node.settings().answering()) {
            probeAt = now + FIRST_PROBE_AFTER;
            lookAt = now + LOOK_EVERY;
        }
    }

    long nextDue() {
        return Math.min(probeAt, lookAt);
    }

    /** Does what is due; on the loop's thread. */
    void run(long now) {
        if (lookAt <= now) {
            lookAt = now + LOOK_EVERY;
            told(node.info(now, bound).reachability());
        }
        if (probeAt <= now) {
            probeAt = now + PROBE_EVERY;
            if (!node.isAlone()) {
                var unused = probe();
            }
        }
    }

    /** What is known of it by now. */
    void told(Reachability known) {
        if (known.verdict() == Verdict.UNREACHABLE && !hasWarned) {
            hasWarned = true;
            LOG.log(System.Logger.Level.WARNING, "strangers cannot reach this node. " + known.advice());
        } else if (known.verdict() == Verdict.REACHABLE) {
            hasWarned = false;
        }
    }

    /**
     * Asks the neighbours and tells the node; from any thread. One at a time: who asks meanwhile waits for the same. Completes on
     * the loop's thread, or on its own if it fails.
     */
    synchronized CompletableFuture<Reachability> probe() {
        EventLoop driver = loop;
        if (driver == null) {
            return CompletableFuture.failedFuture(closedFailure());
        }
        if (pending != null && !pending.isDone()) {
            return pending.copy();
        }
        CompletableFuture<Reachability> told = new CompletableFuture<>();
        pending = told;
        CompletableFuture<List<Contact>> closest = driver.submit((it, now, reply) -> reply.done(closest(now)));
        var unused = closest.whenComplete((neighbours, failure) -> {
            if (failure != null) {
                told.completeExceptionally(failure);
                return;
            }
            try {
                Thread prober = new Thread(() -> probe(driver, neighbours, told), "dht-probe-" + bound.port());
                prober.setDaemon(true);
                prober.start();
            } catch (OutOfMemoryError e) { // no thread can be had
                told.completeExceptionally(e);
            }
        });
        return told.copy();
    }

    private List<Contact> closest(long now) {
        return node.contactsToSave(now).stream()
                .sorted((a, b) -> node.id().compareDistance(a.id(), b.id()))
                .limit(Prober.NEIGHBOURS)
                .toList();
    }

    private void probe(EventLoop driver, List<Contact> neighbours, CompletableFuture<Reachability> told) {
        try (Transport transport = new ChannelTransport(
                new InetSocketAddress(bound.toSocketAddress().getAddress(), 0))) {
            Prober prober = new Prober(transport, node.id(), new SecureRandom());
            if (!begun(prober)) {
                throw closedFailure();
            }
            Probe finding;
            try {
                finding = prober.ask(neighbours);
            } finally {
                ended(prober);
            }
            var unused = driver.<Reachability>submit((it, now, reply) -> {
                        it.probed(now, finding);
                        reply.done(it.info(now, bound).reachability());
                    })
                    .whenComplete((known, failure) -> {
                        if (failure == null) {
                            told.complete(known);
                        } else {
                            told.completeExceptionally(failure);
                        }
                    });
        } catch (IOException e) {
            told.completeExceptionally(
                    new DhtException(Reason.CANNOT_START, "no second UDP socket can be used: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            told.completeExceptionally(e);
        }
    }

    private synchronized boolean begun(Prober prober) {
        running = prober;
        return !closed;
    }

    private synchronized void ended(Prober prober) {
        if (running == prober) {
            running = null;
        }
    }

    /** Ends the one that runs. */
    synchronized void close() {
        closed = true;
        if (running != null) {
            running.close();
        }
    }

    private static DhtException closedFailure() {
        return new DhtException(Reason.CLOSED, "the node is closed");
    }
}
