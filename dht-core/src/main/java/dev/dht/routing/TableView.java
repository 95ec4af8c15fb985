package dev.dht.routing;

import dev.dht.id.Contact;
import java.util.ArrayList;
import java.util.List;

/**
 * A routing table as values, for people and tests.
 *
 * @param buckets every bucket; its index is how many first bits its contacts share with our own id, exactly or, in the
 *     last one, at least
 */
public record TableView(List<BucketView> buckets) {
    /**
     * A bucket.
     *
     * @param contacts its contacts; outside our neighbourhood those of the second half of a full bucket may give way to nearer ones
     * @param reserve those in its replacement cache, the one that answered last at the end
     */
    public record BucketView(List<ContactView> contacts, List<Contact> reserve) {}

    /**
     * A contact.
     *
     * @param contact who it is
     * @param state what is known of its life
     * @param proven whether strangers can reach it, as far as is known
     * @param doubted whether it was silent, comes from an earlier run, or is here for long, and nothing ever proved that strangers can reach it
     * @param heard when it was last heard from, in nanoseconds; {@link Long#MIN_VALUE} for never
     * @param roundTrip the last round-trip time in nanoseconds, rounded up to 4 ms; -1 where it is not known
     */
    public record ContactView(
            Contact contact, State state, boolean proven, boolean doubted, long heard, long roundTrip) {}

    /** What is known of a contact's life. */
    public enum State {
        /** Heard from within 15 minutes. */
        GOOD,
        /** Not heard from for longer, or never in this run. */
        QUESTIONABLE,
        /** Silent twice in a row. */
        BAD
    }

    /** All contacts of all buckets. */
    public List<ContactView> contacts() {
        return buckets.stream().flatMap(b -> b.contacts().stream()).toList();
    }

    static TableView of(Spine spine, long now) {
        Slab slab = spine.slab();
        List<BucketView> views = new ArrayList<>();
        for (int index = 0; index < spine.depth(); index++) {
            Bucket bucket = spine.bucket(index);
            List<ContactView> contacts = new ArrayList<>();
            for (int i = 0; i < bucket.size(); i++) {
                int slot = bucket.slot(i);
                State state = slab.isGood(slot, now) ? State.GOOD : slab.isBad(slot) ? State.BAD : State.QUESTIONABLE;
                contacts.add(new ContactView(
                        slab.contact(slot),
                        state,
                        slab.isReachable(slot),
                        slab.isDoubted(slot),
                        slab.heard(slot),
                        slab.roundTrip(slot)));
            }
            List<Contact> reserve = new ArrayList<>();
            for (int i = 0; i < bucket.reserves(); i++) {
                reserve.add(slab.contact(bucket.reserveSlot(i)));
            }
            views.add(new BucketView(contacts, reserve));
        }
        return new TableView(views);
    }
}
