package dev.dht.app.metrics;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How many connections a server of this process has. The JDK's server closes those beyond its most without telling anybody,
 * so that they cannot be counted; the system knows how many there are, on Linux. For any thread.
 *
 * @param bound what they are called among the bounds
 * @param port where the server listens
 * @param most how many there may be
 */
public record Connections(String bound, int port, int most) {
    private static final Path PROCESS = Path.of("/proc/self");
    private static final String[] TABLES = {"net/tcp", "net/tcp6"};

    /** What is between the number of a line and its first address. */
    private static final String NUMBER_END = ": ";

    private static final int PORT_DIGITS = 4;
    private static final int INODE = 9;

    /** Two states: established, and closed by the other end alone. */
    private static final String ESTABLISHED = "01";

    private static final String CLOSED_BY_OTHER = "08";

    /** How many each of some servers has, by one reading of what the system says; none where it does not say. */
    static Map<Connections, Integer> open(Collection<Connections> servers) {
        return open(servers, PROCESS);
    }

    static Map<Connections, Integer> open(Collection<Connections> servers, Path process) {
        if (servers.isEmpty()) {
            return Map.of();
        }
        // By the port as the system writes it: two servers may have the same, at two addresses.
        Map<String, Integer> counts = new HashMap<>();
        servers.forEach(server -> counts.put(server.portText(), 0));
        try {
            Map<String, String> portOfSocket = new HashMap<>();
            for (String table : TABLES) {
                Path path = process.resolve(table);
                if (Files.exists(path)) {
                    try (Stream<String> lines = Files.lines(path)) {
                        lines.forEach(line -> note(line, counts.keySet(), portOfSocket));
                    }
                }
            }
            // Those of this process alone: another may listen at the same port of another address.
            try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
                for (Path file : files) {
                    String port = portOfSocket.remove(target(file));
                    if (port != null) {
                        counts.merge(port, 1, Integer::sum);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            return Map.of();
        }
        Map<Connections, Integer> open = new HashMap<>();
        servers.forEach(server -> open.put(server, counts.getOrDefault(server.portText(), 0)));
        return open;
    }

    private String portText() {
        return String.format("%04X", port);
    }

    /** Notes the socket of a line if it is an open connection of a server. A machine has many lines that are none. */
    private static void note(String line, Set<String> ports, Map<String, String> portOfSocket) {
        String port = openPort(line);
        if (ports.contains(port)) {
            String[] columns = line.strip().split("\\s+", INODE + 2);
            if (columns.length > INODE) {
                portOfSocket.put("socket:[" + columns[INODE] + "]", port);
            }
        }
    }

    /** The port here of a line, {@code number: address:port address:port state …}; nothing if it is not open. */
    private static String openPort(String line) {
        int number = line.indexOf(NUMBER_END);
        int local = number < 0 ? -1 : line.indexOf(' ', number + NUMBER_END.length());
        int remote = local < 0 ? -1 : line.indexOf(' ', local + 1);
        boolean open = remote >= 0
                && (line.startsWith(ESTABLISHED, remote + 1) || line.startsWith(CLOSED_BY_OTHER, remote + 1));
        return open ? line.substring(local - PORT_DIGITS, local) : "";
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
