package dev.dht.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.check.Property;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A look-up, whatever the others answer and in whatever order. */
class LookupTest {
    private static final int MOST_STEPS = 2_000;
    private static final int LIARS = 4;
    /** A look-up that remembers as many has room for the 24 who are there and for all that liars name, each asked twice. */
    private static final int ROOM_FOR_ALL = 24 + LIARS * 2 * 8;

    @Test
    void theClosestThatAnswerAreAllAskedAndNobodyTwice() {
        Property.check(10, choices -> {
            LookupNetwork net = new LookupNetwork(choices, choices.between(1, 30), choices.below(10));
            net.acquaint();
            net.seed(choices.between(1, 5));
            net.run(MOST_STEPS);

            assertThat(net.answered()).containsAll(net.wanted());
            assertThat(net.askedAllCloserThanLastOf(net.wanted())).isTrue();
            assertThat(net.witness.asked.values())
                    .allMatch(times -> times <= 1 || net.answered().isEmpty());
            assertThat(net.lookup.answered()).allMatch(c -> c.token() != null);
        });
    }

    @Test
    void whereNothingIsFoundItGoesOnToTwiceAsMany() {
        Property.check(5, choices -> {
            LookupNetwork net = new LookupNetwork(choices, choices.between(1, 30), choices.below(10));
            net.acquaint();
            net.seek();
            net.seed(choices.between(1, 5));
            net.run(MOST_STEPS);

            assertThat(net.answered()).containsAll(net.wanted());
        });
    }

    @Test
    void liarsCannotHideHonestNodesThatItHeardOf() {
        Property.check(10, choices -> {
            LookupNetwork net = withLiars(choices, ROOM_FOR_ALL);
            net.run(MOST_STEPS);

            assertThat(net.lookup.rejections()).doesNotContainKey(Rejection.NO_ROOM);
            assertThat(net.answered()).containsAll(net.wanted());
            assertThat(net.askedAllCloserThanLastOf(net.wanted())).isTrue();
        });
    }

    @Test
    void liarsCostBoundedWork() {
        Property.check(10, choices -> {
            LookupNetwork net = withLiars(choices, 8);
            if (choices.flip()) {
                net.slow();
            }
            net.run(MOST_STEPS);

            assertThat(net.lookup.candidates())
                    .hasSizeLessThanOrEqualTo(net.settings.candidates())
                    .noneMatch(c -> c.contact().id().equals(net.self))
                    .noneMatch(c -> c.contact().endpoint().isLoopback())
                    .allMatch(c -> c.contact().endpoint().isUnicast());
            assertThat(net.witness.asked.values())
                    .allMatch(times -> times <= 2 || net.answered().isEmpty() && times <= 3);
            assertThat(net.lookup.queries()).isLessThanOrEqualTo(2 * net.settings.candidates());
        });
    }

    private static LookupNetwork withLiars(Choices choices, int leastRoom) {
        LookupNetwork net = new LookupNetwork(
                choices, choices.between(2, 20), choices.below(5), choices.between(1, LIARS), leastRoom);
        net.acquaint();
        net.seed(choices.between(1, 5));
        return net;
    }

    @Test
    void holdersDoNotEndItTheClosestIsAskedForItsNeighboursToo() {
        Property.check(5, choices -> {
            LookupNetwork net = new LookupNetwork(choices, choices.between(1, 30), choices.below(5));
            net.acquaint();
            net.hold(choices.between(1, 8));
            if (choices.flip()) {
                net.seek();
            }
            net.seed(choices.between(1, 5));
            net.run(MOST_STEPS);

            assertThat(net.answered()).containsAll(net.wanted());
            List<Candidate> answered = net.lookup.candidates().stream()
                    .filter(c -> c.state() == Candidate.State.ANSWERED)
                    .toList();
            if (!answered.isEmpty() && answered.get(0).gaveEndpoints()) {
                assertThat(net.witness.neighbourQuestions).isPositive();
            }
            assertThat(net.witness.neighbourQuestions).isLessThanOrEqualTo(answered.size());
        });
    }

    @Test
    void whereNobodyAnswersAllAreAskedOnceMore() {
        Property.check(choices -> {
            LookupNetwork net = new LookupNetwork(choices, 0, choices.between(1, 10));
            net.seed(10);
            net.run(MOST_STEPS);

            assertThat(net.answered()).isEmpty();
            assertThat(net.witness.asked.values()).allMatch(times -> times == 2);
        });
    }

    @Test
    void aLookupThatKnowsNobodyEndsAtOnce() {
        Lookup lookup = new Lookup(LookupNetwork.id(1), LookupNetwork.id(2), LookupSettings.DEFAULT);
        assertThat(lookup.next()).isNull();
        assertThat(lookup.isDone()).isTrue();
    }
}
