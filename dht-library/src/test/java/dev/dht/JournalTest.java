package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final Id ID = Id.of(1, 2, 3, 4);

    private final List<CompletableFuture<Void>> atDisk = new ArrayList<>();
    private final List<Integer> written = new ArrayList<>();
    private final List<String> given = new ArrayList<>();
    private int held = 7;
    private final Journal journal = new Journal(this::write, (id, port) -> port.accept(held));

    private CompletableFuture<Void> write(Id id, int port) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        atDisk.add(done);
        written.add(port);
        return done;
    }

    private CompletableFuture<String> taken(String what) {
        given.add(what);
        return CompletableFuture.completedFuture(what);
    }

    private static DhtException busy(String message) {
        return new DhtException(Reason.BUSY, message);
    }

    @Test
    void theNodeSeesChangesInTheOrderOfTheDiskWhateverIsDoneFirst() {
        var first = journal.enter(ID, 1, () -> taken("enter 1"));
        var second = journal.delete(ID, () -> taken("delete"));
        var third = journal.enter(ID, 3, () -> taken("enter 3"));
        atDisk.get(2).complete(null);
        atDisk.get(1).completeExceptionally(busy("the disk is full"));
        assertThat(given).isEmpty();

        atDisk.get(0).complete(null);

        assertThat(given).containsExactly("enter 1", "delete", "enter 3");
        assertThat(first).isCompletedWithValue("enter 1");
        assertThat(third).isCompletedWithValue("enter 3");
        assertThatThrownBy(second::join).hasMessageContaining("the disk is full");
    }

    @Test
    void whatTheDiskRefusesIsNotEnteredAndTheDiskIsLeftAsItIs() {
        var entered = journal.enter(ID, 1, () -> taken("enter 1"));
        atDisk.get(0).completeExceptionally(busy("the disk is full"));
        assertThatThrownBy(entered::join).hasMessageContaining("the disk is full");
        assertThat(given).isEmpty();
        assertThat(written).containsExactly(1);
    }

    @Test
    void whereTheNodeRefusesTheDiskIsGivenBackWhatTheNodeHas() {
        var entered = journal.enter(ID, 1, () -> CompletableFuture.failedFuture(busy("too much")));
        atDisk.get(0).complete(null);
        assertThatThrownBy(entered::join).hasMessageContaining("too much");
        assertThat(written).containsExactly(1, 7);

        held = Journal.NONE;
        var again = journal.enter(ID, 2, () -> CompletableFuture.failedFuture(busy("too much")));
        atDisk.get(2).complete(null);
        assertThat(again).isCompletedExceptionally();
        assertThat(written).containsExactly(1, 7, 2, Journal.NONE);
    }

    @Test
    void aLaterChangeIsNotUndone() {
        var refused = journal.enter(ID, 1, () -> CompletableFuture.failedFuture(busy("too much")));
        var later = journal.enter(ID, 9, () -> {
            held = 9;
            return taken("enter 9");
        });
        atDisk.get(0).complete(null);
        assertThat(refused).isCompletedExceptionally();
        assertThat(written).containsExactly(1, 9);

        atDisk.get(1).complete(null);

        assertThat(later).isCompleted();
        assertThat(written).containsExactly(1, 9, 9);
    }

    @Test
    void aFaultInOneChangeDoesNotStopTheNext() {
        var faulty = journal.enter(ID, 1, () -> {
            throw new IllegalStateException("a fault");
        });
        var next = journal.enter(ID, 2, () -> taken("enter 2"));
        List.copyOf(atDisk).forEach(done -> done.complete(null));
        assertThatThrownBy(faulty::join).hasMessageContaining("a fault");
        assertThat(next).isCompleted();
    }
}
