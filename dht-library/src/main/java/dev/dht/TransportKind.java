package dev.dht;

import dev.dht.udp.BatchTransport;
import dev.dht.udp.ChannelTransport;
import dev.dht.udp.Transport;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Locale;

/** How a node sends and receives. They differ in what they cost, and in that batches do not tell of an answer that the system had no room for. */
public enum TransportKind {
    /** {@link #BATCH} where it can be had and native access is enabled for this library, else {@link #CHANNEL}. */
    AUTO,
    /**
     * Many datagrams a system call: Linux on amd64 or aarch64, JDK 22 or newer. Where native access is not enabled
     * ({@code --enable-native-access=dev.dht}, or {@code =ALL-UNNAMED} on the class path) the JDK prints a warning, or refuses.
     */
    BATCH,
    /** One datagram a system call, by the JDK's own channel: everywhere. */
    CHANNEL;

    /** The system property that says which one a node takes that is not told: {@code auto}, {@code batch} or {@code channel}. */
    public static final String PROPERTY = "dht.transport";

    private static final System.Logger LOG = System.getLogger("dev.dht");

    /** What the system property says; {@link #AUTO} where it says nothing, or nothing that is known. */
    static TransportKind ofProperty() {
        String wanted = System.getProperty(PROPERTY, "auto");
        for (TransportKind kind : values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(wanted)) {
                return kind;
            }
        }
        LOG.log(Level.WARNING, PROPERTY + " is auto, batch or channel, not " + wanted + "; auto is taken");
        return AUTO;
    }

    Transport open(InetSocketAddress address) throws IOException {
        if (this == CHANNEL) {
            return new ChannelTransport(address);
        }
        String missing = BatchTransport.missing(this == AUTO);
        if (missing == null) {
            try {
                return new BatchTransport(address);
            } catch (IOException | RuntimeException | LinkageError e) {
                if (this == BATCH) {
                    throw e;
                }
                missing = String.valueOf(e.getMessage());
            }
        } else if (this == BATCH) {
            throw new IOException("the batch transport cannot be used here: " + missing);
        }
        LOG.log(Level.DEBUG, "one datagram a system call: " + missing);
        return new ChannelTransport(address);
    }
}
