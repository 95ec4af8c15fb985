package dev.dht.node;

import dev.dht.api.Dht;
import dev.dht.api.DhtException;
import dev.dht.api.Explanation;
import dev.dht.api.Found;
import dev.dht.api.Info;
import dev.dht.api.LookupObserver;
import dev.dht.api.LookupReport;
import dev.dht.api.Pong;
import dev.dht.api.Receipt;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Dht} over a {@link Node}, whatever drives it: each verb becomes a call that the driver makes when it likes to,
 * and a future of what comes of it. Drivers say how a call gets to the node, how a thread waits, and where users'
 * callbacks run.
 */
public abstract class Verbs implements Dht {
    /** Something to do with a node. */
    @FunctionalInterface
    public interface Call<T> {
        /** Does it, on the driver's thread; the reply must be told what came of it. */
        void on(Node node, long now, Reply<T> reply);
    }

    private final Id id;

    /** The verbs of a node with this id. */
    protected Verbs(Id id) {
        this.id = id;
    }

    /** Has the driver make a call. The future is completed on the driver's thread; nobody else's code hangs on it. */
    protected abstract <T> CompletableFuture<T> submit(Call<T> call);

    /**
     * Waits for a future of {@link #submit}.
     *
     * @throws DhtException what it failed with, or that the waiting was interrupted
     */
    protected abstract <T> T await(CompletableFuture<T> future);

    /** Where callbacks of one user's call run, one after another. */
    protected abstract Consumer<Runnable> callbacks();

    /** A future for users, completed where callbacks run. */
    private <T> CompletableFuture<T> toUser(CompletableFuture<T> future) {
        return toUser(future, callbacks());
    }

    private static <T> CompletableFuture<T> toUser(CompletableFuture<T> future, Consumer<Runnable> callbacks) {
        CompletableFuture<T> visible = new CompletableFuture<>();
        var unused = future.whenComplete((value, failure) -> callbacks.accept(() -> {
            if (failure == null) {
                visible.complete(value);
            } else {
                visible.completeExceptionally(cause(failure));
            }
        }));
        return visible;
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    @Override
    public final Id nodeId() {
        return id;
    }

    @Override
    public final Pong ping(InetSocketAddress node) {
        return await(pinging(node));
    }

    @Override
    public final CompletableFuture<Pong> pingAsync(InetSocketAddress node) {
        return toUser(pinging(node));
    }

    private CompletableFuture<Pong> pinging(InetSocketAddress address) {
        Endpoint to = Endpoint.of(address);
        return submit((node, now, reply) -> node.ping(now, to, reply));
    }

    @Override
    public final Receipt enter(Id entered, int port) {
        return await(entering(entered, port));
    }

    @Override
    public final CompletableFuture<Receipt> enterAsync(Id entered, int port) {
        return toUser(entering(entered, port));
    }

    /** Enters an id and a port that is one; drivers that keep entries on disk do so here. */
    protected CompletableFuture<Receipt> entering(Id entered, int port) {
        Objects.requireNonNull(entered);
        checkPort(port);
        return submit((node, now, reply) -> node.enter(now, entered, port, reply));
    }

    /** Refuses what is not a port. */
    protected static void checkPort(int port) {
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    @Override
    public final boolean delete(Id entered) {
        return await(deleting(entered));
    }

    @Override
    public final CompletableFuture<Boolean> deleteAsync(Id entered) {
        return toUser(deleting(entered));
    }

    /** Deletes an id; drivers that keep entries on disk do so here. */
    protected CompletableFuture<Boolean> deleting(Id entered) {
        Objects.requireNonNull(entered);
        return submit((node, now, reply) -> node.delete(now, entered, reply));
    }

    @Override
    public final List<InetSocketAddress> lookup(Id wanted) {
        return await(lookingUp(wanted));
    }

    @Override
    public final CompletableFuture<List<InetSocketAddress>> lookupAsync(Id wanted) {
        return toUser(lookingUp(wanted));
    }

    private CompletableFuture<List<InetSocketAddress>> lookingUp(Id wanted) {
        Objects.requireNonNull(wanted);
        CompletableFuture<LookupReport> report =
                submit((node, now, reply) -> node.lookup(now, wanted, endpoint -> {}, reply));
        return report.thenApply(LookupReport::endpoints);
    }

    @Override
    public final CompletableFuture<LookupReport> lookup(Id wanted, Consumer<InetSocketAddress> found) {
        Objects.requireNonNull(wanted);
        Objects.requireNonNull(found);
        return cancellable((node, now, callbacks, reply) -> node.lookup(
                now, wanted, endpoint -> callbacks.accept(() -> found.accept(endpoint.toSocketAddress())), reply));
    }

    @Override
    public final CompletableFuture<Explanation> explain(Id wanted, LookupObserver observer) {
        Objects.requireNonNull(wanted);
        Objects.requireNonNull(observer);
        return cancellable((node, now, callbacks, reply) -> node.explain(
                now,
                wanted,
                endpoint -> callbacks.accept(() -> observer.found(endpoint.toSocketAddress())),
                step -> callbacks.accept(() -> observer.step(step)),
                reply));
    }

    /** Something that goes on, tells of itself, and can be ended. */
    @FunctionalInterface
    private interface Course<T> {
        Cancel begin(Node node, long now, Consumer<Runnable> callbacks, Reply<T> reply);
    }

    /** A future for users that ends what it stands for when it is cancelled. */
    private <T> CompletableFuture<T> cancellable(Course<T> course) {
        Consumer<Runnable> callbacks = callbacks();
        AtomicReference<@Nullable Cancel> cancel = new AtomicReference<>();
        CompletableFuture<T> result =
                submit((node, now, reply) -> cancel.set(course.begin(node, now, callbacks, reply)));
        CompletableFuture<T> visible = toUser(result, callbacks);
        var unused = visible.whenComplete((value, failure) -> {
            if (failure instanceof CancellationException) {
                var unusedToo = this.<Boolean>submit((node, now, reply) -> {
                    Cancel running = cancel.get();
                    if (running != null) {
                        running.cancel(now);
                    }
                    reply.done(true);
                });
            }
        });
        return visible;
    }

    @Override
    public final Found findNode(InetSocketAddress address, Id target) {
        Objects.requireNonNull(target);
        Endpoint to = Endpoint.of(address);
        return await(submit((node, now, reply) -> node.findNode(now, to, target, reply)));
    }

    @Override
    public final Found findValue(InetSocketAddress address, Id wanted) {
        Objects.requireNonNull(wanted);
        Endpoint to = Endpoint.of(address);
        return await(submit((node, now, reply) -> node.findValue(now, to, wanted, reply)));
    }

    @Override
    public final Pong store(InetSocketAddress address, Token token, Id entered, int port) {
        Objects.requireNonNull(entered);
        checkPort(port);
        Endpoint to = Endpoint.of(address);
        return await(submit((node, now, reply) -> node.store(now, to, token, entered, port, reply)));
    }

    @Override
    public final Info info() {
        return await(submit((node, now, reply) -> reply.done(node.info(now, bound()))));
    }

    /** Where the node's socket is bound to; null where there is none. */
    protected abstract @Nullable Endpoint bound();

    @Override
    public final List<Receipt> entries() {
        return entries(Id.ZERO, Integer.MAX_VALUE);
    }

    @Override
    public final List<Receipt> entries(Id from, int most) {
        Objects.requireNonNull(from);
        if (most < 0) {
            throw new IllegalArgumentException("at most " + most + " entries cannot be given");
        }
        return await(submit((node, now, reply) -> reply.done(node.entries(from, most))));
    }

    @Override
    public final Optional<Receipt> entry(Id entered) {
        Objects.requireNonNull(entered);
        return await(submit((node, now, reply) -> reply.done(Optional.ofNullable(node.entry(entered)))));
    }
}
