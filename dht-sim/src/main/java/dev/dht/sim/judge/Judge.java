package dev.dht.sim.judge;

import dev.dht.api.LookupReport;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.lookup.LookupSettings;
import dev.dht.node.Node;
import dev.dht.sim.Observer;
import dev.dht.sim.Universe;
import dev.dht.wire.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds a universe to all invariants that must never be broken. Must see it from before its first node on. */
public final class Judge implements Observer {
    /** So many violations are told; more of them say nothing new. */
    private static final int MOST = 100;

    /** Of so many look-ups at least half must be such that they can be judged: a judge that is blind would be content. */
    private static final int MANY = 100;

    private final Universe universe;
    private final List<String> violations = new ArrayList<>();
    private final AskedAllCloser lookups;
    private final Drain drain;
    private final List<Invariant> invariants;
    private final Packet packet = new Packet();

    /** A judge of a universe whose nodes do look-ups as others do. */
    public Judge(Universe universe) {
        this.universe = universe;
        lookups = new AskedAllCloser(universe, LookupSettings.DEFAULT, this::broken);
        drain = new Drain(universe, this::broken);
        StoredWithToken tokens = new StoredWithToken(universe, this::broken);
        invariants = List.of(
                lookups,
                drain,
                tokens,
                new EntryLifetime(universe, tokens, this::broken),
                new KnownByAnswer(universe, this::broken),
                new BoundsHold(universe, this::broken));
    }

    private void broken(String how) {
        if (violations.size() < MOST) {
            violations.add(String.format(Locale.ROOT, "at %.3f s: %s", universe.now() / 1e9, how));
        }
    }

    /** What was broken so far, as sentences. */
    public List<String> verdict() {
        if (lookups.ended() >= MANY && lookups.judged() < lookups.ended() / 2) {
            broken(lookups.judged() + " of " + lookups.ended()
                    + " look-ups could be judged: their reports do not count what is sent");
        }
        return List.copyOf(violations);
    }

    /** How many look-ups of users were held to the invariant of look-ups, of those that ended. */
    public long lookups() {
        return lookups.judged();
    }

    /** Looks at every node; to be called now and then. */
    public void look() {
        invariants.forEach(invariant -> invariant.look(universe.now()));
    }

    /** A user of a node begins a look-up. */
    public void lookupBegins(int host, Id target) {
        lookups.begins(host, target);
        drain.begins(host, target);
    }

    /** It ended by itself. */
    public void lookupEnded(int host, Id target, LookupReport report) {
        lookups.ended(host, target, report);
        drain.ended(host, target);
    }

    /** It was refused or broken off. */
    public void lookupFailed(int host, Id target) {
        lookups.failed(host, target);
        drain.ended(host, target);
    }

    @Override
    public void started(long now, int host, Node node) {
        invariants.forEach(invariant -> invariant.started(now, host, node));
    }

    @Override
    public void stopped(long now, int host, Node node) {
        invariants.forEach(invariant -> invariant.stopped(now, host));
    }

    @Override
    public void sent(long now, int from, Endpoint to, ByteBuffer datagram) {
        if (universe.isHonest(from) && packet.read(datagram) == null) {
            for (Invariant invariant : invariants) {
                invariant.sent(now, from, to, packet);
            }
        }
    }

    @Override
    public void delivered(long now, int from, int to, ByteBuffer datagram) {
        if (packet.read(datagram) == null) {
            for (Invariant invariant : invariants) {
                invariant.delivered(now, from, to, packet);
            }
        }
    }

    @Override
    public void handled(long now, int to) {
        for (Invariant invariant : invariants) {
            invariant.handled(now, to);
        }
    }
}
