package dev.dht;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.LookupReport;
import dev.dht.api.Reachability;
import dev.dht.api.Receipt;
import dev.dht.flight.Flight;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.node.NodeSettings;
import dev.dht.node.Scratch;
import dev.dht.node.Verbs;
import dev.dht.state.Saved;
import dev.dht.state.StateDirectory;
import dev.dht.udp.Callbacks;
import dev.dht.udp.EventLoop;
import dev.dht.udp.LoopClock;
import dev.dht.udp.Transport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A node over UDP: {@link #builder} makes one. One thread of its own receives, answers and sends; callbacks run
 * elsewhere. With a state directory it survives a restart: its id, its neighbours, what it entered.
 */
public final class DhtNode extends Verbs {
    private final EventLoop loop;
    private final Endpoint bound;
    private final @Nullable StateDirectory state;
    private final @Nullable Journal journal;
    private final Executor executor;
    private final Runnable afterClose;
    private final ReachabilityWatch watch;
    private final Chores chores;
    private final CompletableFuture<Void> ready;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ReentrantLock closer = new ReentrantLock();
    private volatile boolean closing;
    /** Guarded by {@link #closer}. */
    private boolean closed;

    DhtNode(
            Id id,
            NodeSettings settings,
            Transport transport,
            LoopClock clock,
            @Nullable StateDirectory state,
            Saved saved,
            List<HostPort> bootstrap,
            Executor executor,
            Runnable afterClose) {
        super(id);
        this.bound = transport.bound();
        this.state = state;
        this.executor = executor;
        this.afterClose = afterClose;
        SecureRandom secrets = new SecureRandom();
        Node node = new Node(
                settings,
                id,
                secrets,
                new SplittableRandom(secrets.nextLong()),
                (path, to, datagram) -> transport.send(to, datagram),
                new Scratch(ByteBuffer.allocateDirect(settings.bounds().datagram())),
                clock.now(),
                clock.wallMillis());
        this.watch = new ReachabilityWatch(node, bound);
        this.chores = new Chores(node, bound, state, bootstrap, watch);
        this.loop = new EventLoop(transport, clock, node, "dht-" + bound.port(), chores::run);
        node.localAddresses(OwnAddresses.of(bound, List.of()));
        node.restore(clock.now(), saved.contacts());
        node.restoreEntries(clock.now(), saved.entries());
        boolean hasSomeone = !bootstrap.isEmpty() || !saved.contacts().isEmpty();
        chores.begin(loop, clock.now(), !saved.contacts().isEmpty());
        CompletableFuture<Void> known = new CompletableFuture<>();
        if (hasSomeone) {
            node.whenReady(clock.now(), () -> known.complete(null));
        } else {
            known.complete(null);
        }
        this.ready = known;
        this.journal =
                state == null ? null : new Journal((entered, port) -> write(state, entered, port), this::readPort);
        var unused = loop.ended().thenRun(this::loopEnded);
        loop.start();
        chores.resolveBootstrap();
    }

    @Override
    protected void lookupBegun(Id id, CompletableFuture<LookupReport> report) {
        Flight.lookup(id, report);
    }

    private static CompletableFuture<Void> write(StateDirectory disk, Id id, int port) {
        return port == Journal.NONE ? disk.deleted(id) : disk.entered(id, port);
    }

    /** A node to be. */
    public static DhtNodeBuilder builder() {
        return new DhtNodeBuilder();
    }

    /** The address and the port that it is bound to. */
    public InetSocketAddress address() {
        return bound.toSocketAddress();
    }

    @Override
    protected Endpoint bound() {
        return bound;
    }

    @Override
    public CompletableFuture<Void> ready() {
        return toUser(ready);
    }

    /** Completes when the node has ended: by {@link #close}, or because its socket failed or the node had a fault. */
    public CompletableFuture<Void> ended() {
        return toUser(ended);
    }

    /**
     * Asks other nodes for others from now on, in place of those it was told of before: as {@link DhtNodeBuilder#bootstrap}
     * says, and at once. From any thread.
     *
     * @param hostsAndPorts each {@code host:port}; none is allowed
     * @throws IllegalArgumentException if one is not {@code host:port}; nothing has changed then
     */
    public void bootstrap(List<String> hostsAndPorts) {
        chores.bootstrap(hostsAndPorts.stream().map(HostPort::parse).toList());
    }

    /**
     * Asks up to eight neighbours, out of a second socket and under another id, for whom they know closest to this node; what
     * they say stands in {@link Reachability#probe} from then on. The node does so by itself a quarter of an hour after it
     * started, and every three quarters of an hour. From any thread; takes some seconds.
     *
     * @return what is known then; fails with {@link DhtException} if no second socket can be opened, or the node is closed
     */
    public CompletableFuture<Reachability> probe() {
        return toUser(watch.probe());
    }

    /**
     * How often a bound of the library was in the way of this program, by name; each only grows. What was in the way of the
     * network is told by {@link #info}.
     */
    public SortedMap<String, Long> refusals() {
        SortedMap<String, Long> refusals = new TreeMap<>();
        refusals.put("bound_calls_waiting", loop.refusedCalls());
        if (state != null) {
            refusals.put("bound_disk_changes_waiting", state.refused());
        }
        return refusals;
    }

    /** A copy for one user, which completes where callbacks run. */
    private <T> CompletableFuture<T> toUser(CompletableFuture<T> future) {
        CompletableFuture<T> visible = new CompletableFuture<>();
        Consumer<Runnable> callbacks = callbacks();
        var unused = future.whenComplete((value, failure) -> callbacks.accept(() -> {
            if (failure == null) {
                visible.complete(value);
            } else {
                visible.completeExceptionally(failure);
            }
        }));
        return visible;
    }

    @Override
    protected <T> CompletableFuture<T> submit(Call<T> call) {
        return loop.submit(call);
    }

    /** The disk has it before the network: what was acknowledged is not lost. */
    @Override
    protected CompletableFuture<Receipt> entering(Id id, int port) {
        Objects.requireNonNull(id);
        checkPort(port);
        Journal disk = journal;
        return disk == null ? super.entering(id, port) : disk.enter(id, port, () -> super.entering(id, port));
    }

    @Override
    protected CompletableFuture<Boolean> deleting(Id id) {
        Objects.requireNonNull(id);
        Journal disk = journal;
        return disk == null ? super.deleting(id) : disk.delete(id, () -> super.deleting(id));
    }

    /** Tells the journal what the node has; not where the node is closed, or has too much to do. */
    private void readPort(Id id, IntConsumer port) {
        var unused = loop.<Boolean>submit((node, now, reply) -> {
            Receipt receipt = node.entry(id);
            port.accept(receipt == null ? Journal.NONE : receipt.port());
            reply.done(true);
        });
    }

    @Override
    protected <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DhtException(Reason.CANCELLED, "the thread was interrupted while it waited", e);
        } catch (ExecutionException e) {
            Throwable cause = Journal.cause(e);
            if (cause instanceof DhtException failure) {
                throw new DhtException(failure.reason(), String.valueOf(failure.getMessage()), failure);
            }
            throw new IllegalStateException("a fault in the node; please report it", cause);
        }
    }

    @Override
    protected Consumer<Runnable> callbacks() {
        return new Callbacks(executor)::run;
    }

    /** The loop has ended: where nobody closes the node, it is over all the same. */
    private void loopEnded() {
        if (!closing) {
            ready.completeExceptionally(closedFailure());
            ended.complete(null);
        }
    }

    private static DhtException closedFailure() {
        return new DhtException(Reason.CLOSED, "the node is closed");
    }

    @Override
    public void close() {
        closing = true;
        loop.close();
        // Whoever comes second waits here. The loop's thread never waits: until it has ended nobody else comes here.
        closer.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            chores.close();
            ready.completeExceptionally(closedFailure());
            if (state != null) {
                state.close();
            }
            ended.complete(null);
            afterClose.run();
        } finally {
            closer.unlock();
        }
    }
}
