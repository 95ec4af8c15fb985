package dev.dht.foreign;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A node as a peer knows it.
 *
 * @param id 32 bytes
 */
public record ForeignContact(byte[] id, int address, int port) {
    boolean isAt(int otherAddress, int otherPort) {
        return address == otherAddress && port == otherPort;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ForeignContact contact && Arrays.equals(id, contact.id) && contact.isAt(address, port);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(id);
    }

    @Override
    public String toString() {
        return String.format(
                "%s at %d.%d.%d.%d:%d",
                HexFormat.of().formatHex(id),
                address >>> 24,
                address >>> 16 & 0xff,
                address >>> 8 & 0xff,
                address & 0xff,
                port);
    }
}
