package dev.dht.app.metrics;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How many connections a server of this process has. The JDK's server closes those beyond its most without telling anybody,
 * so that they cannot be counted; the system knows how many there are, on Linux. For any thread.
 */
public final class Connections {
    private static final Path PROCESS = Path.of("/proc/self");
    private static final String[] TABLES = {"net/tcp", "net/tcp6"};

    /** Columns of these tables, and two states: established, and closed by the other end alone. */
    private static final int LOCAL = 1;

    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final Set<String> OPEN = Set.of("01", "08");

    private final String bound;
    private final int port;
    private final int most;
    private final Path process;

    /**
     * Those of one server.
     *
     * @param bound what they are called among the bounds
     * @param port where it listens
     * @param most how many there may be
     */
    public Connections(String bound, int port, int most) {
        this(bound, port, most, PROCESS);
    }

    Connections(String bound, int port, int most, Path process) {
        this.bound = bound;
        this.port = port;
        this.most = most;
        this.process = process;
    }

    String bound() {
        return bound;
    }

    int most() {
        return most;
    }

    /** How many there are; empty where the system does not say. */
    OptionalInt open() {
        try {
            Set<String> own = sockets();
            long count = 0;
            for (String table : TABLES) {
                Path path = process.resolve(table);
                if (Files.exists(path)) {
                    try (Stream<String> lines = Files.lines(path)) {
                        count += lines.filter(line -> isOne(line, own)).count();
                    }
                }
            }
            return OptionalInt.of((int) count);
        } catch (IOException | RuntimeException e) {
            return OptionalInt.empty();
        }
    }

    /** The sockets of this process, by their inodes: another may listen at the same port of another address. */
    private Set<String> sockets() throws IOException {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                inodes.add(target(file).replaceAll("^socket:\\[(\\d+)]$", "$1"));
            }
        }
        return inodes;
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private boolean isOne(String line, Set<String> own) {
        String[] columns = line.strip().split("\\s+", -1);
        return columns.length > INODE
                && OPEN.contains(columns[STATE])
                && columns[LOCAL].endsWith(String.format(":%04X", port))
                && own.contains(columns[INODE]);
    }
}
