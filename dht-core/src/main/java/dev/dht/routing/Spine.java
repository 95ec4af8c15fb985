package dev.dht.routing;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of a table and what stands where: the binary tree of Kademlia §2.4, which is a list here, because only the
 * bucket around our own id ever splits. Knows nothing of time but what it is told to keep.
 */
final class Spine {
    private final Id self;
    private final Slab slab;
    private final List<Bucket> buckets = new ArrayList<>(2);

    Spine(Id self, long now, long goodFor) {
        this.self = self;
        this.slab = new Slab(now, goodFor);
        buckets.add(new Bucket(slab, now));
    }

    Slab slab() {
        return slab;
    }

    /** How many buckets there are. */
    int depth() {
        return buckets.size();
    }

    Bucket bucket(int index) {
        return buckets.get(index);
    }

    Bucket bucketOf(Id id) {
        return buckets.get(indexOf(self.commonPrefix(id)));
    }

    Bucket bucketOf(long a, long b, long c, long d) {
        return buckets.get(indexOf(prefix(a, b, c, d)));
    }

    Bucket bucketOfSlot(int slot) {
        return bucketOf(slab.idWord(slot, 0), slab.idWord(slot, 1), slab.idWord(slot, 2), slab.idWord(slot, 3));
    }

    /** The bucket for ids that share so many first bits with our own. */
    int indexOf(int prefix) {
        return Math.min(prefix, buckets.size() - 1);
    }

    /** How many first bits an id shares with our own. */
    int prefix(long a, long b, long c, long d) {
        return Id.commonPrefix(a ^ self.word(0), b ^ self.word(1), c ^ self.word(2), d ^ self.word(3));
    }

    /** The slot of an id, or -1. */
    int find(Id id) {
        return bucketOf(id).find(id.word(0), id.word(1), id.word(2), id.word(3));
    }

    /** The slot of a contact, or -1 where the id stands with another endpoint or not at all. */
    int find(Contact contact) {
        int slot = find(contact.id());
        return slot >= 0 && slab.endpoint(slot) == contact.endpoint().packed() ? slot : -1;
    }

    /** The slot of a packed endpoint, or -1. */
    int findEndpoint(long endpoint) {
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            for (int j = 0; j < bucket.size(); j++) {
                if (slab.endpoint(bucket.slot(j)) == endpoint) {
                    return bucket.slot(j);
                }
            }
        }
        return -1;
    }

    /** The bucket of an id if it has room, after as many splits as that takes; else null. */
    @Nullable
    Bucket room(Id id) {
        Bucket bucket = bucketOf(id);
        while (bucket.isFull() && canSplit(bucket)) {
            split();
            bucket = bucketOf(id);
        }
        return bucket.isFull() ? null : bucket;
    }

    boolean canSplit(Bucket bucket) {
        return bucket == buckets.get(buckets.size() - 1) && buckets.size() < Id.BITS;
    }

    /** Moves what is closer to us than the last bucket's own bit into a new last one. */
    private void split() {
        int bit = buckets.size() - 1;
        Bucket old = buckets.get(bit);
        Bucket deeper = new Bucket(slab, old.active);
        for (int i = old.size() - 1; i >= 0; i--) {
            int slot = old.slot(i);
            if (!differs(bit, slab.idWord(slot, 0), slab.idWord(slot, 1), slab.idWord(slot, 2), slab.idWord(slot, 3))) {
                slab.copy(slot, deeper.add());
                old.remove(slot);
            }
        }
        buckets.add(deeper);
    }

    /** Whether a bit of an id is not that of our own. */
    boolean differs(int bit, long a, long b, long c, long d) {
        long word = bit < 64 ? a : bit < 128 ? b : bit < 192 ? c : d;
        return ((word ^ self.word(bit >>> 6)) << (bit & 63)) < 0;
    }

    /**
     * The contact that a full bucket would give up for one closer to us: its farthest, while fewer than k contacts are
     * closer to us than the bucket reaches; else -1.
     */
    int farthestOfNeighbourhood(Bucket bucket) {
        int closer = 0;
        for (int i = buckets.size() - 1; buckets.get(i) != bucket; i--) {
            closer += buckets.get(i).size();
            if (closer >= Table.K) {
                return -1;
            }
        }
        int farthest = bucket.slot(0);
        for (int i = 1; i < bucket.size(); i++) {
            int slot = bucket.slot(i);
            if (isCloserToSelf(
                    slab.idWord(farthest, 0),
                    slab.idWord(farthest, 1),
                    slab.idWord(farthest, 2),
                    slab.idWord(farthest, 3),
                    slot)) {
                farthest = slot;
            }
        }
        return farthest;
    }

    /** Whether an id is closer to our own than the contact in a slot. */
    boolean isCloserToSelf(long a, long b, long c, long d, int slot) {
        int order = closer(a, slab.idWord(slot, 0), 0);
        if (order == 0) {
            order = closer(b, slab.idWord(slot, 1), 1);
        }
        if (order == 0) {
            order = closer(c, slab.idWord(slot, 2), 2);
        }
        return (order != 0 ? order : closer(d, slab.idWord(slot, 3), 3)) < 0;
    }

    private int closer(long word, long other, int index) {
        long own = self.word(index);
        return Long.compareUnsigned(word ^ own, other ^ own);
    }

    /**
     * Those around us are k contacts at least, the bad left out, in the deepest buckets. Where more than three quarters of them are
     * untested: the first of those buckets; else one that there is not.
     */
    int firstYoung() {
        int first = buckets.size();
        int all = 0;
        int untested = 0;
        while (first > 0 && all < Table.K) {
            Bucket bucket = buckets.get(--first);
            for (int i = 0; i < bucket.size(); i++) {
                int slot = bucket.slot(i);
                all += slab.isBad(slot) ? 0 : 1;
                untested += slab.isUntested(slot) ? 1 : 0;
            }
        }
        return 4 * untested > 3 * all ? first : Integer.MAX_VALUE;
    }

    /** The contact that is to be asked first; -1 where there is none. Few buckets are looked into: each knows a time before which it has nobody. */
    int firstToCheck() {
        while (true) {
            Bucket first = null;
            for (int i = 0; i < buckets.size(); i++) {
                Bucket bucket = buckets.get(i);
                if (bucket.size() > 0 && (first == null || bucket.checkBound() < first.checkBound())) {
                    first = bucket;
                }
            }
            if (first == null) {
                return -1;
            }
            long bound = first.checkBound();
            int slot = first.firstToCheck();
            if (slab.check(slot) == bound) {
                return slot;
            }
        }
    }

    /** The good contact heard from last, but for one; -1 where there is none. */
    int lastHeard(long now, int except) {
        int last = -1;
        for (Bucket bucket : buckets) {
            for (int i = 0; i < bucket.size(); i++) {
                int slot = bucket.slot(i);
                boolean isLater = last < 0 || slab.heard(slot) > slab.heard(last);
                last = slot != except && slab.isGood(slot, now) && isLater ? slot : last;
            }
        }
        return last;
    }

    /** Those who were not proven when this was called before and still are not are doubted now. */
    void age() {
        for (Bucket bucket : buckets) {
            for (int i = 0; i < bucket.size(); i++) {
                slab.age(bucket.slot(i));
            }
            for (int i = 0; i < bucket.reserves(); i++) {
                slab.age(bucket.reserveSlot(i));
            }
        }
    }

    int size() {
        int size = 0;
        for (int i = 0; i < buckets.size(); i++) {
            size += buckets.get(i).size();
        }
        return size;
    }
}
