package dev.dht.routing;

import static dev.dht.routing.Liveness.*;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.routing.Challenges.Newcomer;
import dev.dht.routing.Table.Change;

/** Who enters a table, who waits in reserve, and who leaves. */
final class Membership {
    private final Id self;
    private final Spine spine;
    private final Slab slab;
    private final Challenges challenges = new Challenges();

    Membership(Id self, Spine spine) {
        this.self = self;
        this.spine = spine;
        this.slab = spine.slab();
    }

    /**
     * Whether a node that is not in the table would be taken in if it answered: there is room for it, or someone who
     * may have to leave. Allocates nothing.
     */
    boolean wouldTake(long now, long a, long b, long c, long d, Endpoint from) {
        int prefix = spine.prefix(a, b, c, d);
        if (prefix == Id.BITS) {
            return false;
        }
        Bucket bucket = spine.bucket(spine.indexOf(prefix));
        int same = bucket.find(a, b, c, d);
        if (same >= 0) {
            return !slab.isGood(same, now);
        }
        if (!hasRoom(now, bucket, a, b, c, d)) {
            return false;
        }
        int holder = spine.findEndpoint(from.packed());
        return holder < 0 || !slab.isGood(holder, now);
    }

    private boolean hasRoom(long now, Bucket bucket, long a, long b, long c, long d) {
        if (!bucket.isFull() || spine.canSplit(bucket)) {
            return true;
        }
        // Who waits in reserve has answered already: two that ask each other back would else never end.
        boolean waits = bucket.findReserve(a, b, c, d) >= 0;
        for (int i = 0; i < bucket.size(); i++) {
            int slot = bucket.slot(i);
            if (slab.isBad(slot) || !waits && !slab.isGood(slot, now)) {
                return true;
            }
        }
        int farthest = spine.farthestOfNeighbourhood(bucket);
        return farthest >= 0 && spine.isCloserToSelf(a, b, c, d, farthest);
    }

    /** Takes in who answered now, unless it contradicts a contact that may be right: then that one is asked first. */
    Change admit(long now, Contact contact, long roundTrip, Firewall firewall) {
        return admit(now, new Newcomer(contact, now), roundTrip, firewall);
    }

    private Change admit(long now, Newcomer newcomer, long roundTrip, Firewall firewall) {
        Contact contact = newcomer.contact();
        int incumbent = spine.find(contact.id());
        if (incumbent < 0 || slab.isBad(incumbent)) {
            dismiss(incumbent);
            incumbent = spine.findEndpoint(contact.endpoint().packed());
        }
        if (incumbent >= 0 && !slab.isBad(incumbent)) {
            challenges.put(slab.id(incumbent), newcomer);
            slab.check(incumbent, Math.min(slab.check(incumbent), now));
            return Change.REFUSED;
        }
        dismiss(incumbent);
        return insert(now, newcomer, roundTrip, firewall);
    }

    private void dismiss(int slot) {
        if (slot >= 0) {
            spine.bucketOfSlot(slot).remove(slot);
        }
    }

    private Change insert(long now, Newcomer newcomer, long roundTrip, Firewall firewall) {
        Contact contact = newcomer.contact();
        long answeredAt = newcomer.answeredAt();
        Id id = contact.id();
        Bucket bucket = spine.room(id);
        if (bucket != null) {
            boolean isDoubted = forget(bucket, contact);
            noteAnswer(answeredAt, fill(bucket.add(), contact, now, isDoubted), roundTrip, firewall);
            bucket.active = now;
            return Change.ADDED;
        }
        bucket = spine.bucketOf(id);
        int leaving = worst(bucket);
        if (!slab.isBad(leaving)) {
            int displaced = displaced(bucket, contact, roundTrip, firewall);
            if (displaced < 0) {
                noteAnswer(answeredAt, reserve(bucket, contact, now), roundTrip, firewall);
                if (!slab.isGood(leaving, now)) {
                    slab.check(leaving, Math.min(slab.check(leaving), now));
                }
                return Change.REFUSED;
            }
            if (slab.answered(displaced)) {
                slab.copy(displaced, bucket.addReserve());
            }
            leaving = displaced;
        }
        boolean isDoubted = forget(bucket, contact);
        noteAnswer(answeredAt, fill(leaving, contact, now, isDoubted), roundTrip, firewall);
        bucket.active = now;
        return Change.ADDED;
    }

    /**
     * Whom of a full bucket, though it is not bad, a newcomer displaces; -1 for nobody. In our neighbourhood that is who is farther from us. Farther out, where
     * all of a bucket are equals, who can be reached and is nearer on the network by a fifth than the farthest in the second half of the bucket takes
     * that one's place. Those in the first half were there first, and give way to nobody: somebody near us gets no more than half.
     */
    private int displaced(Bucket bucket, Contact contact, long roundTrip, Firewall firewall) {
        Id id = contact.id();
        int farthest = spine.farthestOfNeighbourhood(bucket);
        if (farthest >= 0) {
            boolean isCloser = spine.isCloserToSelf(id.word(0), id.word(1), id.word(2), id.word(3), farthest);
            return isCloser ? farthest : -1;
        }
        boolean isReachable = firewall == Firewall.IS_SHUT
                || firewall == Firewall.SEEMS_SHUT && !isDoubted(bucket.findReserve(id), contact);
        if (roundTrip < 0 || !isReachable) {
            return -1;
        }
        int slowest = bucket.slowestFrom(Table.K - Table.NEAR);
        boolean isNearer = slowest >= 0 && 4 * slab.roundTrip(slowest) > 5 * Slab.rounded(roundTrip);
        return isNearer ? slowest : -1;
    }

    /** Puts in a contact of an earlier run. It is questionable, and asked soon. */
    void restore(long now, Contact contact) {
        Id id = contact.id();
        boolean known =
                spine.find(id) >= 0 || spine.findEndpoint(contact.endpoint().packed()) >= 0;
        if (known || id.equals(self) || !contact.endpoint().isV4()) {
            return;
        }
        Bucket bucket = spine.room(id);
        if (bucket != null) {
            fill(bucket.add(), contact, now, true);
        }
    }

    /** Puts in a contact that answered then, as the table of a node has it that has long been there. */
    void settle(long answeredAt, Contact contact, long roundTrip) {
        Bucket bucket = spine.room(contact.id());
        if (bucket != null) {
            noteAnswer(answeredAt, fill(bucket.add(), contact, answeredAt, false), roundTrip, Firewall.IS_SHUT);
        }
    }

    /** The contact answered at the endpoint that the table has: nobody contradicts it any more. */
    void confirm(Id id) {
        challenges.remove(id);
    }

    /** A contact turned bad: who contradicts it, or who answered last of those in reserve, takes its place. */
    void replace(long now, int slot) {
        Newcomer newcomer = challenges.remove(slab.id(slot));
        Bucket bucket = spine.bucketOfSlot(slot);
        if (newcomer != null) {
            dismiss(slot);
            admit(now, newcomer, -1, Firewall.MAY_BE_OPEN);
            if (bucket.isFull()) {
                return;
            }
            slot = -1;
        }
        while (bucket.reserves() > 0) {
            int reserve = bucket.reserveSlot(bucket.reserves() - 1);
            boolean contradicts = spine.find(slab.id(reserve)) >= 0 || spine.findEndpoint(slab.endpoint(reserve)) >= 0;
            if (!contradicts) {
                int place = slot >= 0 ? slot : bucket.add();
                slab.copy(bucket.reserveSlot(bucket.reserves() - 1), place);
                slab.check(place, now);
            }
            bucket.removeReserve(bucket.reserveSlot(bucket.reserves() - 1));
            if (!contradicts) {
                return;
            }
        }
    }

    private int reserve(Bucket bucket, Contact contact, long now) {
        boolean isDoubted = forget(bucket, contact);
        return fill(bucket.addReserve(), contact, now, isDoubted);
    }

    /** Takes an id out of the reserve; whether it stood there as this contact, and doubted. */
    private boolean forget(Bucket bucket, Contact contact) {
        Id id = contact.id();
        int slot = bucket.findReserve(id);
        if (slot < 0) {
            return false;
        }
        boolean isDoubted = isDoubted(slot, contact);
        bucket.removeReserve(slot);
        return isDoubted;
    }

    private boolean isDoubted(int slot, Contact contact) {
        return slot >= 0
                && slab.isDoubted(slot)
                && slab.endpoint(slot) == contact.endpoint().packed();
    }

    private int fill(int slot, Contact contact, long now, boolean isDoubted) {
        slab.fill(slot, contact.id(), contact.endpoint().packed(), now);
        if (isDoubted) {
            slab.doubt(slot);
        }
        return slot;
    }

    /** The contact with most time-outs, and of those the one not heard from for longest. */
    private int worst(Bucket bucket) {
        int worst = bucket.slot(0);
        for (int i = 1; i < bucket.size(); i++) {
            int slot = bucket.slot(i);
            int more = Integer.compare(slab.silences(slot), slab.silences(worst));
            if (more > 0 || more == 0 && slab.heard(slot) < slab.heard(worst)) {
                worst = slot;
            }
        }
        return worst;
    }

    /** Notes an answer in a slot, and what it tells of whether strangers can reach it. */
    void noteAnswer(long now, int slot, long roundTrip, Firewall firewall) {
        switch (firewall) {
            case IS_SHUT -> slab.prove(slot);
            case SEEMS_SHUT -> slab.presume(slot);
            case MAY_BE_OPEN -> {}
        }
        slab.answer(slot, roundTrip);
        slab.silences(slot, 0);
        slab.heard(slot, now);
        slab.check(slot, now + checkAfter(slot));
    }

    /** After how long a contact is asked that was heard from now, or is bad now. */
    long checkAfter(int slot) {
        boolean isProven = slab.standing(slot) == Slab.PROVEN;
        if (slab.isBad(slot)) {
            return isProven ? BAD_PROVEN_CHECK_AFTER : BAD_CHECK_AFTER;
        }
        long apart = slab.isLess(slot, self) ? CHECKS_APART : 0;
        return isProven ? CHECK_AFTER - apart : PROOF_CHECK_AFTER + apart;
    }
}
