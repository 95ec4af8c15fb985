package dev.dht.sim.net;

import dev.dht.id.Endpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of all that happened: of every datagram its time (8 bytes, nanoseconds), where from and to (8 bytes each:
 * address and port in the lower six), its fate (1 byte, the first letter of its name), its length (4 bytes) and its bytes;
 * numbers are big-endian. Two runs with the same hash were the same run. The same bytes can be written to a file.
 */
public final class Trace {
    private static final int HEAD = 29;

    private final MessageDigest digest;
    private final @Nullable OutputStream file;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

    /** An empty trace; what is traced is also written to {@code file} where there is one. */
    public Trace(@Nullable OutputStream file) {
        this.file = file;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Adds a datagram.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public void add(long time, Endpoint from, Endpoint to, Fate fate, byte[] datagram) {
        if (buffer.remaining() < HEAD + datagram.length) {
            flush();
        }
        buffer.putLong(time).putLong(from.packed()).putLong(to.packed());
        buffer.put((byte) fate.name().charAt(0)).putInt(datagram.length).put(datagram);
    }

    private void flush() {
        digest.update(buffer.array(), 0, buffer.position());
        try {
            if (file != null) {
                file.write(buffer.array(), 0, buffer.position());
                file.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the trace cannot be written: " + e.getMessage(), e);
        }
        buffer.clear();
    }

    /** The hash of all so far, as 64 hex digits; the file, if there is one, holds as much from now on. */
    public String hash() {
        flush();
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's own SHA-256 can be cloned", e);
        }
    }
}
