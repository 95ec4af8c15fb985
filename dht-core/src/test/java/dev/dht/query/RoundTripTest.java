package dev.dht.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Property;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** When an answer is late, given those that came. */
class RoundTripTest {
    private static final long MILLISECOND = 1_000_000L;

    @Test
    void anAnswerIsLateAQuarterAfterNineOfTen() {
        Property.check(choices -> {
            SplittableRandom random = new SplittableRandom(choices.bits(32));
            long least = choices.between(50, 200) * MILLISECOND;
            long most = least + choices.between(1, 1_000) * MILLISECOND;
            RoundTrip roundTrip = new RoundTrip();
            double mean = 0;
            for (int i = 0; i < 2_000; i++) {
                // One of twenty is on a slow line.
                roundTrip.sample(random.nextInt(20) == 0 ? 4_000 * MILLISECOND : random.nextLong(least, most));
                mean += i < 1_000 ? 0 : roundTrip.lateAfter() / 1_000.0;
            }
            // Nine of ten of all are 18 of the 19 that are not slow.
            double ninth = least + (most - least) * 18 / 19.0;
            choices.note(least, most, "late after", mean);
            assertThat(mean / ninth).isBetween(0.8, 1.25);
        });
    }

    @Test
    void theFirstAnswerIsBelievedUpToHalfOfWhatWasSupposed() {
        assertThat(afterFirst(1)).isBetween(RoundTrip.INITIAL_LATE * 49 / 100, RoundTrip.INITIAL_LATE / 2);
        assertThat(afterFirst(900)).isBetween(880 * MILLISECOND, 900 * MILLISECOND);
        assertThat(afterFirst(9_000)).isEqualTo(RoundTrip.LATEST_LATE);
    }

    private static long afterFirst(int milliseconds) {
        RoundTrip roundTrip = new RoundTrip();
        roundTrip.sample(milliseconds * MILLISECOND);
        return roundTrip.lateAfter();
    }

    @Test
    void whichSendingWasAnsweredIsOnlyConcludedWhereItMustBeTheFirst() {
        RoundTrip roundTrip = new RoundTrip();
        // Before any answer, whatever comes is better than nothing.
        roundTrip.sampleOfTwo(200 * MILLISECOND, 190 * MILLISECOND);
        long known = roundTrip.lateAfter();
        assertThat(known).isLessThan(RoundTrip.INITIAL_LATE);

        roundTrip.sampleOfTwo(known + known / 2, known / 2);
        assertThat(roundTrip.lateAfter()).as("of either sending").isEqualTo(known);

        roundTrip.sampleOfTwo(known + known / 4, known / 4);
        long risen = roundTrip.lateAfter();
        assertThat(risen).as("too soon for the second").isGreaterThan(known);

        roundTrip.sampleOfTwo(29 * risen / 10, risen);
        assertThat(roundTrip.lateAfter()).as("of either sending").isEqualTo(risen);
        roundTrip.sampleOfTwo(31 * risen / 10, risen);
        assertThat(roundTrip.lateAfter()).as("of a slow line").isGreaterThan(risen);
    }
}
