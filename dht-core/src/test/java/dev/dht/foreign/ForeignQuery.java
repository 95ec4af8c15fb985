package dev.dht.foreign;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A query, as a peer reads it. Parts that its verb does not have are empty, or 0.
 *
 * @param tag the transaction id, 2 bytes
 * @param sender 32 bytes
 * @param target the id asked for or stored, 32 bytes
 * @param token 8 bytes
 */
record ForeignQuery(Verb verb, byte[] tag, byte[] sender, byte[] target, byte[] token, int port) {
    enum Verb {
        PING,
        FIND_NODE,
        FIND_VALUE,
        STORE
    }

    static final byte[] MAGIC = HexFormat.of().parseHex("af400d34a788372d");
    static final int HEADER = 8 + 2 + 32;

    private static final byte[] NONE = {};

    /** The query that a packet holds; null where it is something else, or is not exactly as long as its parts. */
    static @Nullable ForeignQuery read(byte[] packet) {
        if (typeOf(packet) != 'q' || packet.length < HEADER + 2) {
            return null;
        }
        int rest = packet.length - HEADER - 2;
        return switch (packet[HEADER + 1]) {
            case 'p' -> rest == 0 ? of(Verb.PING, packet, NONE, NONE, 0) : null;
            case 'f' -> rest == 1 + 32 ? find(packet) : null;
            case 's' -> rest == 8 + 32 + 2 ? store(packet) : null;
            default -> null;
        };
    }

    /** The letter of a packet's type; 0 where it is no packet of this version. */
    static char typeOf(byte[] packet) {
        boolean whole = packet.length > HEADER && Arrays.equals(MAGIC, 0, 8, packet, 0, 8);
        return whole ? (char) packet[HEADER] : 0;
    }

    private static @Nullable ForeignQuery find(byte[] packet) {
        byte[] target = part(packet, HEADER + 3, 32);
        return switch (packet[HEADER + 2]) {
            case 'n' -> of(Verb.FIND_NODE, packet, target, NONE, 0);
            case 'v' -> of(Verb.FIND_VALUE, packet, target, NONE, 0);
            default -> null;
        };
    }

    private static ForeignQuery store(byte[] packet) {
        byte[] token = part(packet, HEADER + 2, 8);
        byte[] id = part(packet, HEADER + 10, 32);
        int port = (packet[HEADER + 42] & 0xff) << 8 | packet[HEADER + 43] & 0xff;
        return of(Verb.STORE, packet, id, token, port);
    }

    private static ForeignQuery of(Verb verb, byte[] packet, byte[] target, byte[] token, int port) {
        return new ForeignQuery(verb, part(packet, 8, 2), part(packet, 10, 32), target, token, port);
    }

    private static byte[] part(byte[] packet, int start, int length) {
        return Arrays.copyOfRange(packet, start, start + length);
    }
}
