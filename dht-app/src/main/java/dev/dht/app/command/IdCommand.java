package dev.dht.app.command;

import dev.dht.id.Id;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The id of a file: the SHA-256 of its bytes. */
@Command(
        name = "id",
        description = "Print the id of a file: the SHA-256 of its bytes, 64 hex digits.",
        footer = {"", "Example: dht id README.md"})
final class IdCommand extends ShellCommand {
    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "FILE", description = "The file; - is standard input.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String file;

    IdCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws IOException {
        Id id;
        if (file.equals(STANDARD_INPUT)) {
            id = Id.sha256(shell.in());
        } else {
            try (InputStream in = open(file)) {
                id = Id.sha256(in);
            } catch (IOException e) {
                throw new Failure(ExitCode.NOT_DONE, file + " cannot be read: " + e.getMessage());
            }
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", id.hex());
        document.put("base32", id.base32());
        document(document);
        say(id.hex());
        return ExitCode.DONE;
    }

    private static InputStream open(String name) {
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw Failure.words(path + " is a directory, not a file");
            }
            return Files.newInputStream(path);
        } catch (NoSuchFileException e) {
            throw Failure.words("there is no file " + name);
        } catch (IOException | InvalidPathException e) {
            throw Failure.words(name + " cannot be opened");
        }
    }
}
