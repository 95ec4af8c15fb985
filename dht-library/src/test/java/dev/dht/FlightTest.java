package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording of a node shows. */
class FlightTest {
    private static final Id ID = Id.of(1, 2, 3, 4);

    @Test
    void lookUpsAndCallbacksAreRecorded(@TempDir Path directory) throws Exception {
        List<RecordedEvent> events;
        try (Recording recording = new Recording();
                DhtNode node = DhtNode.builder()
                        .bind(InetAddress.getLoopbackAddress())
                        .port(0)
                        .start()) {
            recording.enable("dev.dht.Lookup");
            recording.enable("dev.dht.Callback").withThreshold(Duration.ZERO);
            recording.start();
            node.enter(ID, 80);
            node.lookup(ID);
            node.lookup(ID, found -> {}).get(30, TimeUnit.SECONDS);
            node.close();
            recording.stop();
            events = read(recording, directory.resolve("flight.jfr"));
        }

        List<RecordedEvent> lookups = named(events, "dev.dht.Lookup");
        assertThat(lookups).hasSize(2).allSatisfy(event -> {
            assertThat(event.getString("id")).isEqualTo(ID.hex());
            assertThat(event.getInt("endpoints")).isEqualTo(1);
            assertThat(event.getInt("queries")).isZero();
            assertThat(event.getDuration()).isPositive();
        });
        assertThat(named(events, "dev.dht.Callback")).isNotEmpty();
    }

    /** A JVM that was told to leave the recorder out. */
    @Test
    void withoutTheRecorderANodeRunsAllTheSame() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        "java.base,java.logging",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WithoutRecorder.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("found 1, recorder false");
    }

    /** The program of that JVM. */
    static final class WithoutRecorder {
        private WithoutRecorder() {}

        public static void main(String[] words) throws Exception {
            try (DhtNode node = DhtNode.builder()
                    .bind(InetAddress.getLoopbackAddress())
                    .port(0)
                    .start()) {
                node.enter(ID, 80);
                int found = node.lookup(ID, each -> {})
                        .get(30, TimeUnit.SECONDS)
                        .endpoints()
                        .size();
                boolean recorder = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
                System.out.println("found " + found + ", recorder " + recorder);
            }
        }
    }

    private static List<RecordedEvent> read(Recording recording, Path file) throws IOException {
        recording.dump(file);
        assertThat(Files.size(file)).isPositive();
        return RecordingFile.readAllEvents(file);
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }
}
