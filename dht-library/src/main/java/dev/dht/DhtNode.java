package dev.dht;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.Receipt;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.node.NodeSettings;
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
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node over UDP: {@link #builder} makes one. One thread of its own receives, answers and sends; callbacks run
 * elsewhere. With a state directory it survives a restart: its id, its neighbours, what it entered.
 */
public final class DhtNode extends Verbs {
    private final EventLoop loop;
    private final Endpoint bound;
    private final @Nullable StateDirectory state;
    private final Executor executor;
    private final Runnable afterClose;
    private final Chores chores;
    private final CompletableFuture<Void> ready;
    private final AtomicBoolean closed = new AtomicBoolean();

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
                ByteBuffer.allocateDirect(settings.datagram()),
                clock.now(),
                clock.wallMillis());
        this.chores = new Chores(node, bound, state, bootstrap);
        this.loop = new EventLoop(transport, clock, node, "dht-" + bound.port(), chores::run);
        chores.begin(loop, clock.now());
        node.localAddresses(OwnAddresses.of(bound, List.of()));
        node.restore(clock.now(), saved.contacts());
        saved.entries().forEach((entered, port) -> node.enter(clock.now(), entered, port, new Unheard<>()));
        boolean hasSomeone = !bootstrap.isEmpty() || !saved.contacts().isEmpty();
        CompletableFuture<Void> known = new CompletableFuture<>();
        if (hasSomeone) {
            node.whenReady(clock.now(), () -> known.complete(null));
        } else {
            known.complete(null);
        }
        this.ready = known;
        loop.start();
        chores.resolveBootstrap();
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
        CompletableFuture<Void> visible = new CompletableFuture<>();
        Consumer<Runnable> callbacks = callbacks();
        var unused = ready.whenComplete((value, failure) -> {
            if (failure == null) {
                callbacks.accept(() -> visible.complete(null));
            } else {
                callbacks.accept(() -> visible.completeExceptionally(failure));
            }
        });
        return visible;
    }

    @Override
    protected <T> CompletableFuture<T> submit(Call<T> call) {
        return loop.submit(call);
    }

    /** The disk has it before the network: what was acknowledged is not lost, and both see changes in one order. */
    @Override
    protected CompletableFuture<Receipt> entering(Id id, int port) {
        checkPort(port);
        StateDirectory disk = state;
        if (disk == null) {
            return super.entering(id, port);
        }
        CompletableFuture<Receipt> receipt = disk.entered(id, port).thenCompose(saved -> super.entering(id, port));
        return receipt.whenComplete((value, failure) -> {
            if (failure != null && cause(failure) instanceof DhtException e && e.reason() == Reason.BUSY) {
                var unused = disk.deleted(id);
            }
        });
    }

    @Override
    protected CompletableFuture<Boolean> deleting(Id id) {
        StateDirectory disk = state;
        return disk == null ? super.deleting(id) : disk.deleted(id).thenCompose(saved -> super.deleting(id));
    }

    @Override
    protected <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DhtException(Reason.CANCELLED, "the thread was interrupted while it waited", e);
        } catch (ExecutionException e) {
            Throwable cause = cause(e);
            if (cause instanceof DhtException failure) {
                throw new DhtException(failure.reason(), String.valueOf(failure.getMessage()), failure);
            }
            throw new IllegalStateException("a fault in the node; please report it", cause);
        }
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    @Override
    protected Consumer<Runnable> callbacks() {
        return new Callbacks(executor)::run;
    }

    @Override
    public void close() {
        boolean first = closed.compareAndSet(false, true);
        loop.close();
        if (!first) {
            return;
        }
        chores.close();
        ready.completeExceptionally(new DhtException(Reason.CLOSED, "the node is closed"));
        if (state != null) {
            state.close();
        }
        afterClose.run();
    }
}
