package dev.dht.sim.judge;

import dev.dht.api.Info;
import dev.dht.node.Node;
import dev.dht.node.NodeBounds;
import dev.dht.node.NodeSettings;
import dev.dht.routing.TableView.BucketView;
import dev.dht.sim.Universe;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/** A bound is never passed: of buckets, queries, look-ups, of what is stored and of what is entered. */
final class BoundsHold extends Invariant {
    private static final int K = 8;

    private final Universe universe;
    private final Function<Node, NodeSettings> settingsOf;

    /** Of each node, the bounds that it was made with. */
    BoundsHold(Universe universe, Consumer<String> verdict) {
        this(universe, Node::settings, verdict);
    }

    BoundsHold(Universe universe, Function<Node, NodeSettings> settingsOf, Consumer<String> verdict) {
        super(verdict);
        this.universe = universe;
        this.settingsOf = settingsOf;
    }

    @Override
    void look(long now) {
        for (int host = 0; host < universe.size(); host++) {
            if (universe.isHonest(host)) {
                look(host);
            }
        }
    }

    private void look(int host) {
        NodeSettings settings = settingsOf.apply(universe.node(host));
        NodeBounds bounds = settings.bounds();
        Info info = universe.node(host).info(universe.clock(host), null);
        atMost(host, "queries in flight", info.queriesInFlight(), bounds.queriesInFlight());
        // Its own look-ups, a round of publishing each and two of the upkeep, are never refused.
        int own = settings.publish().rounds() + 2;
        atMost(host, "look-ups running", info.lookupsRunning(), bounds.lookupsRunning() + own);
        atMost(host, "look-ups waiting", info.lookupsWaiting(), bounds.lookupsWaiting());
        atMost(host, "entries stored", info.store().entries(), settings.store().entries());
        atMost(host, "entries entered", info.entered(), settings.publish().entries());
        for (BucketView bucket : universe.node(host).table(universe.clock(host)).buckets()) {
            atMost(host, "contacts of a bucket", bucket.contacts().size(), K);
            atMost(host, "contacts in reserve", bucket.reserve().size(), K);
        }
    }

    private void atMost(int host, String what, long count, long bound) {
        if (count > bound) {
            broken(String.format(Locale.ROOT, "node %d has %d %s, more than %d", host, count, what, bound));
        }
    }
}
