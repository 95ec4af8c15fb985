package dev.dht.app.share;

import dev.dht.id.Id;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * A file and what it was when it was hashed.
 *
 * @param path where it is, absolute
 * @param size its bytes
 * @param modified when it was written last, in microseconds since 1970
 * @param id the SHA-256 of its bytes
 */
public record SharedFile(Path path, long size, long modified, Id id) {
    /**
     * Hashes a file.
     *
     * @throws IOException if it cannot be; the message says so to people
     */
    public static SharedFile of(Path file) throws IOException {
        Path path = file.toAbsolutePath().normalize();
        try {
            BasicFileAttributes before = attributes(path);
            if (!before.isRegularFile()) {
                throw new IOException(file + (before.isDirectory() ? " is a directory, not a file" : " is not a file"));
            }
            Id id;
            try (InputStream in = Files.newInputStream(path)) {
                id = Id.sha256(in);
            }
            SharedFile hashed = new SharedFile(path, before.size(), modified(before), id);
            if (!hashed.unchanged()) {
                throw new IOException(file + " changes while it is read");
            }
            return hashed;
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " cannot be read: permission denied", e);
        }
    }

    /** Whether the file is there and, by its size and time, still what was hashed. */
    boolean unchanged() {
        try {
            BasicFileAttributes now = attributes(path);
            return now.isRegularFile() && now.size() == size && modified(now) == modified && Files.isReadable(path);
        } catch (IOException e) {
            return false;
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    private static long modified(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS);
    }
}
