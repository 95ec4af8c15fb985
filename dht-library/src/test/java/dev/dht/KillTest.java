package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dht.id.Id;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at any moment: nothing acknowledged is lost, and the next start works. */
class KillTest {
    private static final int KILLS = Boolean.getBoolean("dht.full") ? 200 : 20;

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();

    @Test
    void killedAtRandomMomentsWhileEnteringItLosesNothingAcknowledged() throws Exception {
        long seed = Long.getLong("seed", 42);
        Random random = new Random(seed);
        TreeMap<String, String> acknowledged = new TreeMap<>();
        Set<String> names = new TreeSet<>();
        int next = 1;
        try (Swarm swarm = new Swarm(2)) {
            for (int kill = 0; kill < KILLS; kill++) {
                Process process = start(next, kill == 0 ? List.of(Swarm.address(swarm.get(0))) : List.of());
                try (BufferedReader out = lines(process)) {
                    TreeMap<String, String> has = new TreeMap<>();
                    for (String line = out.readLine(); !"begins".equals(line); line = out.readLine()) {
                        assertThat(line)
                                .as("starts after kill %d, seed %d", kill, seed)
                                .isNotNull();
                        String[] words = line.split(" ");
                        if (words[0].equals("node")) {
                            names.add(words[1] + " " + words[2]);
                        } else {
                            has.put(words[1], words[2]);
                        }
                    }
                    assertThat(has).as("after kill %d, seed %d", kill, seed).containsAllEntriesOf(acknowledged);
                    // Some more than a page of the log are written before the last kills.
                    int most = random.nextInt(1 + 4 * kill);
                    for (int i = 0; i < most; i++) {
                        next = acknowledge(out.readLine(), acknowledged, next);
                    }
                    process.toHandle().destroyForcibly();
                    for (String line = out.readLine(); line != null; line = out.readLine()) {
                        next = acknowledge(line, acknowledged, next);
                    }
                }
                process.waitFor();
                next++;
            }
        }
        assertThat(names).as("the same id and port every time").hasSize(1);
        assertThat(acknowledged).hasSizeGreaterThan(KILLS);
    }

    @Test
    void killedAndStartedAgainItRejoinsWithoutBootstrapAndRenewsItsEntries() throws Exception {
        try (Swarm swarm = new Swarm(3)) {
            Process process = start(1, List.of(Swarm.address(swarm.get(0))));
            Id entered = Id.of(1, 1, 1, 1);
            try (BufferedReader out = lines(process)) {
                String line = out.readLine();
                while (!line.startsWith("entered " + entered)) {
                    line = out.readLine();
                }
                // Contacts are saved a second after the start, and then less and less often.
                await().atMost(Swarm.PATIENCE).until(this::hasContacts);
                process.toHandle().destroyForcibly();
                process.waitFor();
            }
            try (DhtNode again = Swarm.builder(directory).start()) {
                Swarm.now(again.ready());
                assertThat(again.info().alone()).isFalse();
                await().atMost(Swarm.PATIENCE)
                        .until(() -> again.entry(entered).orElseThrow().verified() == 3);
            }
        }
    }

    /** A line that the kill cut short acknowledges nothing. */
    private static int acknowledge(String line, TreeMap<String, String> acknowledged, int next) {
        String[] words = line.split(" ");
        if (!words[0].equals("entered") || words.length < 3 || words[1].length() < 64) {
            return next;
        }
        int number = Integer.parseInt(words[1].substring(0, 16), 16);
        if (Integer.parseInt(words[2]) == number % 60_000 + 1) {
            acknowledged.put(words[1], words[2]);
        }
        return number + 1;
    }

    private boolean hasContacts() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.getFileName().toString().matches("contacts\\.[0-9]+"));
        }
    }

    @AfterEach
    void nobodyIsLeft() {
        processes.forEach(process -> process.toHandle().destroyForcibly());
    }

    private Process start(int next, List<String> bootstrap) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                directory.toString(),
                Integer.toString(next)));
        command.addAll(bootstrap);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(process);
        return process;
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
