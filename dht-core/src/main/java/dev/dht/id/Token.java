package dev.dht.id;

import java.util.HexFormat;

/**
 * Permission to store at the node that gave it, for some minutes, from the endpoint that asked for it.
 *
 * @param bits the eight bytes, the first one highest; they say nothing to anyone but their issuer
 */
public record Token(long bits) {
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(bits);
    }
}
