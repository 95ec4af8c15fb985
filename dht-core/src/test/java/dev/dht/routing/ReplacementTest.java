package dev.dht.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.routing.Table.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who takes whose place in a table. */
class ReplacementTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    private final Table table = new Table(Id.ZERO, new SplittableRandom(1), 0);
    private long now;
    private final List<Contact> far = new ArrayList<>();

    /** Eight in the bucket of the far half, and eight closer to us, so that no neighbourhood is in the way. */
    @BeforeEach
    void fillTheFarBucket() {
        for (int i = 0; i < 8; i++) {
            far.add(contact(0x80 + i, i));
            answers(far.get(i));
            answers(contact(0x40 + i, 8 + i));
        }
        assertThat(table.size()).isEqualTo(16);
    }

    private static Contact contact(int id, int address) {
        return new Contact(Id.of((long) id << 56, 0, 0, 0), Endpoint.v4(0x0A000000 + address, 1));
    }

    private Change answers(Contact contact) {
        now += SECOND;
        return table.answered(now, contact, -1, false, Firewall.MAY_BE_OPEN);
    }

    /** A contact is silent, though others answer. */
    private void isSilent(Contact contact) {
        answers(contact(0x41, 9));
        table.silent(now, contact, now);
    }

    private boolean isIn(Contact contact) {
        return TableModel.contacts(table.view(now)).contains(contact);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoContradictsAContactTakesItsPlaceOnceThatIsSilentTwice(boolean sameId) {
        Contact incumbent = far.get(3);
        Contact other = sameId ? new Contact(incumbent.id(), Endpoint.v4(77, 1)) : contact(0x99, 3);
        assertThat(answers(other)).isEqualTo(Change.REFUSED);
        assertThat(table.pollCheck(now)).as("asked at once").isEqualTo(incumbent);
        isSilent(incumbent);
        assertThat(isIn(incumbent)).isTrue();
        isSilent(incumbent);
        assertThat(isIn(incumbent)).isFalse();
        assertThat(isIn(other)).isTrue();
    }

    @Test
    void whoeverIsThereAnswersAndIsContradictedNoMore() {
        Contact other = new Contact(far.get(3).id(), Endpoint.v4(77, 1));
        assertThat(answers(other)).isEqualTo(Change.REFUSED);
        assertThat(answers(far.get(3))).isEqualTo(Change.KNOWN);
        isSilent(far.get(3));
        isSilent(far.get(3));
        assertThat(isIn(other)).isFalse();
        assertThat(isIn(far.get(3))).as("nobody takes its place").isTrue();
    }

    @Test
    void whoAnsweredLastOfTheReserveTakesThePlaceOfABadOne() {
        List<Contact> more = List.of(contact(0xA0, 20), contact(0xA1, 21), contact(0xA2, 22));
        more.forEach(c -> assertThat(answers(c)).isEqualTo(Change.REFUSED));
        assertThat(answers(more.get(0))).isEqualTo(Change.REFUSED);
        assertThat(table.view(now).buckets().get(0).reserve()).containsExactly(more.get(1), more.get(2), more.get(0));
        isSilent(far.get(5));
        isSilent(far.get(5));
        assertThat(isIn(far.get(5))).isFalse();
        assertThat(isIn(more.get(0))).isTrue();
        assertThat(table.pollCheck(now)).as("asked at once").isEqualTo(more.get(0));
        assertThat(table.view(now).buckets().get(0).reserve()).containsExactly(more.get(1), more.get(2));
    }

    @Test
    void theReserveHoldsTheEightThatAnsweredLast() {
        for (int i = 0; i < 10; i++) {
            answers(contact(0xA0 + i, 20 + i));
        }
        assertThat(table.view(now).buckets().get(0).reserve())
                .containsExactly(
                        contact(0xA2, 22),
                        contact(0xA3, 23),
                        contact(0xA4, 24),
                        contact(0xA5, 25),
                        contact(0xA6, 26),
                        contact(0xA7, 27),
                        contact(0xA8, 28),
                        contact(0xA9, 29));
    }

    @Test
    void whoWaitsInReserveAndContradictsAContactDoesNotEnter() {
        Contact moved = contact(0xA0, 20);
        answers(contact(0xA1, 21));
        answers(moved);
        // Somebody else is at its endpoint now, in another bucket.
        Contact there = contact(0x20, 20);
        assertThat(answers(there)).isEqualTo(Change.ADDED);
        isSilent(far.get(5));
        isSilent(far.get(5));
        assertThat(isIn(moved)).isFalse();
        assertThat(isIn(there)).isTrue();
        assertThat(isIn(contact(0xA1, 21))).isTrue();
    }

    @Test
    void whereSomebodyNewWaitsTheOneNotHeardFromForLongestIsAskedAtOnce() {
        for (int i = 0; i < 8; i++) {
            if (i != 6) {
                now += SECOND;
                answers(far.get(i));
            }
        }
        now = 15 * MINUTE + 15 * SECOND;
        answers(contact(0x40, 8));
        for (Contact due = table.pollCheck(now); due != null; due = table.pollCheck(now)) {
            assertThat(isIn(due)).isTrue();
        }
        assertThat(answers(contact(0xA0, 20))).isEqualTo(Change.REFUSED);
        assertThat(table.pollCheck(now)).isEqualTo(far.get(6));
        assertThat(table.pollCheck(now)).isNull();
    }

    @Test
    void ofTwoBadOnesTheOneSilentMoreOftenLeaves() {
        isSilent(far.get(1));
        isSilent(far.get(1));
        for (int i = 0; i < 3; i++) {
            isSilent(far.get(4));
        }
        assertThat(answers(contact(0xA0, 20))).isEqualTo(Change.ADDED);
        assertThat(isIn(far.get(4))).isFalse();
        assertThat(answers(contact(0xA1, 21))).isEqualTo(Change.ADDED);
        assertThat(isIn(far.get(1))).isFalse();
        assertThat(answers(contact(0xA2, 22))).isEqualTo(Change.REFUSED);
    }

    @Test
    void atMostSixteenWaitForThoseTheyContradictAndTheOldestGivesWay() {
        Challenges challenges = new Challenges();
        for (int i = 0; i <= Challenges.LIMIT; i++) {
            challenges.put(contact(i, i).id(), new Challenges.Newcomer(contact(100 + i, i), i));
        }
        challenges.put(contact(5, 5).id(), new Challenges.Newcomer(contact(200, 5), 50));
        assertThat(challenges.remove(contact(0, 0).id())).as("the oldest").isNull();
        assertThat(challenges.remove(contact(5, 5).id())).isEqualTo(new Challenges.Newcomer(contact(200, 5), 50));
        assertThat(challenges.remove(contact(5, 5).id())).as("waits no more").isNull();
        for (int i = 1; i <= Challenges.LIMIT; i++) {
            assertThat(challenges.remove(contact(i, i).id()) == null).isEqualTo(i == 5);
        }
    }

    /** Who answers as fast as that, out of a silence, and was named by somebody. */
    private Change answersIn(long milliseconds, Contact contact, Firewall firewall) {
        now += SECOND;
        return table.answered(now, contact, milliseconds * 1_000_000, true, firewall);
    }

    private static Contact near(int index) {
        return contact(0xA0 + index, 32 + index);
    }

    @Test
    void halfOfABucketGiveWayToNearerOnesAndTheOtherHalfToNobodyHoweverFastAndSlowThoseAre() {
        for (int i = 0; i < 8; i++) {
            assertThat(answersIn(30 + 15 * i, far.get(i), Firewall.IS_SHUT)).isEqualTo(Change.KNOWN);
        }
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 8; i++) {
                answersIn(1, near(8 * round + i), Firewall.IS_SHUT);
            }
            for (int i = 0; i < 8 * round + 8; i++) {
                answersIn(3_000, near(i), Firewall.IS_SHUT);
            }
        }
        assertThat(far).filteredOn(this::isIn).isEqualTo(far.subList(0, 4));
        assertThat(table.size()).isEqualTo(16);
    }

    @Test
    void theFarthestOfTheSecondHalfGivesWayToWhoIsNearerByAFifthAndWaits() {
        for (int i = 0; i < 8; i++) {
            answersIn(far.size() - 1 == i ? 75 : 39, far.get(i), Firewall.IS_SHUT);
        }
        assertThat(answersIn(62, near(0), Firewall.IS_SHUT)).isEqualTo(Change.REFUSED);
        assertThat(answersIn(59, near(1), Firewall.MAY_BE_OPEN))
                .as("not proven")
                .isEqualTo(Change.REFUSED);
        assertThat(answersIn(59, near(2), Firewall.SEEMS_SHUT)).isEqualTo(Change.ADDED);
        assertThat(isIn(far.get(7))).isFalse();
        assertThat(table.view(now).buckets().get(0).reserve()).contains(far.get(7));
    }

    @Test
    void whoWasDoubtedInReserveIsNotTakenForNearByAGuess() {
        far.forEach(contact -> answersIn(300, contact, Firewall.IS_SHUT));
        assertThat(answersIn(1, near(0), Firewall.SEEMS_SHUT)).isEqualTo(Change.ADDED);
        isSilent(near(0));
        answersIn(290, near(0), Firewall.MAY_BE_OPEN);
        for (int i = 1; i < 5; i++) {
            assertThat(answersIn(100, near(i), Firewall.IS_SHUT)).isEqualTo(Change.ADDED);
        }
        assertThat(isIn(near(0))).isFalse();
        assertThat(answersIn(1, near(0), Firewall.SEEMS_SHUT)).isEqualTo(Change.REFUSED);
        assertThat(answersIn(1, near(0), Firewall.IS_SHUT)).isEqualTo(Change.ADDED);
    }
}
