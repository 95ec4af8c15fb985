package dev.dht.state;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The right to use a directory alone, among all processes of the machine. It ends with the process, however it ends. */
final class DirectoryLock implements Closeable {
    /** The name of the file that is locked. It stays, empty, when nobody has the lock. */
    static final String FILE = "lock";

    /**
     * The directories that this process has. Asked before the file is opened: on POSIX systems a process that closes any
     * channel of a file gives up the locks that it has on it, so the one who comes second must not touch it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the lock of a directory that exists; null if another node has it, in this process or elsewhere.
     *
     * @throws IOException if the file cannot be written or the file system knows no locks
     */
    static @Nullable DirectoryLock take(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!HELD.add(real)) {
            return null;
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(real.resolve(FILE), CREATE, WRITE);
            taken = channel.tryLock() != null;
            return taken ? new DirectoryLock(real, channel) : null;
        } catch (OverlappingFileLockException e) {
            return null;
        } finally {
            if (!taken) {
                HELD.remove(real);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(directory);
        }
    }
}
