package dev.dht.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.check.Model;
import dev.dht.check.Property;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is to be asked first, by the bounds of the buckets, against a look at all. */
class SpineTest {
    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1_000 * MILLISECOND;
    /** Longer than what the times of a slab are counted from stays. */
    private static final long FORTNIGHT = 14 * 24 * 3_600 * SECOND;

    private static final class Spread {
        final Id self = Id.of(0, 0, 0, 1);
        final Spine spine = new Spine(self, 0, Liveness.GOOD_FOR);
        final Slab slab = spine.slab();
        long now;
        int entered;

        private Bucket bucket(Choices choices) {
            return spine.bucket(choices.below(spine.depth()));
        }

        private long time(Choices choices) {
            return now + choices.below(3_600) * SECOND + choices.below(2) * MILLISECOND / 2;
        }

        void enter(Choices choices) {
            Id id = Id.of((long) choices.below(64) << 57, 0, 0, ++entered + 1);
            Bucket bucket = spine.room(id);
            int slot = bucket != null ? bucket.add() : spine.bucketOf(id).addReserve();
            slab.fill(slot, id, entered, time(choices));
            choices.note(id, bucket == null ? "in reserve" : "");
        }

        void leave(Choices choices) {
            Bucket bucket = bucket(choices);
            if (bucket.size() > 0) {
                int slot = bucket.slot(choices.below(bucket.size()));
                choices.note(slab.id(slot));
                bucket.remove(slot);
            }
        }

        void leaveReserve(Choices choices) {
            Bucket bucket = bucket(choices);
            if (bucket.reserves() > 0) {
                bucket.removeReserve(bucket.reserveSlot(choices.below(bucket.reserves())));
            }
        }

        void plan(Choices choices) {
            Bucket bucket = bucket(choices);
            if (bucket.size() > 0) {
                int slot = bucket.slot(choices.below(bucket.size()));
                long time = time(choices);
                choices.note(slab.id(slot), time / SECOND);
                slab.check(slot, time);
            }
        }

        void pass(Choices choices) {
            now += choices.oneIn(8) ? FORTNIGHT : choices.below(600) * SECOND;
            choices.note(now / SECOND);
        }

        private List<Integer> slots() {
            List<Integer> slots = new ArrayList<>();
            for (int b = 0; b < spine.depth(); b++) {
                for (int i = 0; i < spine.bucket(b).size(); i++) {
                    slots.add(spine.bucket(b).slot(i));
                }
            }
            return slots;
        }

        void holds() {
            for (int slot : slots()) {
                assertThat(slab.checkBound(slot)).as("bound").isLessThanOrEqualTo(slab.check(slot));
                assertThat(slab.nextCheck).as("bound of all").isLessThanOrEqualTo(slab.check(slot));
            }
        }

        void first() {
            int first = spine.firstToCheck();
            List<Integer> slots = slots();
            assertThat(first < 0).isEqualTo(slots.isEmpty());
            if (first >= 0) {
                assertThat(slots).contains(first);
                assertThat(slots).allMatch(slot -> slab.check(first) <= slab.check(slot));
            }
        }
    }

    @Test
    void whoIsToBeAskedFirstIsFoundByTheBoundsOfTheBuckets() {
        Property.check(Model.of(choices -> new Spread())
                .step(8, "enter", Spread::enter)
                .step(2, "leave", Spread::leave)
                .step(1, "leave the reserve", Spread::leaveReserve)
                .step(6, "plan", Spread::plan)
                .step(1, "time passes", Spread::pass)
                .step(3, "first", (spread, choices) -> spread.first())
                .always("nobody is due before the bounds", Spread::holds));
    }
}
