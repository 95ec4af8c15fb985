package dev.dht.sim;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.Receipt;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.node.Reply;
import dev.dht.node.Verbs;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node of the universe as programs hold it. A verb that waits lets virtual time pass until it is done. */
final class SimDht extends Verbs {
    private final Universe universe;
    private final Host host;
    private final Node node;

    SimDht(Universe universe, Host host, Node node) {
        super(node.id());
        this.universe = universe;
        this.host = host;
        this.node = node;
    }

    @Override
    protected <T> CompletableFuture<T> submit(Call<T> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        if (host.node != node) {
            future.completeExceptionally(new DhtException(Reason.CLOSED, "the node is closed"));
            return future;
        }
        universe.whenAwake(host, () -> {
            if (host.node == node) {
                universe.run(host, () -> call.on(node, host.clock(universe.now()), new Completing<>(future)));
            } else {
                future.completeExceptionally(new DhtException(Reason.CLOSED, "the node is closed"));
            }
        });
        return future;
    }

    @Override
    protected <T> T await(CompletableFuture<T> future) {
        universe.runUntil(future::isDone);
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DhtException failure) {
                throw failure;
            }
            throw e;
        }
    }

    @Override
    protected CompletableFuture<Receipt> entering(Id entered, int port) {
        checkPort(port);
        if (host.node == node) {
            host.entered(entered, port);
        }
        return super.entering(entered, port);
    }

    @Override
    protected CompletableFuture<Boolean> deleting(Id entered) {
        if (host.node == node) {
            host.deleted(entered);
        }
        return super.deleting(entered);
    }

    @Override
    protected Consumer<Runnable> callbacks() {
        return Runnable::run;
    }

    @Override
    protected @Nullable Endpoint bound() {
        return host.endpoint;
    }

    @Override
    public CompletableFuture<Void> ready() {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        if (host.node == node) {
            universe.run(host, () -> node.whenReady(host.clock(universe.now()), () -> ready.complete(null)));
        } else {
            ready.completeExceptionally(new DhtException(Reason.CLOSED, "the node is closed"));
        }
        return ready;
    }

    @Override
    public void close() {
        if (host.node == node) {
            universe.stop(host.number);
        }
    }

    private record Completing<T>(CompletableFuture<T> future) implements Reply<T> {
        @Override
        public void done(T value) {
            future.complete(value);
        }

        @Override
        public void failed(DhtException why) {
            future.completeExceptionally(why);
        }
    }
}
