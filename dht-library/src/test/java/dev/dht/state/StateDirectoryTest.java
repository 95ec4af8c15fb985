package dev.dht.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.api.DhtException;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class StateDirectoryTest {
    private static final boolean FULL = Boolean.getBoolean("dht.full");

    @TempDir
    Path temporary;

    @Test
    void aNewDirectoryIsMadeAndIsEmpty() {
        Path path = temporary.resolve("a/b");
        try (StateDirectory state = StateDirectory.open(path)) {
            Saved saved = state.load();

            assertThat(saved.identity()).isNull();
            assertThat(saved.contacts()).isEmpty();
            assertThat(saved.entries()).isEmpty();
        }
        assertThat(path).isDirectory();
    }

    @Test
    void whatIsSavedIsThereTheNextTime() {
        Identity identity = new Identity(Id.of(-1, 0, 1, Long.MIN_VALUE), 65_535);
        List<Contact> contacts = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Endpoint endpoint = i % 2 == 0 ? Endpoint.v4(i << 20, i) : Endpoint.v6(0x2001L << 48, i, 65_535 - i);
            contacts.add(new Contact(Id.of(i, 1, 2, 3), endpoint));
        }
        try (StateDirectory state = StateDirectory.open(temporary)) {
            state.load();
            state.saveIdentity(identity.id(), identity.port()).join();
            state.saveContacts(contacts);
            state.entered(id(1), 1);
            state.entered(id(2), 2);
            state.entered(id(2), 65_535);
            state.deleted(id(1));
        }
        for (int start = 0; start < 3; start++) {
            try (StateDirectory state = StateDirectory.open(temporary)) {
                Saved saved = state.load();

                assertThat(saved.identity()).isEqualTo(identity);
                assertThat(saved.contacts()).isEqualTo(contacts);
                assertThat(saved.entries()).hasSize(1).containsEntry(id(2), 65_535);
            }
        }
    }

    @Test
    void manyEntriesComeBackAndTheFileStaysShort() throws IOException {
        int count = FULL ? 1_000_000 : 100_000;
        try (StateDirectory state = StateDirectory.open(temporary)) {
            state.load();
            for (int round = 1; round <= 6; round++) {
                List<CompletableFuture<Void>> waiting = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    waiting.add(state.entered(id(i), round));
                    if (waiting.size() == 50_000) {
                        waiting.forEach(CompletableFuture::join);
                        waiting.clear();
                    }
                }
                waiting.forEach(CompletableFuture::join);
            }
        }
        try (StateDirectory state = StateDirectory.open(temporary)) {
            Saved saved = state.load();

            assertThat(saved.entries()).hasSize(count);
            assertThat(saved.entries().values()).containsOnly(6);
        }
        long snapshot = 40L * count;
        assertThat(bytes()).isBetween(snapshot, (EntryLog.GROWTH + 1) * snapshot);
    }

    private long bytes() throws IOException {
        long bytes = 0;
        try (var files = Files.list(temporary)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    @Test
    void aSecondNodeIsRefusedWhileTheFirstIsThere() throws IOException {
        Path alias =
                Files.createSymbolicLink(temporary.resolve("alias"), Files.createDirectory(temporary.resolve("d")));
        try (StateDirectory first = StateDirectory.open(temporary.resolve("d"))) {
            for (Path path : List.of(first.path(), alias)) {
                assertRefused(path, "the state directory " + path + " is in use by another node; stop that one, or");
            }
        }
        StateDirectory.open(alias).close();
    }

    @Test
    void aNodeOfAnotherProcessIsRefusedAlsoAfterOneOfThisWas() throws Exception {
        try (StateDirectory first = StateDirectory.open(temporary)) {
            assertRefused(first.path(), "is in use by another node");

            Process other = process("once");
            try (BufferedReader lines = other.inputReader()) {
                assertThat(lines.readLine()).contains("is in use by another node");
            }
            assertThat(other.waitFor()).isZero();
        }
    }

    @Test
    void whatCannotBeADirectoryIsRefusedInOneLine() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertRefused(
                file, "the state directory " + file + " cannot be used: " + file + " is not a directory; make it");
        assertRefused(file.resolve("below"), "cannot be used: ");
        Path nowhere = Path.of("/proc/1/nothing/here");
        assertRefused(nowhere, "the state directory " + nowhere + " is not there and cannot be made there; choose");
        Path locked = Files.createDirectories(temporary.resolve("locked"));
        Files.createDirectory(locked.resolve(DirectoryLock.FILE));
        assertRefused(locked, "cannot be used: ");
        Files.delete(locked.resolve(DirectoryLock.FILE));
        StateDirectory.open(locked).close();
    }

    private static void assertRefused(Path path, String message) {
        assertThatThrownBy(() -> StateDirectory.open(path))
                .isInstanceOfSatisfying(
                        DhtException.class,
                        e -> assertThat(e.setting()).isEqualTo(DhtException.Setting.STATE_DIRECTORY))
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aDirectoryInPlaceOfAFileIsSetAside() throws IOException {
        Files.createDirectories(temporary.resolve("entries.4/inside"));
        try (StateDirectory state = StateDirectory.open(temporary)) {
            assertThat(state.load().entries()).isEmpty();
            state.entered(id(1), 1).join();
        }
        try (StateDirectory state = StateDirectory.open(temporary)) {
            assertThat(state.load().entries()).hasSize(1);
        }
    }

    @Test
    void aDirectoryThatIsGoneFailsWhatIsSavedAndServesAgainWhenItIsBack() throws IOException {
        Path path = temporary.resolve("d");
        try (StateDirectory state = StateDirectory.open(path)) {
            state.load();
            Files.move(path, temporary.resolve("elsewhere"));
            assertThatThrownBy(() -> state.entered(id(1), 1).join())
                    .cause()
                    .isInstanceOf(DhtException.class)
                    .hasMessageContaining("cannot be written: there is no ");
            Files.move(temporary.resolve("elsewhere"), path);
            state.entered(id(2), 2).join();
        }
        try (StateDirectory state = StateDirectory.open(path)) {
            assertThat(state.load().entries()).containsOnlyKeys(id(2));
        }
    }

    @Test
    void portsThatAreNoneAreTheCallersError() {
        try (StateDirectory state = StateDirectory.open(temporary)) {
            state.load();
            assertThatThrownBy(() -> state.entered(id(1), 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> state.entered(id(1), 65_536)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> state.saveIdentity(id(1), -1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aKilledProcessLosesNothingAcknowledged() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        long acknowledged = 0;
        for (int kill = 0; kill < (FULL ? 200 : 10); kill++) {
            Process process = process(Long.toString(acknowledged));
            try (BufferedReader lines = process.inputReader()) {
                assertThat(lines.readLine()).as("kill %d", kill).isEqualTo("found " + acknowledged);
                for (int left = random.nextInt(kill % 5 == 4 ? 4_000 : 200); left > 0; left--) {
                    acknowledged = Long.parseLong(lines.readLine());
                }
                // Of the handle: the process itself would close what is read here.
                process.toHandle().destroyForcibly();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    // The last line may be cut off: then it is another number, and a lower one.
                    acknowledged = line.isEmpty() ? acknowledged : Math.max(acknowledged, Long.parseLong(line));
                }
            }
            process.waitFor();
        }
        assertThat(acknowledged).isPositive();
    }

    private Process process(String argument) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StateProcess.class.getName(),
                        temporary.toString(),
                        argument)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Id id(long number) {
        return Id.of(0, number, 0, 0);
    }
}
