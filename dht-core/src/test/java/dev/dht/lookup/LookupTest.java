package dev.dht.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    private static Contact contact(int number) {
        return new Contact(LookupNetwork.id(number), Endpoint.v4(0x0A000000 + number, 1));
    }

    /** One that knows nine, of which all have answered but one, of these numbers, counted from the target, which is so late. */
    private static Lookup waitingFor(int late, Candidate.State how, boolean hasTime) {
        Lookup lookup = new Lookup(LookupNetwork.id(0), LookupNetwork.id(255), LookupSettings.DEFAULT);
        if (hasTime) {
            lookup.takeTime();
        }
        for (int i = 1; i <= 9; i++) {
            lookup.seed(contact(i), true);
        }
        List<Lookup.Step> steps = new ArrayList<>();
        for (Lookup.Step step = lookup.next(); step != null; step = lookup.next()) {
            steps.add(step);
            if (step.candidate().contact().equals(contact(late))) {
                lookup.late(step.candidate(), Candidate.State.LATE);
                lookup.late(step.candidate(), how);
            } else {
                lookup.answered(step.candidate(), new Token(7), List.of());
            }
        }
        assertThat(steps).hasSize(9);
        return lookup;
    }

    @Test
    void theClosestOfAllIsWaitedForBeyondHopeUntilItIsLost() {
        assertThat(waitingFor(2, Candidate.State.HOPELESS, false).isDone()).isTrue();
        assertThat(waitingFor(1, Candidate.State.LOST, false).isDone()).isTrue();
        Lookup lookup = waitingFor(1, Candidate.State.HOPELESS, false);
        assertThat(lookup.isDone()).isFalse();
        Candidate closest = lookup.candidates().get(0);
        lookup.answered(closest, new Token(8), List.of());
        assertThat(lookup.isDone()).isTrue();
        assertThat(lookup.answered()).contains(closest);
    }

    @Test
    void whoeverIsLostIsWaitedForWhereNobodyWaitsForTheLookup() {
        Lookup patient = waitingFor(2, Candidate.State.LOST, true);
        assertThat(patient.isDone()).isFalse();
        Candidate late = patient.candidates().get(1);
        patient.answered(late, new Token(8), List.of());
        assertThat(patient.isDone()).isTrue();
        assertThat(patient.answered()).contains(late);

        Lookup disappointed = waitingFor(2, Candidate.State.LOST, true);
        disappointed.failed(disappointed.candidates().get(1), null);
        assertThat(disappointed.isDone()).isTrue();
    }

    /** How many more it asks now; none of them answers. */
    private static int asks(Lookup lookup) {
        int asked = 0;
        while (lookup.next() != null) {
            asked++;
        }
        return asked;
    }

    @Test
    void aCloserOneThatIsHeardOfIsAskedAtOnceThoughManyFartherOnesAreBeingAsked() {
        Lookup lookup = new Lookup(LookupNetwork.id(0), LookupNetwork.id(255), LookupSettings.DEFAULT);
        for (int i = 20; i < 30; i++) {
            lookup.seed(contact(i), true);
        }
        Lookup.Step first = Objects.requireNonNull(lookup.next());
        assertThat(asks(lookup)).isEqualTo(2);

        List<Contact> closer = List.of(contact(1), contact(2), contact(3), contact(4), contact(5));
        lookup.answered(first.candidate(), new Token(1), closer);
        assertThat(asks(lookup)).isEqualTo(3);
        assertThat(lookup.candidates().subList(0, 4))
                .extracting(Candidate::state)
                .containsExactly(
                        Candidate.State.ASKED, Candidate.State.ASKED, Candidate.State.ASKED, Candidate.State.WAITING);
    }

    @Test
    void nearTheTargetTwiceAsManyAreAskedAtOnce() {
        Lookup lookup = new Lookup(LookupNetwork.id(0), LookupNetwork.id(255), LookupSettings.DEFAULT);
        for (int i = 20; i < 30; i++) {
            lookup.seed(contact(i), true);
        }
        Lookup.Step first = Objects.requireNonNull(lookup.next());
        assertThat(asks(lookup)).isEqualTo(2);

        lookup.answered(first.candidate(), new Token(1), List.of(contact(30)));
        assertThat(asks(lookup)).as("beside two").isEqualTo(4);
    }

    @Test
    void whoeverHasJustAnsweredIsNotAskedAndIsAmongThoseThatAnswered() {
        Lookup lookup = new Lookup(LookupNetwork.id(0), LookupNetwork.id(255), LookupSettings.DEFAULT);
        lookup.seed(contact(1), true);
        for (int i = 2; i <= 8; i++) {
            lookup.seedAnswered(contact(i), new Token(i));
        }
        Lookup.Step only = lookup.next();
        assertThat(only).isNotNull();
        assertThat(only.candidate().contact()).isEqualTo(contact(1));
        assertThat(lookup.isDone()).isFalse();
        lookup.answered(only.candidate(), new Token(1), List.of(contact(5), contact(9)));
        assertThat(lookup.next()).as("the ninth is too far").isNull();
        assertThat(lookup.isDone()).isTrue();
        assertThat(lookup.answered())
                .allSatisfy(c -> assertThat(c.contact()).isEqualTo(contact((int)
                        Objects.requireNonNull(c.token()).bits())))
                .hasSize(8);
    }

    /** One whose eight contacts have answered, and the first of them named seven more and a newcomer that is closer than all, which is asked; the last names those. */
    private static Lookup knowingANewcomer(boolean hasTime, List<Contact> namedLast) {
        Lookup lookup = new Lookup(LookupNetwork.id(0), LookupNetwork.id(255), LookupSettings.DEFAULT);
        if (hasTime) {
            lookup.takeTime();
        }
        for (int i = 0; i < 8; i++) {
            lookup.seed(contact(10 + i), true);
        }
        List<Contact> named = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            named.add(contact(20 + i));
        }
        named.add(contact(1));
        for (Lookup.Step step = lookup.next(); step != null; step = lookup.next()) {
            if (!step.candidate().contact().equals(contact(1))) {
                boolean isLast = step.candidate().contact().equals(contact(17));
                lookup.answered(step.candidate(), new Token(7), isLast ? namedLast : named);
                named = List.of();
            }
        }
        assertThat(lookup.candidates().get(0).contact()).isEqualTo(contact(1));
        assertThat(lookup.candidates().get(0).state()).isEqualTo(Candidate.State.ASKED);
        return lookup;
    }

    @Test
    void aNewcomerIsAskedAndNotWaitedForUnlessNobodyWaitsForTheLookup() {
        Lookup lookup = knowingANewcomer(false, List.of());
        assertThat(lookup.isDone()).isTrue();
        assertThat(lookup.answered()).hasSize(8);
        assertThat(lookup.likely()).isEqualTo(lookup.answered());
        assertThat(knowingANewcomer(true, List.of()).isDone()).isFalse();
    }

    @Test
    void aNewcomerThatAnswersCountsWhereAnotherNamesItAsOneLikeAny() {
        Lookup named = knowingANewcomer(false, List.of(contact(1)));
        assertThat(named.isDone()).as("waits for it then").isFalse();
        Candidate candidate = named.candidates().get(0);
        named.answered(candidate, new Token(8), List.of());
        assertThat(named.answered()).contains(candidate);
    }

    @Test
    void whomANewcomerNamesIsAsNewAsThat() {
        Lookup lookup = knowingANewcomer(true, List.of());
        Candidate newcomer = lookup.candidates().get(0);
        lookup.answered(newcomer, new Token(8), List.of(contact(2)));
        assertThat(lookup.likely()).doesNotContain(newcomer).hasSize(8);
        Lookup.Step step = Objects.requireNonNull(lookup.next());
        assertThat(step.candidate().contact()).isEqualTo(contact(2));
        lookup.answered(step.candidate(), new Token(9), List.of(contact(1)));
        assertThat(lookup.isDone()).isTrue();
        assertThat(lookup.answered()).doesNotContain(newcomer, step.candidate()).hasSize(8);
    }
}
