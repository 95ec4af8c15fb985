package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.DhtException.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a node does not start is said in words, and which of its settings is to blame as a value. */
class CannotStartTest {
    @TempDir
    private Path directory;

    private static void cannotStart(Setting setting, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(DhtException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.CANNOT_START);
                    assertThat(e.setting()).isEqualTo(setting);
                })
                .hasMessageContaining(words);
    }

    @Test
    void aPortInUseIsTold() {
        try (DhtNode node = Swarm.builder(null).start()) {
            int port = node.address().getPort();
            cannotStart(
                    Setting.PORT,
                    "UDP port " + port + " of 127.0.0.1 is in use",
                    () -> Swarm.builder(null).port(port).start());
        }
    }

    @Test
    void anAddressOfAnotherMachineIsTold() throws IOException {
        InetAddress elsewhere = InetAddress.getByName("192.0.2.1");
        cannotStart(
                Setting.ADDRESS,
                "none of this machine's",
                () -> DhtNode.builder().port(0).bind(elsewhere).start());
    }

    @Test
    void badWordsAreTold() throws IOException {
        assertThatThrownBy(() -> DhtNode.builder().bootstrap("host")).hasMessageContaining("HOST:PORT");
        assertThatThrownBy(() -> DhtNode.builder().bootstrap("host:0")).hasMessageContaining("1 to 65535");
        assertThatThrownBy(() -> DhtNode.builder().port(-1)).hasMessageContaining("0 to 65535");
        InetAddress v6 = InetAddress.getByName("::1");
        assertThatThrownBy(() -> DhtNode.builder().bind(v6)).hasMessageContaining("IPv4");
    }

    @Test
    void aDirectoryThatIsNoneIsTold() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        cannotStart(
                Setting.STATE_DIRECTORY,
                "cannot be used",
                () -> Swarm.builder(file).start());
    }

    @Test
    void twoNodesOnOneDirectoryAreRefused() {
        try (DhtNode first = Swarm.builder(directory).start()) {
            assertThat(first.info().alone()).isTrue();
            cannotStart(
                    Setting.STATE_DIRECTORY,
                    "in use by another node",
                    () -> Swarm.builder(directory).start());
        }
        Swarm.builder(directory).start().close();
    }
}
