package dev.dht.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How many connections a server has, by what the system says. */
class ConnectionsTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt" + "   uid  timeout inode";

    private static final Connections API = new Connections("api_connections", 1_780, 1_024);
    private static final Connections SHARE = new Connections("share_connections", 0x16F4, 1_024);
    private static final Connections SAME_PORT = new Connections("other_connections", 0x16F4, 1_024);
    private static final Connections IDLE = new Connections("idle_connections", 1, 1_024);

    @TempDir
    private Path process;

    @Test
    @EnabledOnOs(OS.LINUX)
    void thoseOfEachPortAndThisProcessThatAreOpen() throws IOException {
        Files.createDirectories(process.resolve("net"));
        Files.write(
                process.resolve("net/tcp"),
                List.of(
                        HEAD,
                        line("0100007F:06F4", "00000000:0000", "0A", 10), // listens
                        line("0100007F:06F4", "0100007F:9C40", "01", 11),
                        line("0100007F:06F4", "0100007F:9C41", "08", 12), // the other end has closed
                        line("0100007F:06F4", "0100007F:9C42", "06", 0), // over
                        line("0100007F:06F4", "0100007F:9C43", "01", 0), // not accepted so far
                        line("0200007F:06F4", "0100007F:9C44", "01", 13), // of another process
                        line("0100007F:9C45", "0100007F:06F4", "01", 14), // our own as a client
                        line("0100007F:16F4", "0100007F:9C46", "01", 15), // of another server
                        line("0100007F:26F4", "0100007F:9C47", "01", 17))); // of none
        Files.write(
                process.resolve("net/tcp6"),
                List.of(HEAD, line("0000000000000000FFFF00000100007F:06F4", "0000:1", "01", 16)));
        Files.createDirectories(process.resolve("fd"));
        for (int inode : new int[] {10, 11, 12, 14, 15, 16, 17}) {
            Files.createSymbolicLink(process.resolve("fd/" + inode), Path.of("socket:[" + inode + "]"));
        }
        Files.createSymbolicLink(process.resolve("fd/1"), Path.of("/dev/null"));

        assertThat(Connections.open(List.of(API, SHARE, SAME_PORT, IDLE), process))
                .containsOnly(entry(API, 3), entry(SHARE, 1), entry(SAME_PORT, 1), entry(IDLE, 0));
    }

    @Test
    void whereTheSystemDoesNotSayItIsNotKnown() {
        assertThat(Connections.open(List.of(API), process)).isEmpty();
    }

    private static String line(String local, String other, String state, int inode) {
        return "   1: " + local + " " + other + " " + state + " 00000000:00000000 00:00000000 00000000  1000        0 "
                + inode + " 1 0000000000000000 20 4 30 10 -1";
    }
}
