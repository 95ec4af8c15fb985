package dev.dht.app;

import dev.dht.id.Id;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code dht node} in a process of its own, on loopback. */
final class NodeProcess implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("ready id=([0-9a-f]{64}) udp=127\\.0\\.0\\.1:(\\d+) api=(http://127\\.0\\.0\\.1:\\d+)");

    /** What is run without hang-ups, as by {@code nohup}, has its processes ignore them too. */
    private static final List<String> HANGUPS_HEARD =
            ignoresHangups() ? List.of("env", "--default-signal=HUP") : List.of();

    private final Process process;
    private final Id id;
    private final InetSocketAddress udp;
    private final String api;

    private NodeProcess(Process process, Matcher ready) {
        this.process = process;
        id = Id.parse(ready.group(1));
        udp = new InetSocketAddress("127.0.0.1", Integer.parseInt(ready.group(2)));
        api = ready.group(3);
    }

    private static boolean ignoresHangups() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> new BigInteger(line.substring(7).strip(), 16).testBit(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until it serves. */
    static NodeProcess start(Path state, String... more) throws IOException {
        return start(List.of(), state, more);
    }

    /** The same with options of the JVM. */
    static NodeProcess start(List<String> options, Path state, String... more) throws IOException {
        List<String> words = new ArrayList<>(HANGUPS_HEARD);
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "dev.dht.app.Main",
                "node",
                "--port",
                "0",
                "--bind",
                "127.0.0.1",
                "--api",
                "127.0.0.1:0",
                "--state",
                state.toString()));
        words.addAll(List.of(more));
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        Matcher ready = READY.matcher(String.valueOf(line));
        if (!ready.matches()) {
            process.destroyForcibly();
            throw new AssertionError("not ready, but: " + line);
        }
        return new NodeProcess(process, ready);
    }

    Id id() {
        return id;
    }

    InetSocketAddress udp() {
        return udp;
    }

    /** The URL of its API. */
    String api() {
        return api;
    }

    /** How long it was on a processor. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Sends SIGTERM; returns what it ended with, or -1 if it did not within the time. */
    int terminate(long millis) throws InterruptedException {
        process.destroy();
        return process.waitFor(millis, TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    }

    /** Sends SIGHUP. */
    void hangUp() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
