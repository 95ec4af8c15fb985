package dev.dht;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.DhtException.Setting;
import dev.dht.id.Id;
import dev.dht.lookup.LookupSettings;
import dev.dht.node.NodeSettings;
import dev.dht.state.Identity;
import dev.dht.state.Saved;
import dev.dht.state.StateDirectory;
import dev.dht.udp.CallbackThreads;
import dev.dht.udp.LoopClock;
import dev.dht.udp.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a node is made with. For one thread; each method but {@link #start} gives back the builder itself. */
public final class DhtNodeBuilder {
    /** The UDP port of a node that is not told another. */
    public static final int DEFAULT_PORT = 1729;

    private static final System.Logger LOG = System.getLogger("dev.dht");

    private final List<HostPort> bootstrap = new ArrayList<>();
    private @Nullable Integer port;
    private @Nullable InetAddress address;
    private @Nullable Path stateDirectory;
    private @Nullable Executor callbacks;
    private NodeSettings settings = NodeSettings.DEFAULT;
    private LoopClock clock = new LoopClock();
    private @Nullable TransportKind transport;
    private UnaryOperator<Transport> box = UnaryOperator.identity();

    DhtNodeBuilder() {}

    /**
     * The UDP port. If not told it is the one that the node had before, if its state directory knows one, else 1729: on
     * another port it is another node, with another id, for others keep the pair. 0 takes the port that it had before if it is
     * free, else any.
     *
     * @throws IllegalArgumentException if it is not 0 to 65535
     */
    public DhtNodeBuilder port(int udpPort) {
        if (udpPort < 0 || udpPort > 0xFFFF) {
            throw new IllegalArgumentException("a UDP port is 0 to 65535, not " + udpPort);
        }
        port = udpPort;
        return this;
    }

    /**
     * The address of this machine to receive at; all of them if not told.
     *
     * @throws IllegalArgumentException if it is not an IPv4 address
     */
    public DhtNodeBuilder bind(InetAddress local) {
        if (!(local instanceof Inet4Address)) {
            throw new IllegalArgumentException("only IPv4 addresses can be bound yet, not " + local.getHostAddress());
        }
        address = local;
        return this;
    }

    /** Where id, port, contacts and entries survive a restart; nothing does if not told. Made if it is not there. */
    public DhtNodeBuilder stateDirectory(Path directory) {
        stateDirectory = directory;
        return this;
    }

    /**
     * A node to ask for others, as {@code host:port}; may be called several times. All addresses of the host are asked,
     * again and again for as long as this node knows nobody.
     *
     * @throws IllegalArgumentException if it is not {@code host:port}
     */
    public DhtNodeBuilder bootstrap(String hostAndPort) {
        bootstrap.add(HostPort.parse(hostAndPort));
        return this;
    }

    /**
     * Where callbacks run; on threads of the node's own if not told, which come and go. Of those there are up to 256: so
     * many callbacks may block at a time, and what comes then waits for one of them to end. What an executor does not
     * take, as after its shutdown, runs on the thread that it comes from, which may be the node's own.
     */
    public DhtNodeBuilder callbacks(Executor executor) {
        callbacks = executor;
        return this;
    }

    /** Answers nobody: a node for a moment, that asks and is not taken into others' tables. */
    public DhtNodeBuilder clientOnly() {
        settings = settings.withAnswering(false);
        return this;
    }

    /**
     * How many STOREs a second it sends at most, in the mean, for its entries; look-ups and checks come to it (1,000 if not told, which keeps 300,000
     * entries). Where that is too few it falls behind with renewing them, and {@code Info.behind} says by how much.
     *
     * @throws IllegalArgumentException below 1
     */
    public DhtNodeBuilder storesPerSecond(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at least one STORE a second, not " + most);
        }
        settings = settings.withPublish(settings.publish().withStoresPerSecond(most));
        return this;
    }

    /**
     * How many closer nodes a look-up may be asking when it asks one more, and twice as many near the target, and where {@code enter} waits for it: α of
     * Kademlia, 1 to 16 (3 if not told). More is quicker, and more traffic: what 8 bring is in {@code docs/benchmarks.md}.
     *
     * @throws IllegalArgumentException outside of that
     */
    public DhtNodeBuilder lookupParallelism(int most) {
        int outstanding = LookupSettings.DEFAULT.outstanding();
        if (most < 1 || most > outstanding) {
            throw new IllegalArgumentException("1 to " + outstanding + " nodes asked at once, not " + most);
        }
        settings = settings.withLookup(settings.lookup().withParallelism(most));
        return this;
    }

    /**
     * How it sends and receives; if not told, as the system property {@code dht.transport} says, and without that
     * {@link TransportKind#AUTO}.
     */
    public DhtNodeBuilder transport(TransportKind kind) {
        transport = kind;
        return this;
    }

    /** How it does things; for tests. */
    DhtNodeBuilder settings(NodeSettings other) {
        settings = other;
        return this;
    }

    /** What stands between its socket and the network; for tests. */
    DhtNodeBuilder behind(UnaryOperator<Transport> box) {
        this.box = box;
        return this;
    }

    /** The clock of its loop; for tests. */
    DhtNodeBuilder clock(LoopClock other) {
        clock = other;
        return this;
    }

    /**
     * Starts the node.
     *
     * @throws DhtException with {@link Reason#CANNOT_START} if the port is in use, the address is none of this machine's,
     *     or the state directory cannot be used
     */
    public DhtNode start() {
        StateDirectory state = stateDirectory == null ? null : StateDirectory.open(stateDirectory);
        Transport transport = null;
        try {
            Saved saved = state == null ? new Saved(null, List.of(), new TreeMap<>()) : state.load();
            Identity before = saved.identity();
            transport = box.apply(open(before));
            int bound = transport.bound().port();
            Id id = idAt(bound, before);
            if (state != null) {
                save(state, id, bound);
            }
            return start(id, transport, state, saved);
        } catch (RuntimeException e) {
            if (transport != null) {
                transport.close();
            }
            if (state != null) {
                state.close();
            }
            throw e;
        }
    }

    private static Id idAt(int bound, @Nullable Identity before) {
        if (before != null && before.port() == bound) {
            return before.id();
        }
        if (before != null && before.port() != 0) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "the node was at port " + before.port() + " before; at port " + bound + " it takes a new id");
        }
        return Id.random(new SecureRandom());
    }

    private static void save(StateDirectory state, Id id, int port) {
        try {
            state.saveIdentity(id, port).join();
        } catch (CompletionException e) {
            throw DhtException.cannotStart(
                    Setting.STATE_DIRECTORY,
                    "the state directory " + state.path() + " cannot be written: "
                            + (e.getCause() == null ? e : e.getCause()).getMessage(),
                    e);
        }
    }

    private DhtNode start(Id id, Transport transport, @Nullable StateDirectory state, Saved saved) {
        Executor given = callbacks;
        if (given != null) {
            return start(id, transport, state, saved, given, () -> {});
        }
        CallbackThreads own = new CallbackThreads();
        return start(id, transport, state, saved, own, own::shutdown);
    }

    private DhtNode start(
            Id id,
            Transport transport,
            @Nullable StateDirectory state,
            Saved saved,
            Executor executor,
            Runnable afterClose) {
        return new DhtNode(id, settings, transport, clock, state, saved, List.copyOf(bootstrap), executor, afterClose);
    }

    private Transport open(@Nullable Identity before) {
        TransportKind kind = transport == null ? TransportKind.ofProperty() : transport;
        int known = before == null ? 0 : before.port();
        int wantedPort = port != null ? port : known != 0 ? known : DEFAULT_PORT;
        if (wantedPort == 0 && known != 0) {
            try {
                return kind.open(socketAddress(known));
            } catch (IOException e) {
                // Taken meanwhile: any other will do.
            }
        }
        InetSocketAddress wanted = socketAddress(wantedPort);
        try {
            return kind.open(wanted);
        } catch (BindException e) {
            throw bindFailure(wanted, e);
        } catch (IOException e) {
            throw new DhtException(
                    Reason.CANNOT_START, "no UDP socket can be opened at " + text(wanted) + ": " + e.getMessage(), e);
        }
    }

    private InetSocketAddress socketAddress(int number) {
        return address == null ? new InetSocketAddress("0.0.0.0", number) : new InetSocketAddress(address, number);
    }

    private static DhtException bindFailure(InetSocketAddress wanted, BindException e) {
        String why = String.valueOf(e.getMessage());
        if (why.contains("assign")) {
            return DhtException.cannotStart(
                    Setting.ADDRESS,
                    "the address " + wanted.getAddress().getHostAddress()
                            + " is none of this machine's; choose one that is, or none for all",
                    e);
        }
        if (why.contains("ermission")) {
            return DhtException.cannotStart(
                    Setting.PORT, "this user may not use UDP port " + wanted.getPort() + "; choose one above 1023", e);
        }
        return DhtException.cannotStart(
                Setting.PORT,
                "UDP port " + wanted.getPort() + " of " + wanted.getAddress().getHostAddress()
                        + " is in use; choose another, or 0 for any that is free",
                e);
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
