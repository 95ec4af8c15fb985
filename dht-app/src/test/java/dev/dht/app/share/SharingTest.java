package dev.dht.app.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.api.DhtException;
import dev.dht.app.FakeDht;
import dev.dht.id.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one run leaves undone the next one does. */
class SharingTest {
    private static final DhtException FULL = new DhtException(DhtException.Reason.BUSY, "the disk is full");

    private final FakeDht dht = new FakeDht();
    private final List<String> remarks = new ArrayList<>();

    @TempDir
    private Path directory;

    private Path state;
    private Path one;
    private Path two;

    @BeforeEach
    void writeFiles() throws IOException {
        state = Files.createDirectory(directory.resolve("state"));
        one = Files.writeString(directory.resolve("one"), "1");
        two = Files.writeString(directory.resolve("two"), "22");
    }

    /** A run that shares some files and no others, until it is closed. */
    private Sharing run(Path... files) throws IOException {
        ShareList before = ShareList.read(state);
        FileServer server = FileServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Sharing sharing = new Sharing(dht, server, Sharing.files(List.of(), List.of(files)), state, remarks::add);
        sharing.begin(before);
        return sharing;
    }

    private static Id idOf(Path file) throws IOException {
        return Id.sha256(Files.readAllBytes(file));
    }

    @Test
    void whatIsNotDeletedWhenARunEndsTheNextOneDeletesOrTheOneAfter() throws IOException {
        run(one, two).close();
        dht.failure = FULL;
        run(two).close();
        run(two).close();
        assertThat(dht.entry(idOf(one))).isPresent();
        assertThat(ShareList.read(state).leaving()).containsExactly(idOf(one));

        dht.failure = null;
        run(two).close();

        assertThat(dht.entry(idOf(one))).isEmpty();
        assertThat(dht.entry(idOf(two))).isPresent();
    }

    @Test
    void whatWasDeletedOnceIsOfNoInterestLater() throws IOException {
        run(one, two).close();
        run(two).close();
        assertThat(ShareList.read(state).leaving()).isEmpty();

        dht.enter(idOf(one), 7);
        run(two).close();

        assertThat(dht.entry(idOf(one))).isPresent();
    }

    @Test
    void whatIsSharedAgainIsNotDeletedThoughItWasToBe() throws IOException {
        run(one, two).close();
        dht.failure = FULL;
        run(two).close();
        dht.failure = null;

        run(one, two).close();

        assertThat(dht.entry(idOf(one))).isPresent();
        assertThat(ShareList.read(state).leaving()).isEmpty();
    }

    @Test
    void aListFromBeforeItSaidWhatIsToBeDeletedIsRead() throws IOException {
        Files.writeString(state.resolve("shared.json"), "{\"http_port\": 7, \"files\": []}");

        assertThat(ShareList.read(state)).isEqualTo(new ShareList(7, List.of(), List.of()));
    }

    @Test
    void whatDoesNotBeginLeavesTheListAsItWas() throws IOException {
        run(one, two).close();
        ShareList before = ShareList.read(state);
        Path inTheWay = Files.createDirectories(state.resolve("shared.json.new"));
        FileServer server = FileServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Sharing sharing = new Sharing(dht, server, Sharing.files(List.of(), List.of(two)), state, remarks::add);

        assertThatThrownBy(() -> sharing.begin(before)).isInstanceOf(IOException.class);
        Files.delete(inTheWay);
        sharing.close();

        assertThat(ShareList.read(state)).isEqualTo(before);
        assertThat(remarks).isEmpty();
    }

    @Test
    void aListThatCannotBeKeptWhenARunEndsIsSaid() throws IOException {
        run(one, two).close();
        Sharing sharing = run(two);
        // In place of the list that it writes first.
        Files.createDirectories(state.resolve("shared.json.new"));

        sharing.close();

        assertThat(remarks).singleElement().asString().startsWith("the list of what is shared cannot be kept: ");
    }
}
