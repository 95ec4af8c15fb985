package dev.dht.app.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.DhtException;
import dev.dht.api.Receipt;
import dev.dht.app.FakeDht;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is shared is entered, also where the node refuses at first. */
class EnteringTest {
    private static final int PORT = 8080;
    private static final Id ONE = Id.of(1, 0, 0, 0);
    private static final Id TWO = Id.of(2, 0, 0, 0);
    private static final Id THREE = Id.of(3, 0, 0, 0);
    private static final String WELL = "all that is shared is entered now";
    private static final DhtException FULL = new DhtException(DhtException.Reason.BUSY, "the disk is full");

    private final FakeDht dht = new FakeDht();
    private final List<String> remarks = new ArrayList<>();
    private final Entering entering = new Entering(dht, PORT, this::told);
    private Consumer<String> remarkMore = text -> {};

    private void told(String text) {
        remarks.add(text);
        remarkMore.accept(text);
    }

    private static Set<Id> ids(Id... ids) {
        return new LinkedHashSet<>(List.of(ids));
    }

    @Test
    void whatIsNewIsEnteredOnceAndWhatIsNotWantedIsDeleted() {
        entering.want(ids(ONE, TWO));
        entering.want(ids(ONE, TWO));
        entering.again();

        assertThat(dht.enters).hasValue(2);
        assertThat(dht.entry(ONE).orElseThrow().port()).isEqualTo(PORT);

        entering.want(ids(TWO));

        assertThat(dht.entry(ONE)).isEmpty();
        assertThat(dht.entry(TWO)).isPresent();
        assertThat(remarks).isEmpty();
    }

    @Test
    void whatFailsIsTriedAgainUntilItIsEnteredAndAPersonIsToldTwice() {
        dht.failure = FULL;
        entering.want(ids(ONE, TWO));
        assertThat(remarks)
                .singleElement()
                .asString()
                .contains(ONE.hex(), "was not entered: the disk is full", "tried again");
        entering.again();

        dht.failure = null;
        entering.again();
        assertThat(dht.entry(ONE)).as("two times are let pass").isEmpty();
        entering.again();

        assertThat(dht.entry(ONE)).isPresent();
        assertThat(dht.entry(TWO)).isPresent();
        assertThat(remarks).hasSize(2);
        assertThat(remarks.get(1)).isEqualTo(WELL);
        int enters = dht.enters.get();
        entering.again();
        assertThat(dht.enters).as("what is entered is not entered again").hasValue(enters);
    }

    @Test
    void itIsTriedLessAndLessOftenAndNeverGivenUp() {
        dht.failure = FULL;
        entering.want(ids(ONE));
        List<Integer> tried = new ArrayList<>();
        for (int time = 1; time <= 80; time++) {
            int before = dht.enters.get();
            entering.again();
            if (dht.enters.get() > before) {
                tried.add(time);
            }
            // Asked for what is shared, as strangers can have it done, it does not try sooner.
            entering.want(ids(ONE));
        }

        assertThat(tried).containsExactly(1, 3, 7, 15, 31, 47, 63, 79);
        assertThat(remarks).hasSize(1);
    }

    @Test
    void whatIsNoLongerWantedIsNotTriedAgainAndWhenNothingElseFailsThatIsSaid() {
        dht.failure = FULL;
        entering.want(ids(ONE));
        dht.failure = null;

        entering.want(ids(TWO));
        entering.again();

        assertThat(dht.entry(ONE)).isEmpty();
        assertThat(remarks).hasSize(2).element(1).asString().contains("entered now");
    }

    @Test
    void notAllIsEnteredWhileWhatAFileHasBecomeIsEnteredForTheFirstTime() {
        dht.failure = FULL;
        entering.want(ids(ONE));
        dht.failure = null;
        dht.holdEnters = true;

        entering.want(ids(TWO));
        assertThat(remarks).as("told of the failure alone").hasSize(1);

        dht.heldEnters.get(TWO).completeExceptionally(FULL);
        assertThat(remarks).as("it is the same trouble").hasSize(1);
        dht.holdEnters = false;
        entering.again();
        assertThat(remarks).hasSize(2).element(1).isEqualTo(WELL);
    }

    @Test
    void notAllIsEnteredWhenOneRecoversWhileAnotherIsUnderWay() {
        dht.failure = FULL;
        entering.want(ids(ONE));
        dht.failure = null;
        dht.holdEnters = true;
        entering.want(ids(ONE, TWO));
        dht.holdEnters = false;

        entering.again();
        assertThat(dht.entry(ONE)).isPresent();
        assertThat(remarks).as("told of the failure alone").hasSize(1);

        dht.heldEnters.get(TWO).complete(dht.entry(TWO).orElseThrow());
        assertThat(remarks).hasSize(2).element(1).isEqualTo(WELL);
    }

    @Test
    void notAllIsEnteredWhenTheFirstOfSeveralIs() {
        dht.failure = FULL;
        entering.want(ids(ONE));
        dht.failure = null;
        List<Optional<Receipt>> thirdWhenWell = new ArrayList<>();
        remarkMore = text -> thirdWhenWell.add(dht.entry(THREE));

        entering.want(ids(TWO, THREE));

        assertThat(thirdWhenWell).singleElement().matches(Optional::isPresent);
    }

    @Test
    void aDeletionThatIsRefusedIsTriedAgainUntilItIsDone() {
        entering.want(ids(ONE, TWO));
        dht.failure = FULL;
        entering.want(ids(TWO));
        assertThat(remarks).singleElement().asString().contains(ONE.hex(), "was not deleted: the disk is full");
        entering.again();

        dht.failure = null;
        entering.again();
        assertThat(dht.entry(ONE)).as("two times are let pass").isPresent();
        entering.again();

        assertThat(dht.entry(ONE)).isEmpty();
        assertThat(dht.entry(TWO)).isPresent();
        assertThat(remarks).hasSize(2).element(1).isEqualTo(WELL);
    }

    @Test
    void whatAnEarlierRunEnteredIsDeletedThoughItIsRefusedAtFirst() {
        dht.enter(ONE, PORT);
        dht.failure = FULL;
        entering.withdraw(ONE);
        dht.failure = null;

        entering.want(ids(TWO));
        entering.again();

        assertThat(dht.entry(ONE)).isEmpty();
        assertThat(dht.entry(TWO)).isPresent();
    }

    @Test
    void whatIsWantedAgainIsNoLongerDeleted() {
        entering.want(ids(ONE));
        dht.failure = FULL;
        entering.want(ids());
        dht.failure = null;

        entering.want(ids(ONE));
        entering.again();
        entering.again();

        assertThat(dht.entry(ONE)).isPresent();
        assertThat(remarks).hasSize(2).element(1).isEqualTo(WELL);
    }

    @Test
    void ofMoreDeletionsThanItKeepsTheOldestAreGivenUpAndThatIsSaidOnce() {
        Entering small = new Entering(dht, PORT, remarks::add, 1);
        small.want(ids(ONE, TWO, THREE));
        dht.failure = FULL;

        small.want(ids(TWO, THREE));
        small.want(ids(THREE));
        small.want(ids());
        assertThat(remarks)
                .hasSize(2)
                .element(1)
                .asString()
                .contains(ONE.hex() + " may stay entered", "more than 1 wait");
        dht.failure = null;
        small.again();

        assertThat(dht.entry(ONE)).isPresent();
        assertThat(dht.entry(TWO)).isPresent();
        assertThat(dht.entry(THREE)).isEmpty();
    }

    @Test
    void theyAreTriedAgainInTheOrderInWhichTheyAreShared() {
        List<Id> shared = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            shared.add(Id.of(31L * i % 32 + 1, 0, 0, 0));
        }
        dht.failure = FULL;
        entering.want(new LinkedHashSet<>(shared));
        dht.failure = null;
        dht.order.clear();

        entering.again();

        assertThat(dht.order).containsExactlyElementsOf(shared);
    }

    @Test
    void whatFailsBecauseItEndsIsNotSaid() {
        dht.failure = FULL;
        entering.close();

        entering.want(ids(ONE));

        assertThat(remarks).isEmpty();
    }
}
