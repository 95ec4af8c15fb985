package dev.dht.state;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Setting;
import dev.dht.id.Contact;
import dev.dht.id.Id;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * The directory in which a node keeps what must survive its restart. One node has it at a time.
 *
 * <p>What is saved is written by a thread of the directory's own, many changes at once where many wait. A future
 * completes when the disk has it for sure, so that neither a {@code kill -9} nor a loss of power takes it back. It
 * completes on that thread: what follows must be short and must not wait for anything. Where the disk refuses, it
 * fails with a {@link DhtException} of reason {@link DhtException.Reason#BUSY} whose message says what to do, and
 * saving may be tried again at any time.
 *
 * <p>Safe from any thread. No method but {@link #open}, {@link #load} and {@link #close} waits for the disk.
 */
public final class StateDirectory implements AutoCloseable {
    /** How many changes may wait for the disk; what comes then fails. */
    public static final int MOST_PENDING = 65_536;

    private static final System.Logger LOG = System.getLogger("dev.dht.state");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path path;
    private final DirectoryLock lock;
    private final StateFiles files;
    private final GroupCommit commits;

    private StateDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
        files = new StateFiles(
                new DirectoryDisk(path), EntryLog.LEAST_COMPACTED_BYTES, InstantSource.system(), this::warn);
        commits = new GroupCommit(files, path.toString(), this::release);
    }

    /**
     * Takes a directory, which is made if there is none.
     *
     * @throws DhtException of reason {@code CANNOT_START} if another node has it, or it cannot be made or written
     */
    public static StateDirectory open(Path path) {
        DirectoryLock lock;
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path);
            }
            lock = DirectoryLock.take(path);
        } catch (NoSuchFileException e) {
            throw DhtException.cannotStart(
                    Setting.STATE_DIRECTORY,
                    "the state directory " + path + " is not there and cannot be made there; choose another",
                    e);
        } catch (IOException e) {
            throw unusable(path, e);
        }
        if (lock == null) {
            throw DhtException.cannotStart(
                    Setting.STATE_DIRECTORY,
                    "the state directory " + path
                            + " is in use by another node; stop that one, or give this one a directory of its own",
                    null);
        }
        return new StateDirectory(path, lock);
    }

    /**
     * What the last run left. Called once, and before anything is saved. A file that is damaged is renamed to
     * {@code ….damaged-TIME}, with a warning to the logger {@code dev.dht.state}; what can be read of it is kept.
     *
     * @throws DhtException of reason {@code CANNOT_START} if a file may not be read, or is of a newer version
     * @throws IllegalStateException if it was called before, or after {@link #close}
     */
    public Saved load() {
        try {
            return commits.load();
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /**
     * Replaces the node's id and UDP port.
     *
     * @param port 0 to 65535
     * @throws IllegalStateException before {@link #load}, as with all that follow
     */
    public CompletableFuture<Void> saveIdentity(Id id, int port) {
        Objects.requireNonNull(id);
        require(port >= 0 && port <= 0xFFFF, "a port is 0 to 65535, not " + port);
        return commits.save(new Identity(id, port));
    }

    /** Replaces all contacts. Of several that wait only the last is written, for all. */
    public CompletableFuture<Void> saveContacts(List<Contact> contacts) {
        return commits.save(List.copyOf(contacts));
    }

    /**
     * Keeps an entry; one of the same id is replaced.
     *
     * @param port 1 to 65535
     */
    public CompletableFuture<Void> entered(Id id, int port) {
        Objects.requireNonNull(id);
        require(port >= 1 && port <= 0xFFFF, "the port of an entry is 1 to 65535, not " + port);
        return commits.save(new Change(id, port));
    }

    /** Forgets an entry, if it is there. */
    public CompletableFuture<Void> deleted(Id id) {
        Objects.requireNonNull(id);
        return commits.save(new Change(id, Change.DELETED));
    }

    /** How many changes were refused because {@link #MOST_PENDING} waited for the disk. */
    public long refused() {
        return commits.refused();
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * Saves what waits, and lets the directory go. What comes later fails with reason {@code CLOSED}. Waits for the
     * disk for 10 seconds at most; a directory whose disk is stuck is let go when it has written, or with the process.
     * A second call, and one from a future's completion, do not wait.
     */
    @Override
    public void close() {
        if (!commits.close(PATIENCE)) {
            warn("the disk did not take all that waited within " + PATIENCE.toSeconds() + " seconds");
        }
    }

    private void release() {
        files.close();
        try {
            lock.close();
        } catch (IOException e) {
            warn("its lock could not be let go: " + Reasons.of(e));
        }
    }

    private void warn(String what) {
        LOG.log(System.Logger.Level.WARNING, "state directory " + path + ": " + what);
    }

    private static DhtException unusable(Path path, IOException e) {
        return DhtException.cannotStart(
                Setting.STATE_DIRECTORY,
                "the state directory " + path + " cannot be used: " + Reasons.of(e)
                        + "; make it a directory that this user can read and write, or choose another",
                e);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
