package dev.dht.routing;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import java.util.Comparator;
import java.util.List;

/**
 * How many nodes a network has, from how densely ids lie near our own. Of n nodes whose ids are spread evenly the distance
 * d to the k-th closest, as a part of the whole space, is near k/n; (k - 1)/d is right on average. With k = 8 it is within
 * half and twice the truth in nine of ten cases: a number to tell a thousand nodes from ten thousand.
 * Where ids of 160 bits and of 256 are mixed it can be far too small.
 */
public final class NetworkSize {
    /** The deployed nodes draw ids of 160 bits; the first 96 are zero. */
    private static final int SHORT = 96;

    private NetworkSize() {}

    /**
     * The estimate, our own node counted.
     *
     * @param self our id
     * @param contacts contacts of ours, among them the {@link Table#K} closest that there are; in any order
     * @return at least 1; where fewer contacts are known than a bucket holds, those are all
     */
    public static double estimate(Id self, List<Contact> contacts) {
        List<Id> closest = contacts.stream()
                .map(Contact::id)
                .filter(id -> !id.equals(self))
                .distinct()
                .sorted(Comparator.comparing(self::distance))
                .limit(Table.K)
                .toList();
        if (closest.size() < Table.K) {
            return closest.size() + 1.0;
        }
        // Where all around us are short, so is the space they are spread over, whatever our own id.
        boolean isShort = closest.stream().allMatch(id -> id.commonPrefix(Id.ZERO) >= SHORT);
        double distance = part(self.distance(closest.get(Table.K - 1)), isShort ? SHORT : 0);
        return Math.max(closest.size(), (Table.K - 1) / distance) + 1;
    }

    /** What part of the space of the bits from {@code from} on lies below a distance, more than 0. */
    private static double part(Id distance, int from) {
        double part = 0;
        double weight = 0.5;
        for (int bit = from; bit < Id.BITS; bit++) {
            if (distance.bit(bit)) {
                part += weight;
            }
            weight /= 2;
        }
        return part;
    }
}
