package dev.dht.udp;

import dev.dht.id.Endpoint;
import org.jspecify.annotations.Nullable;

/** The endpoints of those who sent lately, so that one who sends often costs no new object; as many as there is room for. */
final class Senders {
    private static final int BITS = 12;

    private final @Nullable Endpoint[] lately = new @Nullable Endpoint[1 << BITS];

    /** The endpoint packed as {@link Endpoint#packed} does. */
    Endpoint endpoint(long packed) {
        int at = (int) (packed * 0x9E3779B97F4A7C15L >>> Long.SIZE - BITS);
        Endpoint known = lately[at];
        if (known == null || known.packed() != packed) {
            known = Endpoint.unpack(packed);
            lately[at] = known;
        }
        return known;
    }
}
