package dev.dht.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An echo in C, compiled where the machine has a compiler: what no server can be cheaper than. */
final class NativeEcho implements Server {
    private static final String SOURCE = "echo.c";
    private static final long COMPILED_WITHIN_SECONDS = 60;

    private final Process process;
    private final int port;

    private NativeEcho(Path program) throws IOException {
        process = new ProcessBuilder(program.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("the echo in C does not start");
        }
        port = Integer.parseInt(line);
    }

    /** Answers from now on; null where there is no {@code cc}, or it cannot compile this. */
    static @Nullable NativeEcho open() {
        try {
            Path folder = Files.createTempDirectory("dht-bench");
            Path source = folder.resolve(SOURCE);
            Path program = folder.resolve("echo");
            try (InputStream text = Objects.requireNonNull(NativeEcho.class.getResourceAsStream(SOURCE))) {
                Files.copy(text, source);
                return isCompiled(source, program) ? new NativeEcho(program) : null;
            } finally {
                Files.deleteIfExists(source);
                Files.deleteIfExists(program);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isCompiled(Path source, Path program) throws IOException {
        Process compiler = new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (compiler.waitFor(COMPILED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                return compiler.exitValue() == 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        compiler.destroyForcibly();
        return false;
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** In the steps that the system counts in, of 10 ms as a rule. */
    @Override
    public long busy() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
