package broken.routing;

import broken.wire.Codec;

/** An arrow that is not drawn: routing does not know wire. */
final class Table {
    private final int[] packed = new int[8];

    long size(Codec codec) {
        return packed.length + codec.size();
    }
}
