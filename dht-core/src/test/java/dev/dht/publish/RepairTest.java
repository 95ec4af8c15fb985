package dev.dht.publish;

import static dev.dht.publish.ByHand.MINUTE;
import static dev.dht.publish.ByHand.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dht.check.Property;
import dev.dht.id.Id;
import dev.dht.publish.ByHand.Mood;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** When an entry is stored again and checked, and who hears of it: the rules, one by one. */
class RepairTest {
    private final List<String> heard = new ArrayList<>();

    private Entry.Listener listener(String name) {
        return (now, entry, deleted) -> heard.add(name + (deleted ? " deleted" : " stored"));
    }

    // Where all is well

    @Test
    void itIsStoredAtTheEightClosestAndEachIsAskedForItAtOnce() {
        ByHand byHand = ByHand.stored();
        assertThat(byHand.holders()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(byHand.checked(0, 0)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(byHand.entry().holders()).allMatch(h -> h.acknowledgedAt() == 0 && h.verifiedAt() == 0);
        assertThat(byHand.entry().failures()).isEmpty();
        assertThat(byHand.publisher.underReplicated()).isZero();
        assertThat(byHand.publisher.wanted()).isEqualTo(8);
    }

    @Test
    void holdersAreAskedEveryTenMinutesAndItIsRenewedBetween41And44() {
        ByHand byHand = ByHand.stored();
        assertThat(byHand.entry().renewAt()).isBetween(41 * MINUTE, 44 * MINUTE);
        byHand.pass(41 * MINUTE - 1);
        assertThat(byHand.rounds).containsExactly(0L);
        for (int i = 1; i <= 4; i++) {
            assertThat(byHand.checked(i * 10 * MINUTE, i * 10 * MINUTE + SECOND))
                    .hasSize(8);
        }
        assertThat(byHand.checked(1, 41 * MINUTE)).hasSize(32);
        byHand.pass(8 * MINUTE);
        assertThat(byHand.rounds).hasSize(2);
        assertThat(byHand.entry().publishedAt()).isEqualTo(byHand.lastRound());
    }

    @Test
    void afterTheMachineSleptItIsStoredAgainAtOnceAndWhatWasUnderWayIsVoid() {
        ByHand byHand = ByHand.stored();
        byHand.publisher.enter(0, ByHand.ID, 1, null);
        Wanted before = Objects.requireNonNull(byHand.publisher.pollRound(0));
        byHand.now = 120 * MINUTE;
        byHand.publisher.renewAll(byHand.now);
        byHand.publisher.found(byHand.now, before, byHand.reachable(), true);
        for (Task task = byHand.publisher.pollTask(byHand.now);
                task != null;
                task = byHand.publisher.pollTask(byHand.now)) {
            assertThat(task.isStore()).as("with an old token").isFalse();
            byHand.publisher.gaveBack(byHand.now, task);
        }
        byHand.settle();
        assertThat(byHand.lastRound()).isEqualTo(byHand.now);
        assertThat(byHand.entry().holders()).hasSize(8).allMatch(h -> h.acknowledgedAt() == byHand.now);
    }

    @Test
    void afterTheMachineSleptNobodyIsTrustedToHoldWhatIsBeingStored() {
        ByHand byHand = new ByHand();
        byHand.publisher.enter(0, ByHand.ID, 1, null);
        Wanted wanted = Objects.requireNonNull(byHand.publisher.pollRound(0));
        byHand.publisher.found(0, wanted, byHand.reachable(), true);
        Task first = Objects.requireNonNull(byHand.publisher.pollTask(0));
        byHand.publisher.stored(0, first);
        byHand.now = 120 * MINUTE;
        byHand.publisher.renewAll(byHand.now);
        byHand.settle();
        assertThat(byHand.entry().holders()).allMatch(h -> h.acknowledgedAt() == byHand.now);
        byHand.now += MINUTE;
        byHand.publisher.renewAll(byHand.now);
        byHand.settle();
        assertThat(byHand.lastRound()).isEqualTo(byHand.now);
        assertThat(byHand.entry().holders()).hasSize(8).allMatch(h -> h.acknowledgedAt() == byHand.now);
    }

    @Test
    void whatIsDeletedIsLeftAloneAndMakesRoom() {
        ByHand byHand = new ByHand();
        byHand.publisher.enter(0, ByHand.ID, 1, listener("first"));
        assertThat(byHand.publisher.underReplicated()).as("held by nobody").isOne();
        assertThat(byHand.publisher.enter(0, Id.of(1, 0, 0, 0), 1, null)).isEqualTo(Entered.NEW);
        assertThat(byHand.publisher.enter(0, Id.of(2, 0, 0, 0), 1, listener("full")))
                .isEqualTo(Entered.FULL);
        assertThat(byHand.publisher.delete(0, Id.of(1, 0, 0, 0))).isTrue();
        byHand.settle();
        assertThat(byHand.publisher.delete(0, ByHand.ID)).isTrue();
        assertThat(byHand.publisher.entries().get(ByHand.ID)).isNull();
        assertThat(byHand.publisher.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(heard).containsExactly("first stored");
    }

    // Where somebody does not take it

    @Test
    void whoeverDoesNotTakeItIsNamedWithTheReasonAndTheNextIsAsked() {
        ByHand byHand = new ByHand();
        byHand.all(Mood.SILENT, 0);
        byHand.all(Mood.UNREACHABLE, 2);
        byHand.all(Mood.FORGETS, 4);
        byHand.all(Mood.GIVES_99_OTHERS, 5);
        byHand.all(Mood.GIVES_100_OTHERS, 6);
        Entry entry = byHand.enter();
        assertThat(byHand.holders()).containsExactly(1, 3, 6, 7, 8, 9, 10, 11);
        assertThat(entry.failures())
                .containsEntry(byHand.node(0), "silent")
                .containsEntry(byHand.node(4), "forgot")
                .containsOnlyKeys(byHand.node(0), byHand.node(2), byHand.node(4), byHand.node(5));
        assertThat(entry.failures().get(byHand.node(2))).contains("network");
        assertThat(entry.failures().get(byHand.node(5))).contains("other endpoints");
        assertThat(entry.holders())
                .filteredOn(h -> h.verifiedAt() == Holder.NEVER)
                .hasSize(1);
    }

    @Test
    void whereTooFewTakeItItIsTriedAgainSoonAndThenMoreAndMoreSeldom() {
        ByHand byHand = new ByHand();
        byHand.gone(3, 4, 5, 6, 7, 8, 9, 10, 11);
        byHand.enter();
        assertThat(byHand.publisher.underReplicated()).isOne();
        byHand.pass(300 * MINUTE);
        long wait = 30 * SECOND;
        for (int i = 1; i < byHand.rounds.size(); i++) {
            assertThat(byHand.rounds.get(i) - byHand.rounds.get(i - 1)).isBetween(wait, wait + wait / 4 + 1);
            wait = Math.min(2 * wait, 32 * MINUTE);
        }
        assertThat(byHand.rounds).hasSizeGreaterThan(10);
        assertThat(byHand.holders()).containsExactly(0, 1, 2);
        byHand.gone.clear();
        byHand.pass(40 * MINUTE);
        assertThat(byHand.holders()).hasSize(8);
        assertThat(byHand.publisher.underReplicated()).isZero();
    }

    @Test
    void aNewNeighbourIsOfferedWhatFewHoldAfterASecondAndEveryTenSecondsAtMost() {
        ByHand byHand = new ByHand();
        byHand.gone(3, 4, 5, 6, 7, 8, 9, 10, 11);
        byHand.enter();
        byHand.pass(20 * SECOND);
        for (int i = 0; i < 9; i++) {
            byHand.publisher.neighbourhoodChanged(byHand.now);
            byHand.pass(SECOND);
        }
        assertThat(byHand.rounds).containsExactly(0L, 21 * SECOND);
        byHand.gone.clear();
        byHand.pass(3 * SECOND);
        assertThat(byHand.rounds).containsExactly(0L, 21 * SECOND, 31 * SECOND);
        assertThat(byHand.holders()).hasSize(8);
        byHand.publisher.neighbourhoodChanged(byHand.now);
        byHand.pass(5 * MINUTE);
        assertThat(byHand.rounds).as("nothing to offer").hasSize(3);
    }

    // Where holders are lost

    @Test
    void oneLostHolderIsMadeGoodWithinFiveMinutesAndThreeAtOnce() {
        ByHand byHand = ByHand.stored();
        byHand.pass(MINUTE);
        byHand.all(Mood.FORGETS, 2, 3);
        byHand.pass(9 * MINUTE);
        assertThat(byHand.holders()).containsExactly(0, 1, 4, 5, 6, 7);
        assertThat(byHand.entry().failures()).containsOnlyKeys(byHand.node(2), byHand.node(3));
        assertThat(byHand.publisher.underReplicated()).isOne();
        assertThat(byHand.entry().renewAt()).isBetween(10 * MINUTE, 15 * MINUTE);
        byHand.moods.clear();
        byHand.pass(5 * MINUTE);
        assertThat(byHand.holders()).hasSize(8);
        assertThat(byHand.publisher.underReplicated()).isZero();

        ByHand worse = ByHand.stored();
        worse.pass(MINUTE);
        worse.all(Mood.FORGETS, 2, 3, 4);
        worse.pass(9 * MINUTE);
        assertThat(worse.lastRound()).isEqualTo(10 * MINUTE);
        assertThat(worse.holders()).hasSize(8).doesNotContain(2, 3, 4);
    }

    @Test
    void aSilentHolderIsAskedOnceMoreBeforeItIsLost() {
        ByHand byHand = ByHand.stored();
        byHand.pass(MINUTE);
        byHand.all(Mood.SILENT, 5);
        byHand.pass(9 * MINUTE + 29 * SECOND);
        assertThat(byHand.holders()).contains(5);
        byHand.pass(SECOND);
        assertThat(byHand.checked(10 * MINUTE + 30 * SECOND, byHand.now)).contains(5);
        assertThat(byHand.holders()).doesNotContain(5);
        assertThat(byHand.entry().failures()).containsEntry(byHand.node(5), "silent");

        ByHand back = ByHand.stored();
        back.pass(MINUTE);
        for (int i = 0; i < 2; i++) {
            back.all(Mood.SILENT, 5);
            back.pass(i == 0 ? 9 * MINUTE : 10 * MINUTE - 30 * SECOND);
            back.moods.clear();
            back.pass(30 * SECOND);
            assertThat(back.holders()).as("silent once").contains(5);
        }
        assertThat(back.rounds).containsExactly(0L);
    }

    @Test
    void whoeverGaveAHundredOthersMayHaveOursAmongTheRest() {
        ByHand byHand = ByHand.stored();
        byHand.pass(MINUTE);
        byHand.all(Mood.GIVES_100_OTHERS, 1);
        byHand.all(Mood.GIVES_99_OTHERS, 2);
        byHand.pass(9 * MINUTE);
        assertThat(byHand.holders()).contains(1).doesNotContain(2);
    }

    @Test
    void whereNobodyAtAllAnswersNobodyIsBlamedAndARoundOfStoringFindsOut() {
        ByHand byHand = ByHand.stored();
        byHand.pass(MINUTE);
        byHand.all(Mood.OUT_OF_TOUCH, 0, 1, 2, 3, 4, 5, 6, 7);
        byHand.pass(9 * MINUTE);
        assertThat(byHand.holders()).hasSize(8);
        assertThat(byHand.entry().renewAt()).isEqualTo(10 * MINUTE + 30 * SECOND);
        byHand.moods.clear();
        byHand.pass(30 * SECOND);
        assertThat(byHand.lastRound()).isEqualTo(byHand.now);
    }

    @Test
    void whereAHolderWasReplacedItIsStoredAgainWhenNobodyNamesTheDeadAnyMore() {
        ByHand byHand = ByHand.stored();
        byHand.gone(2);
        byHand.pass(44 * MINUTE);
        assertThat(byHand.holders()).containsExactly(0, 1, 3, 4, 5, 6, 7, 8);
        assertThat(byHand.entry().renewAt() - byHand.lastRound()).isEqualTo(16 * MINUTE);
        byHand.pass(16 * MINUTE);
        assertThat(byHand.entry().renewAt() - byHand.lastRound()).isBetween(41 * MINUTE, 44 * MINUTE);
    }

    @Test
    void whereACloserNodeCameNothingWasLost() {
        ByHand byHand = new ByHand();
        byHand.gone(2);
        byHand.enter();
        byHand.gone.clear();
        byHand.pass(44 * MINUTE);
        assertThat(byHand.holders()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(byHand.entry().renewAt() - byHand.lastRound()).isBetween(41 * MINUTE, 44 * MINUTE);
    }

    @Test
    void whereMostHoldersWereReplacedItIsStoredAgainInFiveMinutes() {
        ByHand byHand = new ByHand();
        byHand.gone(8, 9, 10, 11);
        byHand.enter();
        // Four of eight are half of them.
        byHand.gone.clear();
        byHand.gone(0, 1, 2, 3);
        byHand.pass(44 * MINUTE);
        assertThat(byHand.entry().renewAt() - byHand.lastRound()).isEqualTo(16 * MINUTE);

        ByHand most = new ByHand(16);
        most.enter();
        most.gone(0, 1, 2, 3, 4);
        most.pass(most.entry().renewAt());
        assertThat(most.holders()).containsExactly(5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(most.entry().renewAt() - most.lastRound()).isEqualTo(5 * MINUTE);
    }

    @Test
    void whoTookItBeforeHoldsItUntilItsHourIsOver() {
        ByHand byHand = ByHand.stored();
        byHand.gone(0, 1, 2, 3, 4);
        byHand.all(Mood.SILENT, 8, 9, 10, 11);
        byHand.pass(44 * MINUTE);
        assertThat(byHand.holders()).hasSize(8).contains(0, 5, 6, 7);
        assertThat(byHand.publisher.underReplicated()).isOne();
        byHand.pass(59 * MINUTE - byHand.now);
        assertThat(byHand.holders()).hasSize(8);
        byHand.pass(64 * MINUTE);
        assertThat(byHand.holders()).containsExactly(5, 6, 7);
    }

    // The budget

    @Test
    void beyondTheBudgetNobodyIsAskedAndItCountsAsStoredAllTheSame() {
        ByHand byHand = new ByHand(12, 0.01);
        byHand.enter();
        assertThat(byHand.checked(0, 0)).hasSize(1);
        assertThat(byHand.holders()).hasSize(8);
        assertThat(byHand.publisher.underReplicated()).isZero();
        assertThat(byHand.entry().holders())
                .filteredOn(h -> h.verifiedAt() == 0)
                .hasSize(1);
        byHand.pass(41 * MINUTE - 1);
        // Eight of them take 800 seconds to save up for.
        assertThat(byHand.checked(1, byHand.now)).hasSize(24);
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThat(new PublishSettings(1, 1, 1, 1, 1, 0.1, true).withRenewal(false))
                .isEqualTo(new PublishSettings(1, 1, 1, 1, 1, 0.1, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new PublishSettings(0, 1, 1, 1, 1, 1, true));
        assertThatIllegalArgumentException().isThrownBy(() -> new PublishSettings(1, 0, 1, 1, 1, 1, true));
        assertThatIllegalArgumentException().isThrownBy(() -> new PublishSettings(1, 1, 0, 1, 1, 1, true));
        assertThatIllegalArgumentException().isThrownBy(() -> new PublishSettings(1, 1, 1, 0, 1, 1, true));
        assertThatIllegalArgumentException().isThrownBy(() -> new PublishSettings(1, 1, 1, 1, 1, 0, true));
    }

    @Test
    void noMoreIsSpentThanTheBudgetAndWhatItSaysIsAvailableIs() {
        Property.check(choices -> {
            int perSecond = choices.between(1, 20);
            Budget budget = new Budget(perSecond, 20, 0);
            long now = 0;
            double spent = 0;
            for (int i = choices.below(60); i > 0; i--) {
                int count = choices.between(1, 8);
                boolean may = budget.spend(now, count);
                double room = 20.0 * perSecond + perSecond * (now / 1e9);
                spent += may ? count : 0;
                assertThat(spent).as("spent").isLessThanOrEqualTo(room + 0.01);
                if (!may) {
                    long at = budget.availableAt(count);
                    assertThat(at).isBetween(now, now + (count + 1) * SECOND / perSecond);
                    assertThat(budget.spend(at - SECOND / (20 * perSecond), count))
                            .as("too early")
                            .isFalse();
                    assertThat(budget.spend(at, count)).isTrue();
                    spent += count;
                    now = at;
                } else {
                    now += choices.below(SECOND / 4);
                }
            }
        });
    }
}
