package dev.dht.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.api.DhtException;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupCommitTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final CrashingDisk disk = new CrashingDisk();
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch atDisk = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final GroupCommit commits = commits(new ForwardingDisk(disk) {
        @Override
        public Output create(String name) throws IOException {
            await(stuck, atDisk);
            return super.create(name);
        }
    });

    @BeforeEach
    void load() throws IOException {
        commits.load();
    }

    @AfterEach
    void end() {
        stuck.countDown();
        commits.close(LONG);
    }

    @Test
    void nothingIsAcknowledgedBeforeTheDiskHasIt() {
        CompletableFuture<Void> entered = commits.save(change(1));
        atDiskNow();

        assertThat(entered).isNotDone();
        stuck.countDown();
        entered.join();
        assertThat(reloaded().entries()).containsOnlyKeys(id(1));
    }

    @Test
    void whatWaitsForTheDiskIsWrittenAtOnce() {
        CompletableFuture<Void> first = commits.save(change(0));
        atDiskNow();
        List<CompletableFuture<Void>> more = new ArrayList<>();
        for (int i = 1; i <= 10_000; i++) {
            more.add(commits.save(change(i)));
        }
        stuck.countDown();
        first.join();
        long operations = disk.operations();

        CompletableFuture.allOf(more.toArray(CompletableFuture[]::new)).join();

        assertThat(disk.operations() - operations).isLessThan(50);
        assertThat(reloaded().entries()).hasSize(10_001);
    }

    @Test
    void aStuckDiskFillsTheLineAndThenNoMore() {
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < StateDirectory.MOST_PENDING; i++) {
            waiting.add(commits.save(change(i)));
        }

        assertFails(commits.save(change(-1)), DhtException.Reason.BUSY, "65536 changes wait for the disk");
        assertFails(commits.save(change(-2)), DhtException.Reason.BUSY, "65536 changes wait for the disk");
        assertThat(commits.refused()).isEqualTo(2);

        stuck.countDown();
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).join();
        commits.save(change(-1)).join();
        assertThat(commits.refused()).isEqualTo(2);
    }

    @Test
    void ofManySnapshotsTheLastIsWrittenForAll() {
        List<CompletableFuture<Void>> snapshots = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            snapshots.add(commits.save(List.of(new Contact(id(i), Endpoint.v4(i, i)))));
            atDiskNow();
        }
        stuck.countDown();
        CompletableFuture.allOf(snapshots.toArray(CompletableFuture[]::new)).join();

        assertThat(reloaded().contacts()).containsExactly(new Contact(id(100), Endpoint.v4(100, 100)));
        assertThat(disk.operations()).isLessThan(20);
    }

    @Test
    void aFullDiskFailsWhatItRefusesAndNothingLater() {
        stuck.countDown();
        commits.save(change(1)).join();
        disk.refuseAfter(0, 1, 8);

        assertFails(commits.save(change(2)), DhtException.Reason.BUSY, "No space left on device");
        commits.save(change(3)).join();

        assertThat(reloaded().entries()).containsOnlyKeys(id(1), id(3));
    }

    @Test
    void aCompletionThatThrowsOrClosesHurtsNobody() {
        CompletableFuture<Void> first = commits.save(change(1));
        CompletableFuture<Void> throwing = first.thenRun(() -> {
            throw new IllegalStateException("of the caller's own");
        });
        CompletableFuture<Void> second = commits.save(change(2));
        CompletableFuture<Void> closing = second.thenRun(() -> commits.close(LONG));
        stuck.countDown();

        closing.join();
        assertThat(throwing).isCompletedExceptionally();
        awaitEnd();
        assertThat(reloaded().entries()).hasSize(2);
    }

    @Test
    void closingWritesWhatWaits() {
        CompletableFuture<Void> entered = commits.save(change(1));
        CompletableFuture<Void> named = commits.save(new Identity(id(9), 9));
        stuck.countDown();

        assertThat(commits.close(LONG)).isTrue();

        assertThat(entered).isCompleted();
        assertThat(named).isCompleted();
        assertThat(released.getCount()).isZero();
        assertFails(commits.save(change(2)), DhtException.Reason.CLOSED, "the state directory X is closed");
        assertThat(commits.close(LONG)).isTrue();
    }

    @Test
    void closingDoesNotWaitForeverAndLetsGoOnlyWhenAllIsWritten() {
        CompletableFuture<Void> entered = commits.save(change(1));
        atDiskNow();

        assertThat(commits.close(Duration.ofMillis(20))).isFalse();

        assertThat(released.getCount()).isEqualTo(1);
        stuck.countDown();
        entered.join();
        awaitEnd();
    }

    @Test
    void savingComesAfterLoading() {
        GroupCommit fresh = commits(new CrashingDisk());

        assertThatThrownBy(() -> fresh.save(change(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(commits::load).isInstanceOf(IllegalStateException.class);
        assertThat(fresh.close(LONG)).isTrue();
    }

    private GroupCommit commits(Disk any) {
        return new GroupCommit(files(any), "X", released::countDown);
    }

    private Saved reloaded() {
        try {
            return files(disk).load();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static StateFiles files(Disk any) {
        return new StateFiles(any, 1 << 16, InstantSource.system(), warning -> {});
    }

    private void atDiskNow() {
        await(atDisk, new CountDownLatch(0));
    }

    private void awaitEnd() {
        await(released, new CountDownLatch(0));
    }

    private static void await(CountDownLatch latch, CountDownLatch before) {
        before.countDown();
        try {
            assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertFails(CompletableFuture<Void> future, DhtException.Reason reason, String message) {
        assertThatThrownBy(future::join).cause().isInstanceOfSatisfying(DhtException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e).hasMessageContaining(message);
        });
    }

    private static Change change(int number) {
        return new Change(id(number), 80);
    }

    private static Id id(int number) {
        return Id.of(0, 0, 0, number);
    }
}
