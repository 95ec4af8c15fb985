package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.api.DhtException;
import dev.dht.api.Receipt;
import dev.dht.id.Id;
import dev.dht.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the disk has of the entries, whatever is refused. */
@Timeout(120)
class ManyChangesTest {
    private static final int IDS = 200;

    @TempDir
    Path temporary;

    private static Id id(int number) {
        return Id.of(0, number, 0, 0);
    }

    @Test
    void whatWasAcknowledgedIsNotLostWhereMoreIsEnteredThanCanBeDone() {
        try (DhtNode node = Swarm.builder(temporary).start()) {
            for (int i = 0; i < IDS; i++) {
                node.enter(id(i), 1);
            }
            List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
            for (int i = 0; i < 200_000; i++) {
                receipts.add(node.enterAsync(id(i % IDS), 1));
            }
            int busy = 0;
            for (CompletableFuture<Receipt> receipt : receipts) {
                try {
                    Swarm.now(receipt);
                } catch (DhtException e) {
                    assertThat(e.reason()).isEqualTo(DhtException.Reason.BUSY);
                    busy++;
                }
            }
            assertThat(busy).isPositive();
        }
        try (StateDirectory state = StateDirectory.open(temporary)) {
            assertThat(state.load().entries()).hasSize(IDS);
        }
    }

    @Test
    void aDeletedEntryIsPublishedNoMoreWhereTheDiskFails() throws IOException {
        Path path = temporary.resolve("state");
        try (DhtNode node = Swarm.builder(path).start()) {
            node.enter(id(1), 1);
        }
        try (DhtNode node = Swarm.builder(path).start()) {
            assertThat(node.entries()).hasSize(1);
            Files.move(path, temporary.resolve("elsewhere"));
            assertThatThrownBy(() -> node.delete(id(1))).hasMessageContaining("cannot be written");
            assertThat(node.entries()).isEmpty();
            Files.move(temporary.resolve("elsewhere"), path);
        }
    }

    @Test
    void nullIsRefusedAtOnce() {
        try (DhtNode node = Swarm.builder(temporary).start();
                DhtNode withoutDisk = Swarm.builder(null).start()) {
            for (DhtNode each : List.of(node, withoutDisk)) {
                assertThatThrownBy(() -> each.enterAsync(none(), 1)).isInstanceOf(NullPointerException.class);
                assertThatThrownBy(() -> each.deleteAsync(none())).isInstanceOf(NullPointerException.class);
            }
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T none() {
        return null;
    }
}
