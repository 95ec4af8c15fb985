package dev.dht.udp;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.node.Node;
import dev.dht.node.Reply;
import dev.dht.node.Verbs.Call;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The calls of other threads, from the moment they are handed over until their futures are completed. Each is done once
 * on the loop's thread, or fails with {@link Reason#CLOSED} and is not done; when the loop has ended, none is open.
 */
final class Calls {
    /** How many may have been handed over that are not done yet. */
    static final int MOST = 65_536;

    private final Handover<Handed<?>> handover;
    private final Consumer<RuntimeException> fault;
    /** How many were refused because as many waited as may. */
    private final AtomicLong refused = new AtomicLong();
    /** What was begun and has not come to its end; for the loop's thread. */
    private final Set<Completing<?>> unfinished = new HashSet<>();

    private record Handed<T>(Call<T> call, CompletableFuture<T> future) {}

    /**
     * No call yet.
     *
     * @param wakeup ends the present or the next sleep of the loop; called from any thread
     * @param fault told what a call threw, on the loop's thread
     */
    Calls(Runnable wakeup, Consumer<RuntimeException> fault) {
        this.handover = new Handover<>(MOST, wakeup);
        this.fault = fault;
    }

    /** Hands a call over; from any thread. The future completes on the loop's thread, or here if the call is refused. */
    <T> CompletableFuture<T> submit(Call<T> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        switch (handover.offer(new Handed<>(call, future))) {
            case TAKEN -> {}
            case FULL -> {
                refused.incrementAndGet();
                future.completeExceptionally(new DhtException(
                        Reason.BUSY, MOST + " calls wait for the node already; wait for some of them first"));
            }
            case CLOSED -> future.completeExceptionally(closedFailure());
        }
        return future;
    }

    /** How many calls were refused because too many waited; from any thread. */
    long refused() {
        return refused.get();
    }

    /** No call is taken from now on, and the loop is woken; from any thread, as often as you like. */
    void close() {
        handover.close();
    }

    boolean isClosed() {
        return handover.isClosed();
    }

    /** Whether the loop may sleep: nothing waits, and it is woken when something does. On the loop's thread. */
    boolean mayRest() {
        return handover.mayRest();
    }

    /** Does as many of those that wait; on the loop's thread. */
    void perform(int most, Node node, LongSupplier now) {
        for (int i = 0; i < most; i++) {
            Handed<?> next = handover.poll();
            if (next == null) {
                return;
            }
            perform(next, node, now);
        }
    }

    private <T> void perform(Handed<T> next, Node node, LongSupplier now) {
        Completing<T> reply = new Completing<>(next.future, unfinished);
        unfinished.add(reply);
        try {
            next.call.on(node, now.getAsLong(), reply);
        } catch (RuntimeException e) {
            reply.failedWith(e);
            fault.accept(e);
        }
    }

    /** After {@link #close}, and the last on the loop's thread: whatever is open fails. */
    void failAll() {
        for (Handed<?> next = handover.poll(); next != null; next = handover.poll()) {
            next.future.completeExceptionally(closedFailure());
        }
        // Nothing is left here but after an error in the midst of a call.
        List.copyOf(unfinished).forEach(reply -> reply.failed(closedFailure()));
    }

    private static DhtException closedFailure() {
        return new DhtException(Reason.CLOSED, "the node is closed");
    }

    private static final class Completing<T> implements Reply<T> {
        private final CompletableFuture<T> future;
        private final Set<Completing<?>> unfinished;

        Completing(CompletableFuture<T> future, Set<Completing<?>> unfinished) {
            this.future = future;
            this.unfinished = unfinished;
        }

        @Override
        public void done(T value) {
            unfinished.remove(this);
            future.complete(value);
        }

        @Override
        public void failed(DhtException why) {
            failedWith(why);
        }

        void failedWith(RuntimeException why) {
            unfinished.remove(this);
            future.completeExceptionally(why);
        }
    }
}
