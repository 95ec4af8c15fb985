package dev.dht.id;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A name of 256 bits: what is looked up, and what a node is called. Two ids are as far apart as their XOR, read as an
 * unsigned number (Kademlia §2.1). Bit 0 is the highest.
 *
 * <p>Immutable; ordered as unsigned numbers.
 */
public final class Id implements Comparable<Id> {
    /** Bits of an id. */
    public static final int BITS = 256;
    /** Bytes of an id. */
    public static final int BYTES = 32;
    /** Letters of an id in base32 without padding. */
    static final int BASE32_LETTERS = 52;

    private static final String HASH_PREFIX = "sha256:";
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

    private final long a;
    private final long b;
    private final long c;
    private final long d;

    private Id(long a, long b, long c, long d) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
    }

    /** The id of four words, the highest first. */
    public static Id of(long a, long b, long c, long d) {
        return new Id(a, b, c, d);
    }

    /**
     * The id of 32 bytes, the highest first.
     *
     * @throws IllegalArgumentException if there are not 32
     */
    public static Id of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("an id has 32 bytes, not " + bytes.length);
        }
        return new Id(word(bytes, 0), word(bytes, 8), word(bytes, 16), word(bytes, 24));
    }

    /**
     * Reads an id as people write it: 64 hex digits of either case, the same after {@code sha256:}, or 52 letters of
     * base32 (RFC 4648, no padding) of either case.
     *
     * @throws IllegalArgumentException if the text is none of these; the message says what is wrong
     */
    public static Id parse(String text) {
        String digits = text.startsWith(HASH_PREFIX) ? text.substring(HASH_PREFIX.length()) : text;
        if (digits.length() == 2 * BYTES) {
            return parseHex(digits);
        }
        if (text.length() == BASE32_LETTERS) {
            return parseBase32(text.toLowerCase(Locale.ROOT));
        }
        int length = text.length();
        throw new IllegalArgumentException("an id is 64 hex digits or 52 letters of base32; this has " + length
                + (length == 1 ? " character" : " characters"));
    }

    private static Id parseHex(String digits) {
        try {
            return of(HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("an id of 64 characters has hex digits only (0-9, a-f)", e);
        }
    }

    private static Id parseBase32(String letters) {
        long[] words = new long[4];
        for (int i = 0; i < BASE32_LETTERS; i++) {
            int value = BASE32.indexOf(letters.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("an id of 52 letters is base32: a-z and 2-7 only");
            }
            for (int j = 0; j < 5; j++) {
                int bit = 5 * i + j;
                boolean set = (value & 16 >> j) != 0;
                if (set && bit >= BITS) {
                    throw new IllegalArgumentException("the last letter of an id in base32 is a or q");
                }
                if (set) {
                    words[bit >>> 6] |= Long.MIN_VALUE >>> (bit & 63);
                }
            }
        }
        return new Id(words[0], words[1], words[2], words[3]);
    }

    /** The id of some bytes: their SHA-256. */
    public static Id sha256(byte[] content) {
        return of(sha256().digest(content));
    }

    /**
     * The id of all bytes that a stream still has: their SHA-256. Reads to the end and does not close.
     *
     * @throws IOException if reading fails
     */
    public static Id sha256(InputStream content) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            digest.update(buffer, 0, n);
        }
        return of(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** An id drawn over all 256 bits. */
    public static Id random(RandomGenerator source) {
        return new Id(source.nextLong(), source.nextLong(), source.nextLong(), source.nextLong());
    }

    /**
     * An id drawn among those whose first {@code bits} bits are as here and whose next bit is not.
     *
     * @param bits 0 to 255
     */
    public Id randomSibling(int bits, RandomGenerator source) {
        Id random = random(source);
        long[] words = new long[4];
        for (int i = 0; i < 4; i++) {
            long keep = mask(bits + 1 - 64 * i);
            words[i] = word(i) & keep | random.word(i) & ~keep;
        }
        words[bits >>> 6] ^= Long.MIN_VALUE >>> (bits & 63);
        return new Id(words[0], words[1], words[2], words[3]);
    }

    /**
     * The lowest or the highest id whose first {@code bits} bits are as here.
     *
     * @param bits 0 to 256
     */
    public Id withTail(int bits, boolean ones) {
        long[] words = new long[4];
        for (int i = 0; i < 4; i++) {
            long keep = mask(bits - 64 * i);
            words[i] = word(i) & keep | (ones ? ~keep : 0);
        }
        return new Id(words[0], words[1], words[2], words[3]);
    }

    /**
     * The same but for one bit.
     *
     * @param bit 0 (the highest) to 255
     */
    public Id withFlipped(int bit) {
        long[] words = {a, b, c, d};
        words[bit >>> 6] ^= Long.MIN_VALUE >>> (bit & 63);
        return new Id(words[0], words[1], words[2], words[3]);
    }

    /** A word whose first {@code bits} bits are set; none below 1, all from 64. */
    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
    }

    /** Word 0 (the highest) to 3. */
    public long word(int index) {
        return switch (index) {
            case 0 -> a;
            case 1 -> b;
            case 2 -> c;
            case 3 -> d;
            default -> throw new IndexOutOfBoundsException(index);
        };
    }

    /** Bit 0 (the highest) to 255. */
    public boolean bit(int index) {
        return (word(index >>> 6) << (index & 63)) < 0;
    }

    /** How far the other is: the XOR of both. */
    public Id distance(Id other) {
        return new Id(a ^ other.a, b ^ other.b, c ^ other.c, d ^ other.d);
    }

    /** How many of the first bits both share: 0 to 256. */
    public int commonPrefix(Id other) {
        return commonPrefix(a ^ other.a, b ^ other.b, c ^ other.c, d ^ other.d);
    }

    /** The leading zero bits of a distance given as words. */
    public static int commonPrefix(long a, long b, long c, long d) {
        if (a != 0) {
            return Long.numberOfLeadingZeros(a);
        }
        if (b != 0) {
            return 64 + Long.numberOfLeadingZeros(b);
        }
        return c != 0 ? 128 + Long.numberOfLeadingZeros(c) : 192 + Long.numberOfLeadingZeros(d);
    }

    /** Negative if {@code x} is closer to this id than {@code y}, positive if farther, 0 if they are the same. */
    public int compareDistance(Id x, Id y) {
        int order = Long.compareUnsigned(a ^ x.a, a ^ y.a);
        if (order == 0) {
            order = Long.compareUnsigned(b ^ x.b, b ^ y.b);
        }
        if (order == 0) {
            order = Long.compareUnsigned(c ^ x.c, c ^ y.c);
        }
        return order != 0 ? order : Long.compareUnsigned(d ^ x.d, d ^ y.d);
    }

    /** The 32 bytes, the highest first. */
    public byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) (word(i >>> 3) >>> (56 - 8 * (i & 7)));
        }
        return bytes;
    }

    /** 64 hex digits, lower case. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    /** 52 letters of base32 (RFC 4648), lower case, no padding. */
    public String base32() {
        StringBuilder letters = new StringBuilder(BASE32_LETTERS);
        for (int i = 0; i < BASE32_LETTERS; i++) {
            int value = 0;
            for (int j = 0; j < 5; j++) {
                int bit = 5 * i + j;
                value = value << 1 | (bit < BITS && bit(bit) ? 1 : 0);
            }
            letters.append(BASE32.charAt(value));
        }
        return letters.toString();
    }

    @Override
    public int compareTo(Id other) {
        return ZERO.compareDistance(this, other);
    }

    /** All bits zero. */
    public static final Id ZERO = new Id(0, 0, 0, 0);

    @Override
    public boolean equals(Object other) {
        return other instanceof Id id && a == id.a && b == id.b && c == id.c && d == id.d;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(a ^ Long.rotateLeft(b, 16) ^ Long.rotateLeft(c, 32) ^ Long.rotateLeft(d, 48));
    }

    /** The 64 hex digits. */
    @Override
    public String toString() {
        return hex();
    }

    private static long word(byte[] bytes, int at) {
        long word = 0;
        for (int i = 0; i < 8; i++) {
            word = word << 8 | bytes[at + i] & 0xFF;
        }
        return word;
    }
}
