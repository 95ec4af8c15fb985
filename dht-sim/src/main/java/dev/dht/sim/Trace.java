package dev.dht.sim;

import dev.dht.id.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of all that happened: of every datagram its time, where from and to, its fate and its bytes. Two runs with
 * the same hash were the same run.
 */
final class Trace {
    private final MessageDigest digest;
    private final ByteBuffer record = ByteBuffer.allocate(64).order(ByteOrder.BIG_ENDIAN);

    Trace() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void add(long time, Endpoint from, Endpoint to, Fate fate, byte[] datagram) {
        record.clear();
        record.putLong(time).putLong(from.packed()).putLong(to.packed());
        record.put((byte) fate.name().charAt(0)).putInt(datagram.length);
        digest.update(record.array(), 0, record.position());
        digest.update(datagram);
    }

    /** The hash of all so far, as 64 hex digits. */
    String hash() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's own SHA-256 can be cloned", e);
        }
    }
}
