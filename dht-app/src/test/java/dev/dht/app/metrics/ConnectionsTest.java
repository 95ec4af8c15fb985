package dev.dht.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

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

    @TempDir
    private Path process;

    @Test
    @EnabledOnOs(OS.LINUX)
    void thoseOfThisPortAndThisProcessThatAreOpen() throws IOException {
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
                        line("0100007F:16F4", "0100007F:9C46", "01", 15))); // at another port
        Files.write(
                process.resolve("net/tcp6"),
                List.of(HEAD, line("0000000000000000FFFF00000100007F:06F4", "0000:1", "01", 16)));
        Files.createDirectories(process.resolve("fd"));
        for (int inode : new int[] {10, 11, 12, 14, 15, 16}) {
            Files.createSymbolicLink(process.resolve("fd/" + inode), Path.of("socket:[" + inode + "]"));
        }
        Files.createSymbolicLink(process.resolve("fd/1"), Path.of("/dev/null"));

        assertThat(new Connections("api_connections", 1_780, 1_024, process).open())
                .hasValue(3);
    }

    @Test
    void whereTheSystemDoesNotSayItIsNotKnown() {
        assertThat(new Connections("api_connections", 1_780, 1_024, process).open())
                .isEmpty();
    }

    private static String line(String local, String other, String state, int inode) {
        return "   1: " + local + " " + other + " " + state + " 00000000:00000000 00:00000000 00000000  1000        0 "
                + inode + " 1 0000000000000000 20 4 30 10 -1";
    }
}
