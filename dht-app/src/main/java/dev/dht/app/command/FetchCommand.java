package dev.dht.app.command;

import dev.dht.app.address.HostPort;
import dev.dht.app.share.Fetch;
import dev.dht.app.share.FetchException;
import dev.dht.app.share.FetchReport;
import dev.dht.app.text.StatusLine;
import dev.dht.app.text.Wording;
import dev.dht.id.Id;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches a file by its hash. */
@Command(
        name = "fetch",
        description = {
            "Fetch the file whose SHA-256 is ID from those who share it, several at once if it is large.",
            "It appears under its name when all its bytes are right. Until then they are in FILE.part, where the next"
                    + " try goes on. A holder that lies or is gone is skipped and named."
        },
        footer = {"", "Example: dht fetch $(dht id README.md) -o README.copy --bootstrap 127.0.0.1:1729"})
final class FetchCommand extends SeekingCommand {
    private static final String OTHER = "give another name by -o FILE, or move that one away: nothing is overwritten";

    @Parameters(paramLabel = "ID", converter = Words.AnId.class, description = "The SHA-256 of the file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Id id;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where it goes (default: a file here that is called like the id).")
    private @Nullable Path output;

    FetchCommand(Shell shell) {
        super(shell);
    }

    @Override
    int ask() throws InterruptedException {
        Path target = output == null ? Path.of(id.hex()) : output;
        if (isThere(target)) {
            report(target, new FetchReport(size(target), size(target), List.of(), Map.of()), "there already");
            return ExitCode.DONE;
        }
        Sought sought = seek(id, found -> {});
        List<InetSocketAddress> holders = sought.endpoints().stream()
                .map(endpoint -> HostPort.parse(endpoint, 1).resolve())
                .toList();
        if (holders.isEmpty()) {
            throw new Failure(ExitCode.NOT_DONE, sought.why(id));
        }
        try (StatusLine status = new StatusLine(shell.err(), shell.terminal(), System::nanoTime)) {
            FetchReport report = new Fetch(id, target, new Shown(status)).from(holders);
            status.clear();
            report(target, report, from(report));
            return ExitCode.DONE;
        } catch (FetchException e) {
            throw new Failure(ExitCode.NOT_DONE, String.valueOf(e.getMessage()));
        }
    }

    /** Whether the file is there already; something else there ends the command. */
    private boolean isThere(Path target) {
        if (Files.isDirectory(target)) {
            throw Failure.words("-o: " + target + " is a directory, not a file; name the file in it");
        }
        Path directory = Objects.requireNonNull(target.toAbsolutePath().getParent());
        if (!Files.isDirectory(directory)) {
            throw Failure.words("-o: there is no directory " + directory);
        }
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isWritable(directory)) {
                throw Failure.words("-o: " + directory + " cannot be written to");
            }
            return false;
        }
        try (InputStream in = Files.newInputStream(target)) {
            if (Id.sha256(in).equals(id)) {
                return true;
            }
        } catch (IOException e) {
            throw Failure.words("-o: " + target + " is there already and cannot be read; " + OTHER);
        }
        throw Failure.words("-o: " + target + " is there already, and it is something else; " + OTHER);
    }

    private static long size(Path target) {
        return target.toFile().length();
    }

    /** Where the bytes came from. */
    private static String from(FetchReport report) {
        if (report.holders().isEmpty()) {
            return "of an earlier try";
        }
        return "from " + String.join(", ", report.holders())
                + (report.resumed() > 0 ? ", " + Wording.count(report.resumed()) + " of them of an earlier try" : "");
    }

    private void report(Path target, FetchReport report, String from) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", id.hex());
        document.put("path", target.toAbsolutePath().toString());
        document.put("bytes", report.bytes());
        document.put("resumed", report.resumed());
        document.put("holders", report.holders());
        document.put("skipped", report.skipped());
        document(document);
        say(target + "  " + Wording.count(report.bytes(), "byte", "bytes") + " " + from);
    }

    /** What a person sees of it. */
    private final class Shown implements Fetch.Watcher {
        private final StatusLine status;
        private final long began = System.nanoTime();
        private long first = -1;

        Shown(StatusLine status) {
            this.status = status;
        }

        @Override
        public synchronized void progress(long bytes, long size, int holders) {
            first = first < 0 ? bytes : first;
            if (!json) {
                double seconds = (System.nanoTime() - began) / 1e9;
                status.say(() -> String.format(
                        Locale.ROOT,
                        "%s of %s bytes (%d %%) from %s, %.1f MB/s",
                        Wording.count(bytes),
                        Wording.count(size),
                        100 * bytes / Math.max(1, size),
                        Wording.count(holders, "holder", "holders"),
                        (bytes - first) / 1e6 / seconds));
            }
        }

        @Override
        public synchronized void hashing(long size) {
            if (!json) {
                status.sayAtOnce(() -> "checking the SHA-256 of " + Wording.count(size, "byte", "bytes"));
            }
        }

        @Override
        public synchronized void again(String holder, long bytes, long size) {
            if (!json) {
                status.say(() -> String.format(
                        Locale.ROOT,
                        "the SHA-256 was wrong: %s of %s bytes again, from %s alone",
                        Wording.count(bytes),
                        Wording.count(size),
                        holder));
            }
        }

        @Override
        public synchronized void skipped(String holder, String reason) {
            status.clear();
            remark("dht fetch: skipped " + holder + ": " + reason);
        }
    }
}
