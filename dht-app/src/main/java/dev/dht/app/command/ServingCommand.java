package dev.dht.app.command;

import dev.dht.app.address.HostPort;
import dev.dht.app.http.AccessToken;
import dev.dht.app.http.LocalApi;
import dev.dht.app.log.LogSetup;
import dev.dht.app.node.NodeSettings;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that runs a node in the foreground, and the words that say which. */
abstract class ServingCommand extends ShellCommand {
    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            description = "The address that it listens on (default: all addresses of this machine).")
    private @Nullable String bind;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = Words.AnyPort.class,
            description = "Its UDP port; 0 for the one it had before, if its state knows and it is free, else any"
                    + " (default: the one it had before, if its state knows, else 1729).")
    private @Nullable Integer port;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Keep id, port, contacts and entries here (default: nothing is kept).")
    private @Nullable Path state;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            converter = Words.Node.class,
            split = "\\s*,\\s*",
            splitSynopsisLabel = ",",
            description = "A node to begin with. Repeatable, or several with commas between.")
    private List<HostPort> bootstrap = new ArrayList<>();

    @Option(
            names = "--stores-per-second",
            paramLabel = "N",
            converter = Words.StoresPerSecond.class,
            defaultValue = "" + NodeSettings.STORES_PER_SECOND,
            description = "How many STOREs its entries may cost a second (default: ${DEFAULT-VALUE}, which keeps 300000"
                    + " entries).")
    private int storesPerSecond;

    @Option(
            names = "--log",
            paramLabel = "LEVEL",
            converter = Words.LogLevel.class,
            description = "How much it says on standard error: off, error, warn, info or debug (default: warn, one line"
                    + " where a person must act).")
    private @Nullable String log;

    @Option(
            names = "--" + Configuration.CONFIG,
            paramLabel = "FILE",
            description = "Read options from here, a line of the form name = value for each. What the environment says"
                    + " (DHT_STATE for --state) goes before the file, and the command line before both.")
    @SuppressWarnings("UnusedVariable") // read before the words are
    private @Nullable Path config;

    ServingCommand(Shell shell) {
        super(shell);
    }

    /** What the words say; ends the command where they cannot be had. */
    final NodeSettings settings() {
        if (log != null) {
            LogSetup.level(log);
        }
        return new NodeSettings(
                bind == null ? null : ownAddress(bind),
                port,
                state,
                bootstrap.stream().map(HostPort::toString).toList(),
                storesPerSecond,
                false);
    }

    /** Whether it was told an address of this machine to listen on, and not all. */
    final boolean hasBind() {
        return bind != null && !ownAddress(bind).isAnyLocalAddress();
    }

    /** Whether it was told of another node. */
    final boolean hasBootstrap() {
        return !bootstrap.isEmpty();
    }

    /**
     * The token that is asked for from now on; null where this machine alone reaches what it guards and none was named.
     *
     * @param name what the command is called
     * @param guarded what it guards, in words
     * @param tokenFile where the token is; null where none was named
     */
    final @Nullable AccessToken guard(LocalApi api, String name, String guarded, @Nullable Path tokenFile) {
        try {
            AccessToken token = null;
            if (tokenFile != null) {
                token = AccessToken.read(tokenFile);
            } else if (!api.address().getAddress().isLoopbackAddress()) {
                Path directory = state;
                if (directory == null) {
                    throw new IOException(guarded + " on " + api.url() + " is reached by others and asks for a token:"
                            + " name its file by --api-token-file FILE, or a directory to keep one in by --state DIR");
                }
                token = AccessToken.ofState(directory);
                remark(name + ": " + guarded + " asks for the token in " + token.file());
            }
            if (token != null) {
                api.demand(token);
            }
            return token;
        } catch (IOException e) {
            api.close();
            throw Failure.words("--api-token-file", String.valueOf(e.getMessage()));
        }
    }

    private static InetAddress ownAddress(String host) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw Failure.words("--bind: the name " + host + " does not resolve to an address");
        }
        if (!(address instanceof Inet4Address)) {
            throw Failure.words("--bind: " + host + " is no IPv4 address, and a node uses no others yet");
        }
        try {
            if (address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null) {
                return address;
            }
        } catch (SocketException e) {
            return address; // whether it can be used is then seen when it is
        }
        throw Failure.words("--bind: " + host + " is not an address of this machine");
    }
}
