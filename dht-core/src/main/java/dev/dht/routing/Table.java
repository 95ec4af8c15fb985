package dev.dht.routing;

import static dev.dht.routing.Liveness.*;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The routing table of one IPv4 path (Kademlia §2.4). Bucket i holds contacts that share exactly i first bits with our
 * own id; the last one all that share more, and it is the one that splits when it is full. So the tree of Kademlia is a
 * spine here, and a list.
 *
 * <p>An id stands in it once, and so does an endpoint. A contact enters when it has answered. Nobody good leaves but
 * for two rules: while fewer than k contacts are closer to us than a full bucket reaches, that bucket keeps those of its
 * range that are closest to us (the subtree of at least k nodes of §2.4, which matters where ids are not uniform); and
 * half of any other full bucket are kept for being near on the network.
 */
public final class Table {
    /** Contacts of a bucket: k of Kademlia. */
    public static final int K = Slab.BLOCK;
    /** So many of them, in a full bucket outside our neighbourhood, are kept for being near on the network. */
    public static final int NEAR = K / 2;

    /** What became of a contact that answered. */
    public enum Change {
        /** It is in the table now, and was not. */
        ADDED,
        /** It was in the table already. */
        KNOWN,
        /** It is not in the table; it may be in reserve. */
        REFUSED
    }

    private static final int NOT_USED = 9;

    private final Id self;
    private final RandomGenerator choices;
    private final Spine spine;
    private final Slab slab;
    private final Membership members;
    /** {@link Spine#firstYoung}, which changes less often than it is asked. */
    private int firstYoung = Integer.MAX_VALUE;
    /** When those untested grow older: see {@link Liveness#UNTESTED_FOR}. */
    private long ageAt;

    private final Outage outage = new Outage();
    /** No bucket is to be refreshed before; {@link #pollRefresh} makes it exact. */
    private long nextRefresh;
    /** A quarter more at most than {@link Liveness#REFRESH_AFTER}: those who joined together do not all refresh at once for ever. */
    private final long refreshAfter;

    /** An empty table around our own id; {@code choices} draws what is refreshed. */
    public Table(Id self, RandomGenerator choices, long now) {
        this(self, choices, now, Liveness.GOOD_FOR);
    }

    /** The same where a contact is good for so many nanoseconds after it was heard from, if it was not silent since. */
    public Table(Id self, RandomGenerator choices, long now, long goodFor) {
        this.self = self;
        this.choices = choices;
        this.spine = new Spine(self, now, goodFor);
        this.slab = spine.slab();
        this.members = new Membership(self, spine);
        this.refreshAfter = REFRESH_AFTER + choices.nextLong(REFRESH_AFTER / 4);
        this.nextRefresh = now + refreshAfter;
        this.ageAt = now + UNTESTED_FOR;
    }

    // What happened

    /**
     * A query came from a node. Allocates nothing.
     *
     * @return whether the table has it at this endpoint
     */
    public boolean heard(long now, long a, long b, long c, long d, Endpoint from) {
        int slot = spine.bucketOf(a, b, c, d).find(a, b, c, d);
        if (slot < 0 || slab.endpoint(slot) != from.packed()) {
            return false;
        }
        if (slab.answered(slot) && !slab.isBad(slot)) {
            slab.heard(slot, now);
            slab.check(slot, now + members.checkAfter(slot));
        } else if (slab.check(slot) > now + CHECK_PENDING) {
            slab.check(slot, now);
        }
        return true;
    }

    /**
     * A node answered a query of ours.
     *
     * @param roundTrip in nanoseconds; negative where it is not known
     * @param named whether a third node named it; else the answer proves something only of who was heard from before
     * @param firewall what is known of the firewall that may stand before it
     */
    public Change answered(long now, Contact contact, long roundTrip, boolean named, Firewall firewall) {
        outage.isOver(now);
        age(now);
        Id id = contact.id();
        int prefix = self.commonPrefix(id);
        if (prefix == Id.BITS || !contact.endpoint().isV4()) {
            return Change.REFUSED;
        }
        Bucket bucket = spine.bucket(spine.indexOf(prefix));
        int slot = bucket.find(id.word(0), id.word(1), id.word(2), id.word(3));
        long endpoint = contact.endpoint().packed();
        if (slot >= 0 && slab.endpoint(slot) == endpoint) {
            boolean isProof = named || slab.heard(slot) != Slab.NEVER;
            members.noteAnswer(now, slot, roundTrip, isProof ? firewall : Firewall.MAY_BE_OPEN);
            members.confirm(id);
            if (bucket.isFull()) {
                bucket.active = now;
            }
            firstYoung = spine.firstYoung();
            return Change.KNOWN;
        }
        Change change = members.admit(now, contact, roundTrip, named ? firewall : Firewall.MAY_BE_OPEN);
        firstYoung = spine.firstYoung();
        return change;
    }

    /**
     * A contact did not answer a query, or answered it under another id. Where nothing at all was heard since the query
     * was sent, it may be our own network that is down, and the contact is not blamed: it is asked again, and beside it, as a
     * witness, the good contact heard from last.
     *
     * @param sentAt when the query was first sent
     */
    public void silent(long now, Contact contact, long sentAt) {
        int slot = spine.find(contact);
        if (slot < 0) {
            return;
        }
        if (!wasAnsweredSince(sentAt)) {
            boolean isLikely = outage.suspect(now);
            slab.check(slot, now + (isLikely ? OFFLINE_CHECK_AFTER : SECOND_CHECK_AFTER));
            int witness = isLikely ? -1 : spine.lastHeard(now, slot);
            if (witness >= 0) {
                slab.check(witness, slab.check(slot));
            }
            return;
        }
        slab.silences(slot, slab.silences(slot) + 1);
        slab.doubt(slot);
        if (!slab.isBad(slot)) {
            slab.check(slot, now + SECOND_CHECK_AFTER);
        } else {
            slab.check(slot, now + members.checkAfter(slot));
            members.replace(now, slot);
        }
        firstYoung = spine.firstYoung();
    }

    /** Whether anyone answered since then; if not, it may be our own network that is down. */
    public boolean wasAnsweredSince(long time) {
        return !outage.isPossibleSince(time);
    }

    /** A look-up for this id went to its end: its bucket needs no refresh for a while. */
    public void lookedUp(long now, Id target) {
        spine.bucketOf(target).active = now;
    }

    /**
     * Whether a node that is not in the table would be taken in if it answered: there is room for it, or someone who
     * may have to leave. Allocates nothing.
     */
    public boolean wouldTake(long now, long a, long b, long c, long d, Endpoint from) {
        return members.wouldTake(now, a, b, c, d, from);
    }

    /** Puts in a contact of an earlier run. It is questionable, and asked soon. */
    public void restore(long now, Contact contact) {
        members.restore(now, contact);
        firstYoung = spine.firstYoung();
    }

    /**
     * Puts in a contact as it stands in the table of a node that has long been there: it answered then, and strangers can
     * reach it. Who calls knows that it is so, and neither id nor endpoint is in the table.
     *
     * @param roundTrip in nanoseconds
     */
    public void settle(long answeredAt, Contact contact, long roundTrip) {
        members.settle(answeredAt, contact, roundTrip);
        firstYoung = spine.firstYoung();
    }

    /** Spreads the next refreshes of the buckets over the time between two, as they are where a node has long been there; a full one is as active as its contacts. */
    public void spreadRefreshes(long now) {
        for (int b = 0; b < spine.depth(); b++) {
            Bucket bucket = spine.bucket(b);
            bucket.active = now - choices.nextLong(refreshAfter);
            for (int i = 0; bucket.isFull() && i < bucket.size(); i++) {
                bucket.active = Math.max(bucket.active, slab.heard(bucket.slot(i)));
            }
        }
        nextRefresh = now;
    }

    /** Time in which the machine slept has passed: everyone is asked again. */
    public void checkAll(long now) {
        outage.isForgotten();
        for (int b = 0; b < spine.depth(); b++) {
            Bucket bucket = spine.bucket(b);
            for (int i = 0; i < bucket.size(); i++) {
                slab.check(bucket.slot(i), now);
            }
        }
    }

    // What is due

    /** A contact that should be asked now whether it is there, or null. It is not given again for some seconds. */
    public @Nullable Contact pollCheck(long now) {
        if (nextCheck() > now) {
            return null;
        }
        age(now);
        int first = findNextCheck();
        if (slab.nextCheck > now) {
            return null;
        }
        slab.check(first, now + CHECK_PENDING);
        return slab.contact(first);
    }

    /**
     * A random id in a bucket where nothing happened for 15 to 19 minutes (our own id for the last bucket), or null. What happens in a bucket is: a contact
     * enters, a look-up ends in its range; and while it is full, so that nobody new is missed, a contact answers.
     */
    public @Nullable Id pollRefresh(long now) {
        if (now < nextRefresh) {
            return null;
        }
        long next = Long.MAX_VALUE;
        for (int i = 0; i < spine.depth(); i++) {
            Bucket bucket = spine.bucket(i);
            if (now - bucket.active >= refreshAfter) {
                bucket.active = now;
                return randomIdIn(i);
            }
            next = Math.min(next, bucket.active + refreshAfter);
        }
        nextRefresh = next;
        return null;
    }

    private void age(long now) {
        if (now >= ageAt) {
            ageAt = now + UNTESTED_FOR;
            spine.age();
            firstYoung = spine.firstYoung();
        }
    }

    /** When {@link #pollCheck} may have something, at the earliest. */
    public long nextCheck() {
        if (slab.isNextCheckPast) {
            findNextCheck();
        }
        return slab.nextCheck;
    }

    private int findNextCheck() {
        int first = spine.firstToCheck();
        slab.nextCheck = first < 0 ? Long.MAX_VALUE : slab.check(first);
        slab.isNextCheckPast = false;
        return first;
    }

    /** How long nothing happens in a bucket before it is refreshed, in nanoseconds. */
    long refreshAfter() {
        return refreshAfter;
    }

    /** When {@link #pollRefresh} may have something, at the earliest. */
    public long nextRefresh() {
        return nextRefresh;
    }

    /** A random id in the range of every bucket, that of the far half of the id space first; our own id for the last. */
    public List<Id> randomIdsInBuckets() {
        List<Id> ids = new ArrayList<>();
        for (int i = 0; i < spine.depth(); i++) {
            ids.add(randomIdIn(i));
        }
        return ids;
    }

    private Id randomIdIn(int bucket) {
        return bucket == spine.depth() - 1 ? self : self.randomSibling(bucket, choices);
    }

    // What is asked

    /**
     * The contacts closest to a target: good ones first, those that the audience can use before the rest, then
     * questionable ones; each kind by distance. The last may be a newcomer: see {@link Audience#OTHERS}. Allocates nothing.
     *
     * @param except the endpoint of the one that asks, packed, which is left out; -1 for nobody
     */
    public void closest(long now, long a, long b, long c, long d, long except, Audience audience, Closest out) {
        out.begin(slab, a, b, c, d);
        int last = spine.depth() - 1;
        int nearest = spine.indexOf(spine.prefix(a, b, c, d));
        offerAll(now, nearest, except, audience, out);
        // Deeper buckets: those on the target's side of their bit, nearest first; the last; the others, nearest last.
        for (int i = nearest + 1; i < last && !out.isSettled(); i++) {
            if (spine.differs(i, a, b, c, d)) {
                offerAll(now, i, except, audience, out);
            }
        }
        if (nearest < last && !out.isSettled()) {
            offerAll(now, last, except, audience, out);
        }
        for (int i = last - 1; i > nearest && !out.isSettled(); i--) {
            if (!spine.differs(i, a, b, c, d)) {
                offerAll(now, i, except, audience, out);
            }
        }
        for (int i = nearest - 1; i >= 0 && !out.isSettled(); i--) {
            offerAll(now, i, except, audience, out);
        }
        if (audience == Audience.OTHERS) {
            out.nameNewcomer();
        }
    }

    private void offerAll(long now, int index, long except, Audience audience, Closest out) {
        Bucket bucket = spine.bucket(index);
        int shared = index == spine.depth() - 1 ? index : index + 1;
        int hopeless = out.hopelessRank();
        boolean seeksNewcomer = out.seeksNewcomer();
        Trust trust = trust(audience, index);
        for (int i = 0; i < bucket.size(); i++) {
            int slot = bucket.slot(i);
            // Where nobody is proven all of the table is looked at: the least that can be seen of each comes first.
            int least = trust.holds(slab.standing(slot)) ? 0 : 1;
            if (least >= hopeless && !(seeksNewcomer && slab.isUntested(slot))) {
                continue;
            }
            int rank = rank(slot, now, trust);
            if (rank < NOT_USED && slab.endpoint(slot) != except) {
                out.offer(slot, rank, shared);
            }
        }
        out.takeOffers();
    }

    private int rank(int slot, long now, Trust trust) {
        if (slab.isGood(slot, now)) {
            return trust.holds(slab.standing(slot)) ? 0 : 1;
        }
        return !slab.isBad(slot) ? 2 : trust.takesBad ? 3 : NOT_USED;
    }

    private Trust trust(Audience audience, int bucket) {
        return switch (audience) {
            case US -> Trust.ALL;
            case NEIGHBOUR -> Trust.GOOD;
            case OTHERS -> bucket >= firstYoung ? Trust.UNDOUBTED : Trust.PROVEN;
        };
    }

    /** Whether any contact is good. */
    public boolean hasGood(long now) {
        for (int b = 0; b < spine.depth(); b++) {
            Bucket bucket = spine.bucket(b);
            for (int i = 0; i < bucket.size(); i++) {
                if (slab.isGood(bucket.slot(i), now)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How many contacts there are, whatever their state, those in reserve left out. */
    public int size() {
        return spine.size();
    }

    /** The table as values. */
    public TableView view(long now) {
        return TableView.of(spine, now);
    }
}
