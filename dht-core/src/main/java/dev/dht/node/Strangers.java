package dev.dht.node;

import dev.dht.api.Reachability.Probe;
import dev.dht.id.Endpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Queries of strangers: of endpoints that this node sent nothing to for longer than firewalls remember. That one came is the
 * only proof that strangers can reach it.
 *
 * <p>A node that was stopped finds queries that came minutes ago, when a firewall may still have been open. It is woken
 * once a minute, so it notices; what it finds then proves nothing.
 */
final class Strangers {
    static final long NEVER = Long.MIN_VALUE;
    /** A node that knows others is called at least as often: a minute, in nanoseconds. */
    static final long AWAKE_EVERY = 60_000_000_000L;
    /** A longer silence of the driver than this: it was stopped. */
    static final long STOPPED_AFTER = 90_000_000_000L;
    /** For so long after that what waited in the socket is still being read. */
    static final long READS_LATE_FOR = 10_000_000_000L;

    private final Counters counters;
    private long lastPublic = NEVER;
    private long lastLocal = NEVER;
    private long calledAt;
    private long trustedFrom;
    private long since;
    /** How many of its own queries this node had sent by then. */
    private long queriesBefore;

    private @Nullable Probe probe;
    private long probedAt;

    Strangers(Counters counters, long now) {
        this.counters = counters;
        this.calledAt = now;
        this.trustedFrom = now;
        this.since = now;
    }

    /** The driver called: it does so at {@link #nextDeadline}, unless it was stopped. */
    void called(long now) {
        if (now - calledAt > STOPPED_AFTER) {
            countFrom(now);
            trustedFrom = now + READS_LATE_FOR;
        }
        calledAt = now;
    }

    /** When the driver must call, so that it is known not to have stopped. */
    long nextDeadline() {
        return calledAt + AWAKE_EVERY;
    }

    /** The network is there again, and may be another one: nothing that was known counts. */
    void beginAgain(long now) {
        countFrom(now);
        lastPublic = NEVER;
        lastLocal = NEVER;
        probe = null;
    }

    /** That nobody asked until now says nothing. */
    private void countFrom(long now) {
        since = now;
        queriesBefore = queries();
    }

    private long queries() {
        return counters.get(Counter.QUERIES_PING)
                + counters.get(Counter.QUERIES_FIND_NODE)
                + counters.get(Counter.QUERIES_FIND_VALUE)
                + counters.get(Counter.QUERIES_STORE);
    }

    /** Neighbours were asked out of a second socket. */
    void probed(long now, Probe finding) {
        probe = finding;
        probedAt = now;
    }

    /** What that brought; null where it was not done. */
    @Nullable
    Probe probe(long now) {
        return probe == null ? null : probe.at(Duration.ofNanos(now - probedAt));
    }

    /** A query came from an endpoint that nothing was sent to lately. */
    void asked(long now, Endpoint from) {
        if (now < trustedFrom) {
            return;
        }
        if (from.isPublic()) {
            counters.add(Counter.STRANGERS_PUBLIC);
            lastPublic = now;
        } else {
            counters.add(Counter.STRANGERS_LOCAL);
            lastLocal = now;
        }
    }

    /** Whether any have come from where an endpoint is: then no firewall keeps it from asking this node. */
    boolean reach(Endpoint endpoint) {
        return endpoint.isPublic() ? lastPublic != NEVER : lastLocal != NEVER;
    }

    /** How many came since this node was started. */
    long count() {
        return counters.get(Counter.STRANGERS_PUBLIC) + counters.get(Counter.STRANGERS_LOCAL);
    }

    /** When the last query of a stranger came that has a public address; {@link #NEVER} where none did. */
    long lastPublic() {
        return lastPublic;
    }

    /** When the last query of a stranger came from a private network or this machine. */
    long lastLocal() {
        return lastLocal;
    }

    /** For how long they could have come, in nanoseconds. */
    long inTouch() {
        return calledAt - since;
    }

    /** How many queries of its own this node has sent since then. */
    long sentSince() {
        return queries() - queriesBefore;
    }
}
