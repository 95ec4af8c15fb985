package dev.dht;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.id.Id;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings each change of an entry to the disk first and then to the node; both see all changes in one order. Where the
 * node refuses what the disk took, the disk is given back what the node has, when no other change of that entry is
 * under way.
 *
 * <p>Safe from any thread.
 */
final class Journal {
    /** In place of a port: no entry. */
    static final int NONE = 0;

    /** Where entries survive. */
    @FunctionalInterface
    interface Disk {
        /** Keeps an entry, or forgets it if its port is {@link #NONE}; done when that is sure. Changes keep their order. */
        CompletableFuture<Void> write(Id id, int port);
    }

    /** What the node has. */
    @FunctionalInterface
    interface Memory {
        /** Tells the port of an entry, or {@link #NONE}, while the node does nothing else; never if it cannot. */
        void read(Id id, IntConsumer port);
    }

    private final Disk disk;
    private final Memory memory;
    /** Guards what follows, and is held while a change is given to the disk. */
    private final Object order = new Object();
    /** The entries that are being changed. */
    private final Map<Id, UnderWay> changing = new HashMap<>();
    /** Done when the last change was given to the node, or will not be. */
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    private static final class UnderWay {
        private int changes;
        private boolean refused;
    }

    Journal(Disk disk, Memory memory) {
        this.disk = disk;
        this.memory = memory;
    }

    /** Enters: the node is given only what the disk has. */
    <T> CompletableFuture<T> enter(Id id, int port, Supplier<CompletableFuture<T>> toNode) {
        return change(id, port, false, toNode);
    }

    /** Deletes: the node stops in any case; what the disk failed with is told after that. */
    <T> CompletableFuture<T> delete(Id id, Supplier<CompletableFuture<T>> toNode) {
        return change(id, NONE, true, toNode);
    }

    private <T> CompletableFuture<T> change(Id id, int port, boolean inAnyCase, Supplier<CompletableFuture<T>> toNode) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        synchronized (order) {
            CompletableFuture<Void> written = disk.write(id, port);
            changing.computeIfAbsent(id, key -> new UnderWay()).changes++;
            last = last.thenCompose(before -> written.handle((nothing, failure) -> {
                if (failure == null || inAnyCase) {
                    give(id, toNode, failure, outcome);
                } else {
                    ended(id, false);
                    outcome.completeExceptionally(failure);
                }
                return null;
            }));
        }
        return outcome;
    }

    /** The node's part, after the disk's. */
    private <T> void give(
            Id id, Supplier<CompletableFuture<T>> toNode, @Nullable Throwable ofDisk, CompletableFuture<T> outcome) {
        var unused = given(toNode).whenComplete((value, ofNode) -> {
            ended(id, ofDisk == null && ofNode != null && isRefusal(ofNode));
            Throwable failure = ofDisk == null ? ofNode : ofDisk;
            if (failure == null) {
                outcome.complete(value);
            } else {
                outcome.completeExceptionally(failure);
            }
        });
    }

    private static <T> CompletableFuture<T> given(Supplier<CompletableFuture<T>> toNode) {
        try {
            return toNode.get();
        } catch (Throwable e) {
            // The changes after this one must go on.
            return CompletableFuture.failedFuture(e);
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return !(cause(failure) instanceof DhtException e) || e.reason() == Reason.BUSY;
    }

    /** A change has come to its end; the last one of an entry sees to it that the disk has what the node has. */
    private void ended(Id id, boolean refused) {
        synchronized (order) {
            UnderWay underWay = changing.get(id);
            if (underWay == null) {
                throw new IllegalStateException("a change that ends twice");
            }
            underWay.changes--;
            underWay.refused |= refused;
            if (underWay.changes > 0) {
                return;
            }
            changing.remove(id);
            if (!underWay.refused) {
                return;
            }
        }
        memory.read(id, port -> writeBack(id, port));
    }

    private void writeBack(Id id, int port) {
        synchronized (order) {
            UnderWay later = changing.get(id);
            if (later == null) {
                var unused = disk.write(id, port);
            } else {
                // The disk has it already, the node not yet.
                later.refused = true;
            }
        }
    }

    /** What a future failed with. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
