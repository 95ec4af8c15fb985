package dev.dht.foreign;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Tokens: bound to an address and a port, under a secret that changes every 5 minutes; the former is good as well. */
final class ForeignTokens {
    private static final long LIFE_OF_SECRET = TimeUnit.MINUTES.toNanos(5);

    private final byte[] secret;

    ForeignTokens(byte[] secret) {
        this.secret = secret.clone();
    }

    byte[] issue(long now, int address, int port) {
        return token(Math.floorDiv(now, LIFE_OF_SECRET), address, port);
    }

    boolean isGood(long now, int address, int port, byte[] token) {
        long period = Math.floorDiv(now, LIFE_OF_SECRET);
        return Arrays.equals(token, token(period, address, port))
                || Arrays.equals(token, token(period - 1, address, port));
    }

    private byte[] token(long period, int address, int port) {
        ByteBuffer text = ByteBuffer.allocate(secret.length + 16);
        text.put(secret).putLong(period).putInt(address).putInt(port);
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(text.array()), 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
