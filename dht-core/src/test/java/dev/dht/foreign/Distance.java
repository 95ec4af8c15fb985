package dev.dht.foreign;

import java.util.Comparator;
import java.util.function.Function;

/** The XOR metric over ids of 32 bytes. */
final class Distance {
    static final int BITS = 256;

    private Distance() {}

    /** Orders by distance to {@code target}, the closest first. */
    static <T> Comparator<T> to(byte[] target, Function<? super T, byte[]> id) {
        return (one, other) -> compare(target, id.apply(one), id.apply(other));
    }

    /** The number of leading bits in which two ids agree, 0 to 256. */
    static int commonPrefix(byte[] one, byte[] other) {
        for (int i = 0; i < one.length; i++) {
            int difference = (one[i] ^ other[i]) & 0xff;
            if (difference != 0) {
                return i * Byte.SIZE + Integer.numberOfLeadingZeros(difference) - (Integer.SIZE - Byte.SIZE);
            }
        }
        return BITS;
    }

    private static int compare(byte[] target, byte[] one, byte[] other) {
        for (int i = 0; i < target.length; i++) {
            int byOne = (one[i] ^ target[i]) & 0xff;
            int byOther = (other[i] ^ target[i]) & 0xff;
            if (byOne != byOther) {
                return byOne - byOther;
            }
        }
        return 0;
    }
}
