package dev.dht.state;

import dev.dht.api.DhtException;
import dev.dht.id.Contact;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The thread that writes. It takes all that waits at once, so that the more there is to do, the less each costs: one
 * write and one wait for the disk for all changes of entries, one for the last contacts, one for the last identity.
 *
 * <p>Safe from any thread.
 */
final class GroupCommit {
    private final StateFiles files;
    private final Line<Change> changes;
    private final Line<Identity> identities;
    private final Line<List<Contact>> contacts;
    private final String where;
    private final Runnable afterwards;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** What waits and what is being written. */
    private int pending;
    /** How many changes were refused because too many waited. */
    private long refused;

    private @Nullable Thread writer;
    private boolean loaded;
    private boolean closed;

    /**
     * A thread that is not started yet.
     *
     * @param where what a message calls the directory
     * @param afterwards runs when the last is written, on the thread that wrote it
     */
    GroupCommit(StateFiles files, String where, Runnable afterwards) {
        this.files = files;
        changes = new Line<>(files::commit);
        identities = new Line<>(batch -> files.save(last(batch)));
        contacts = new Line<>(batch -> files.save(last(batch)));
        this.where = where;
        this.afterwards = afterwards;
    }

    /** Reads the files, and starts. */
    Saved load() throws IOException {
        lock.lock();
        try {
            if (closed || loaded) {
                throw new IllegalStateException("a state directory is loaded once, before it is closed");
            }
            loaded = true;
            Saved saved = files.load();
            Thread thread = new Thread(this::run, "dht-state");
            thread.setDaemon(true);
            thread.start();
            writer = thread;
            return saved;
        } finally {
            lock.unlock();
        }
    }

    CompletableFuture<Void> save(Identity identity) {
        return enqueue(identities, identity);
    }

    CompletableFuture<Void> save(List<Contact> snapshot) {
        return enqueue(contacts, snapshot);
    }

    CompletableFuture<Void> save(Change change) {
        return enqueue(changes, change);
    }

    /** How many changes were refused because too many waited. */
    long refused() {
        lock.lock();
        try {
            return refused;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more, and waits until all is written; false if that takes longer. */
    boolean close(Duration patience) {
        Thread thread;
        lock.lock();
        try {
            if (closed) {
                return true;
            }
            closed = true;
            changed.signalAll();
            thread = writer;
        } finally {
            lock.unlock();
        }
        if (thread == null) {
            afterwards.run();
            return true;
        }
        return thread == Thread.currentThread() || ended(thread, patience);
    }

    private <T> CompletableFuture<Void> enqueue(Line<T> line, T what) {
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(
                        new DhtException(DhtException.Reason.CLOSED, "the state directory " + where + " is closed"));
            }
            if (writer == null) {
                throw new IllegalStateException("a state directory is loaded before anything is saved in it");
            }
            if (pending == StateDirectory.MOST_PENDING) {
                refused++;
                return CompletableFuture.failedFuture(new DhtException(
                        DhtException.Reason.BUSY,
                        pending + " changes wait for the disk of the state directory " + where + "; try again later"));
            }
            pending++;
            CompletableFuture<Void> done = new CompletableFuture<>();
            line.waiting.add(new Request<>(what, done));
            changed.signalAll();
            return done;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (awaitWork()) {
                write(changes);
                write(identities);
                write(contacts);
            }
        } finally {
            afterwards.run();
        }
    }

    /** True as soon as something waits; false when it is closed and all is done. */
    private boolean awaitWork() {
        lock.lock();
        try {
            while (pending == 0 && !closed) {
                changed.awaitUninterruptibly();
            }
            return pending > 0;
        } finally {
            lock.unlock();
        }
    }

    private <T> void write(Line<T> line) {
        List<Request<T>> batch = take(line);
        if (batch.isEmpty()) {
            return;
        }
        DhtException failure = null;
        try {
            line.writing.write(batch.stream().map(Request::what).toList());
        } catch (IOException e) {
            failure = failed(Reasons.of(e), e);
        } catch (Throwable e) {
            // Whatever it is: who waits must hear of it, and the next may do better.
            failure = failed(e.toString(), e);
        }
        finish(batch.size());
        for (Request<T> request : batch) {
            if (failure == null) {
                request.done.complete(null);
            } else {
                request.done.completeExceptionally(failure);
            }
        }
    }

    private <T> List<Request<T>> take(Line<T> line) {
        lock.lock();
        try {
            List<Request<T>> batch = line.waiting;
            line.waiting = new ArrayList<>();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void finish(int count) {
        lock.lock();
        try {
            pending -= count;
        } finally {
            lock.unlock();
        }
    }

    private DhtException failed(String why, Throwable cause) {
        return new DhtException(
                DhtException.Reason.BUSY,
                "the state directory " + where + " cannot be written: " + why
                        + "; see to its disk, then try again (the node goes on without)",
                cause);
    }

    /** Waits for a thread's end, also where this one is interrupted; it stays so. */
    private static boolean ended(Thread thread, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            long left = patience.toNanos();
            while (left > 0 && thread.isAlive()) {
                try {
                    TimeUnit.NANOSECONDS.timedJoin(thread, left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = end - System.nanoTime();
            }
            return !thread.isAlive();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> T last(List<T> batch) {
        return batch.get(batch.size() - 1);
    }

    /** What waits for the same write. */
    private static final class Line<T> {
        private final Writing<T> writing;
        private List<Request<T>> waiting = new ArrayList<>();

        Line(Writing<T> writing) {
            this.writing = writing;
        }
    }

    private record Request<T>(T what, CompletableFuture<Void> done) {}

    /** Makes all of a batch durable. */
    private interface Writing<T> {
        void write(List<T> batch) throws IOException;
    }
}
