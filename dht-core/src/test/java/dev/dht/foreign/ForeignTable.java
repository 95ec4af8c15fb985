package dev.dht.foreign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A routing table as in Kademlia §2.4: a full bucket is split where it covers the own id, and ignores the newcomer
 * otherwise. The bucket of index i holds the ids that share exactly i leading bits with the own one; the last bucket
 * holds all that share as many or more, and is the one that covers the own id.
 */
final class ForeignTable {
    static final int K = 8;

    private final byte[] ownId;
    private final List<List<ForeignContact>> buckets = new ArrayList<>(List.of(new ArrayList<>()));

    ForeignTable(byte[] ownId) {
        this.ownId = ownId;
    }

    /** Takes a contact in where there is room. An id that is known keeps its address. */
    void learn(ForeignContact contact) {
        int prefix = Distance.commonPrefix(ownId, contact.id());
        if (prefix == Distance.BITS) {
            return;
        }
        List<ForeignContact> bucket = buckets.get(indexOf(prefix));
        if (bucket.stream().anyMatch(known -> Arrays.equals(known.id(), contact.id()))) {
            return;
        }
        while (bucket.size() == K && prefix >= buckets.size() - 1) {
            splitLast();
            bucket = buckets.get(indexOf(prefix));
        }
        if (bucket.size() < K) {
            bucket.add(contact);
        }
    }

    /** The k contacts closest to an id. */
    List<ForeignContact> closest(byte[] target) {
        return contacts().stream()
                .sorted(Distance.to(target, ForeignContact::id))
                .limit(K)
                .toList();
    }

    List<ForeignContact> contacts() {
        return buckets.stream().flatMap(List::stream).toList();
    }

    private int indexOf(int prefix) {
        return Math.min(prefix, buckets.size() - 1);
    }

    private void splitLast() {
        int last = buckets.size() - 1;
        List<ForeignContact> deeper = new ArrayList<>();
        for (ForeignContact contact : buckets.get(last)) {
            if (Distance.commonPrefix(ownId, contact.id()) > last) {
                deeper.add(contact);
            }
        }
        buckets.get(last).removeAll(deeper);
        buckets.add(deeper);
    }
}
