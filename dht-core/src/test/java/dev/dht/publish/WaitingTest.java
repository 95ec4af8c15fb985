package dev.dht.publish;

import static dev.dht.publish.ByHand.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who waits for an entry to be stored: storing begins early for them, and they hear of its end. */
class WaitingTest {
    private final List<String> heard = new ArrayList<>();
    private final ByHand byHand = new ByHand();

    private Entry.Listener listener(String name) {
        return (now, entry, deleted) -> heard.add(name + (deleted ? " deleted" : " stored"));
    }

    /** The look-up of an entry that somebody waits for. */
    private Wanted begun() {
        byHand.publisher.enter(0, ByHand.ID, 1, listener("first"));
        return Objects.requireNonNull(byHand.publisher.pollRound(0));
    }

    @Test
    void whoEntersHearsOnceWhenTheRoundEnds() {
        assertThat(byHand.publisher.enter(0, ByHand.ID, 1, listener("first"))).isEqualTo(Entered.NEW);
        assertThat(heard).isEmpty();
        byHand.settle();
        assertThat(heard).containsExactly("first stored");
        byHand.pass(SECOND);
        assertThat(byHand.publisher.enter(byHand.now, ByHand.ID, 1, listener("again")))
                .isEqualTo(Entered.AGAIN);
        byHand.settle();
        assertThat(heard).containsExactly("first stored", "again stored");
        assertThat(byHand.lastRound()).isEqualTo(byHand.now);
        assertThat(byHand.entry().publishedAt()).isEqualTo(byHand.now);
    }

    @Test
    void whoWaitsHearsThatItIsDeletedOrGotAnotherPort() {
        byHand.publisher.enter(0, ByHand.ID, 1, listener("first"));
        Entry first = byHand.entry();
        assertThat(byHand.publisher.enter(0, ByHand.ID, 2, listener("second"))).isEqualTo(Entered.NEW);
        assertThat(first.isDeleted()).isTrue();
        assertThat(byHand.entry().isDeleted()).isFalse();
        byHand.publisher.close(0);
        assertThat(heard).containsExactly("first deleted", "second deleted");
        assertThat(byHand.publisher.entries()).isEmpty();
        assertThat(byHand.publisher.underReplicated()).isZero();
        assertThat(byHand.publisher.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whereSomebodyWaitsStoringBeginsBeforeTheLookUpEnds() {
        Wanted wanted = begun();
        byHand.publisher.likely(0, wanted, byHand.reachable().subList(2, 4));
        byHand.settle();
        assertThat(byHand.stored(0)).containsExactly(2, 3);
        // Tell it of the same again, and of one that is not among the closest in the end.
        byHand.publisher.likely(SECOND, wanted, byHand.reachable().subList(3, 5));
        byHand.publisher.likely(SECOND, wanted, byHand.reachable().subList(10, 11));
        byHand.now = SECOND;
        byHand.settle();
        assertThat(byHand.stored(0)).containsExactly(2, 3, 10);
        assertThat(heard).isEmpty();
        byHand.publisher.found(SECOND, wanted, byHand.reachable(), true);
        byHand.settle();
        assertThat(byHand.stored(0)).containsExactly(2, 3, 10, 0, 1, 4, 5, 6, 7);
        assertThat(heard).containsExactly("first stored");
        assertThat(byHand.holders()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(byHand.publisher.underReplicated()).isZero();
    }

    @Test
    void whatWasLikelyBeforeTheMachineSleptIsVoid() {
        Wanted wanted = begun();
        byHand.publisher.renewAll(0);
        byHand.publisher.likely(0, wanted, byHand.reachable());
        assertThat(byHand.publisher.pollTask(0)).isNull();
        byHand.publisher.found(0, wanted, byHand.reachable(), true);
        assertThat(byHand.publisher.pollTask(0)).isNull();
        byHand.settle();
        assertThat(heard).containsExactly("first stored");
    }

    @Test
    void whatBeganEarlyIsVoidToo() {
        Wanted wanted = begun();
        byHand.publisher.likely(0, wanted, byHand.reachable().subList(0, 3));
        Task task = Objects.requireNonNull(byHand.publisher.pollTask(0));
        byHand.publisher.renewAll(0);
        byHand.publisher.silent(0, task, "silent");
        assertThat(byHand.publisher.pollTask(0)).as("with a token of before").isNull();
        byHand.publisher.found(0, wanted, byHand.reachable(), true);
        byHand.settle();
        assertThat(byHand.stored(0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(heard).containsExactly("first stored");
    }

    @Test
    void whatIsBeingStoredWhenTheMachineSleepsIsStoredAnew() {
        Wanted wanted = begun();
        byHand.publisher.found(0, wanted, byHand.reachable(), true);
        Task task = Objects.requireNonNull(byHand.publisher.pollTask(0));
        byHand.publisher.renewAll(0);
        byHand.publisher.notSent(0, task);
        assertThat(byHand.publisher.pollTask(0)).as("with a token of before").isNull();
        byHand.settle();
        assertThat(byHand.stored(0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(heard).containsExactly("first stored");
    }

    @Test
    void whoWasAskedTooEarlyIsNeverInThePlaceOfOneThatIsCloser() {
        Wanted wanted = begun();
        byHand.publisher.likely(0, wanted, byHand.reachable().subList(10, 11));
        Task early = Objects.requireNonNull(byHand.publisher.pollTask(0));
        byHand.publisher.found(0, wanted, byHand.reachable(), true);
        byHand.publisher.silent(0, early, "silent");
        byHand.settle();
        assertThat(byHand.stored(0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void whatWasNotAskedInTimeIsAskedWhenTheLookUpEnds() {
        Wanted wanted = begun();
        byHand.publisher.likely(0, wanted, byHand.reachable().subList(0, 3));
        byHand.now = 5 * ByHand.MINUTE;
        assertThat(byHand.publisher.pollTask(byHand.now))
                .as("with an old token")
                .isNull();
        byHand.publisher.found(byHand.now, wanted, byHand.reachable(), true);
        byHand.settle();
        assertThat(byHand.stored(0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void whereTheLookUpFindsNobodyElseInTheEndThoseAskedEarlyHoldIt() {
        Wanted wanted = begun();
        byHand.publisher.likely(0, wanted, byHand.reachable().subList(0, 3));
        byHand.settle();
        byHand.publisher.found(0, wanted, List.of(), false);
        byHand.settle();
        assertThat(byHand.holders()).containsExactly(0, 1, 2);
        assertThat(heard).containsExactly("first stored");
        assertThat(byHand.publisher.underReplicated()).isOne();
    }
}
