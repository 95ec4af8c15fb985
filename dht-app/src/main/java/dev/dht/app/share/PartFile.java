package dev.dht.app.share;

import dev.dht.id.Id;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A file while it is fetched: {@code FILE.part} beside it. It is written from its beginning on, without holes. */
final class PartFile implements AutoCloseable {
    private final Path target;
    private final Path path;
    private final FileChannel channel;

    private PartFile(Path target, Path path, FileChannel channel) {
        this.target = target;
        this.path = path;
        this.channel = channel;
    }

    /** Opens what is there of it, or begins it. Nobody else may be at it. */
    static PartFile open(Path target) throws FetchException {
        Path path = target.resolveSibling(target.getFileName() + ".part");
        try {
            FileChannel channel = FileChannel.open(
                    path,
                    Set.of(
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS));
            PartFile part = new PartFile(target, path, channel);
            if (!part.lock()) {
                channel.close();
                throw new FetchException(path + " is being written by another fetch");
            }
            return part;
        } catch (IOException e) {
            throw new FetchException(path + " cannot be written: " + Reasons.of(e), e);
        }
    }

    private boolean lock() throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** How many bytes there are. */
    long length() throws IOException {
        return channel.size();
    }

    /** Leaves no more than so many bytes. */
    void cut(long length) throws IOException {
        channel.truncate(length);
    }

    void write(long at, byte[] bytes) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        while (from.hasRemaining()) {
            channel.write(from, at + from.position());
        }
    }

    byte[] read(long at, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining() && channel.read(into, at + into.position()) >= 0) {
            // until it is full
        }
        return into.array();
    }

    /** The SHA-256 of all that is there. */
    Id hash() throws IOException {
        return Id.sha256(Channels.newInputStream(channel.position(0)));
    }

    /** How many bytes the disk has left. */
    long room() throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    /** On the disk, and then under its name. */
    void finish() throws IOException {
        channel.force(true);
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(target.toAbsolutePath().getParent())) {
            directory.force(true);
        } catch (IOException e) {
            return; // some systems cannot: the file has its name all the same
        }
    }

    /** Removes it: what is there is of no use. */
    void discard() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
