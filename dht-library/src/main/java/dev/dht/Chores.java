package dev.dht;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.node.Node;
import dev.dht.state.StateDirectory;
import dev.dht.udp.EventLoop;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a node over UDP does besides its protocol, now and then: saves its contacts, and for as long as nobody answers says so
 * once, and asks the resolver for its bootstrap nodes again; and watches whether strangers can reach it. Names are resolved on a thread of their own, which ends when it has
 * done so.
 */
final class Chores {
    private static final long SECOND = 1_000_000_000L;
    /** Contacts are saved as long after the start, and from then on as often as the last says. */
    private static final long[] SAVE_AFTER = {SECOND, 10 * SECOND, 60 * SECOND, 300 * SECOND};
    /** A node that has anybody to ask looks as long after the start whether anybody answered. */
    private static final long FIRST_LOOK_AFTER = 15 * SECOND;
    /** Then as often; names are resolved again while nobody did. */
    private static final long LOOK_EVERY = 60 * SECOND;

    /** So many bootstrap nodes are named in a warning. */
    private static final int NAMED = 4;

    private static final System.Logger LOG = System.getLogger("dev.dht");

    private final Node node;
    private final Endpoint bound;
    private final @Nullable StateDirectory state;
    private final ReachabilityWatch watch;
    private volatile List<HostPort> bootstrap;
    private final AtomicBoolean resolving = new AtomicBoolean();
    private @Nullable EventLoop loop;
    /** What the disk has; set by the thread that writes. */
    private volatile Set<Contact> saved = Set.of();
    /** The endpoints that the node was last told to ask. */
    private volatile Set<Endpoint> given = Set.of();

    private int saves;
    private long saveAt = Long.MAX_VALUE;
    private long lookAt = Long.MAX_VALUE;
    /** Whether it said that nobody answers, since it saw last that somebody did. */
    private boolean hasWarned;
    /** Whether the node knew others from an earlier run. */
    private boolean isRestored;
    /** The names that it said cannot be resolved. */
    private final Set<HostPort> unresolved = ConcurrentHashMap.newKeySet();

    private long lastTime;

    Chores(
            Node node,
            Endpoint bound,
            @Nullable StateDirectory state,
            List<HostPort> bootstrap,
            ReachabilityWatch watch) {
        this.node = node;
        this.watch = watch;
        this.bound = bound;
        this.state = state;
        this.bootstrap = bootstrap;
    }

    /** The loop that calls {@link #run}; before it starts. {@code restored}: whether the node knows others from an earlier run. */
    void begin(EventLoop driver, long now, boolean restored) {
        loop = driver;
        if (state != null) {
            saveAt = now + SAVE_AFTER[0];
        }
        isRestored = restored;
        lookAfter(now);
        watch.begin(driver, now);
        driver.wakeAt(nextDue());
    }

    private void lookAfter(long now) {
        lookAt = isRestored || !bootstrap.isEmpty() ? now + FIRST_LOOK_AFTER : Long.MAX_VALUE;
    }

    private long nextDue() {
        return Math.min(watch.nextDue(), Math.min(saveAt, lookAt));
    }

    /** Does what is due; on the loop's thread. */
    void run(long now) {
        lastTime = now;
        if (saveAt <= now) {
            saveAt = now + SAVE_AFTER[Math.min(++saves, SAVE_AFTER.length - 1)];
            saveContacts(now);
        }
        if (lookAt <= now) {
            lookAt = now + LOOK_EVERY;
            look();
        }
        watch.run(now);
        EventLoop driver = loop;
        if (driver != null) {
            driver.wakeAt(nextDue());
        }
    }

    private void look() {
        if (!node.isAlone()) {
            hasWarned = false;
            return;
        }
        // Where no name could be resolved that was said already.
        boolean wasAnyoneAsked = isRestored || !given.isEmpty();
        if (!hasWarned && wasAnyoneAsked && node.settings().answering()) {
            hasWarned = true;
            LOG.log(System.Logger.Level.WARNING, silence());
        }
        resolveBootstrap();
    }

    private String silence() {
        if (bootstrap.isEmpty()) {
            return "no node answers of those known from an earlier run; name one that is up as bootstrap";
        }
        return "no node answers, asked as bootstrap: "
                + bootstrap.stream().limit(NAMED).map(HostPort::toString).collect(Collectors.joining(", "))
                + (bootstrap.size() > NAMED ? ", ..." : "")
                + ". Is one of them up, and does a firewall let UDP through, from port " + bound.port()
                + "? They are asked again, now and then";
    }

    private void saveContacts(long now) {
        List<Contact> contacts = node.contactsToSave(now);
        // A node that knows nobody keeps what an earlier run knew.
        Set<Contact> all = Set.copyOf(contacts);
        if (state != null && !contacts.isEmpty() && !saved.equals(all)) {
            var unused = state.saveContacts(contacts).thenRun(() -> saved = all);
        }
    }

    /** The loop has ended: saves once more. */
    void close() {
        watch.close();
        saveContacts(lastTime);
    }

    /** Begins with other nodes from now on; from any thread. */
    void bootstrap(List<HostPort> others) {
        bootstrap = List.copyOf(others);
        EventLoop driver = loop;
        if (driver != null) {
            var unused = driver.<Boolean>submit((it, now, reply) -> {
                given = Set.of();
                it.bootstrap(now, List.of());
                hasWarned = false;
                unresolved.clear();
                lookAfter(now);
                driver.wakeAt(nextDue());
                resolveBootstrap();
                reply.done(true);
            });
        }
    }

    /** Resolves the names of the bootstrap nodes, and tells the node; from any thread. */
    void resolveBootstrap() {
        if (!bootstrap.isEmpty() && resolving.compareAndSet(false, true)) {
            Thread resolver = new Thread(this::resolve, "dht-resolver-" + bound.port());
            resolver.setDaemon(true);
            resolver.start();
        }
    }

    /** Does so. The node asks the endpoints again by itself, ever more seldom, so it is told only of others. */
    void resolve() {
        List<HostPort> wanted = bootstrap;
        try {
            List<Endpoint> endpoints = new ArrayList<>();
            for (HostPort named : wanted) {
                try {
                    endpoints.addAll(named.resolve());
                    unresolved.remove(named);
                } catch (UnknownHostException e) {
                    if (unresolved.add(named)) {
                        LOG.log(
                                System.Logger.Level.WARNING,
                                "the bootstrap node " + named
                                        + " cannot be resolved; it is tried again every minute while nobody is known");
                    }
                }
            }
            EventLoop driver = loop;
            if (driver != null && !endpoints.isEmpty()) {
                Set<Endpoint> all = Set.copyOf(endpoints);
                List<Endpoint> own = OwnAddresses.of(bound, endpoints);
                var unused = driver.<Boolean>submit((it, now, reply) -> {
                    it.localAddresses(own);
                    if (wanted == bootstrap && !given.equals(all)) {
                        given = all;
                        it.bootstrap(now, endpoints);
                    }
                    reply.done(true);
                });
            }
        } finally {
            resolving.set(false);
            if (wanted != bootstrap) {
                resolveBootstrap(); // it was replaced meanwhile
            }
        }
    }
}
