package dev.dht.node;

import dev.dht.id.Id;
import dev.dht.publish.Entered;
import dev.dht.publish.Entry;
import java.util.Collections;
import java.util.SortedMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What this node entered. What publishes it is made for the first entry: most nodes of a large universe have none. */
final class OwnEntries {
    private final LongFunction<Publishing> maker;
    private @Nullable Publishing publishing;

    OwnEntries(LongFunction<Publishing> maker) {
        this.maker = maker;
    }

    Entered enter(long now, Id id, int port, Entry.@Nullable Listener listener) {
        if (publishing == null) {
            publishing = maker.apply(now);
        }
        return publishing.publisher.enter(now, id, port, listener);
    }

    /** Stops publishing an id; whether it was entered. */
    boolean delete(long now, Id id) {
        return publishing != null && publishing.publisher.delete(now, id);
    }

    /** By id; a view. */
    SortedMap<Id, Entry> all() {
        return publishing == null ? Collections.emptySortedMap() : publishing.publisher.entries();
    }

    /** The entry of an id, if it was entered. */
    @Nullable
    Entry get(Id id) {
        return publishing == null ? null : publishing.publisher.entries().get(id);
    }

    /** How many of them fewer nodes hold than wanted. */
    int underReplicated() {
        return publishing == null ? 0 : publishing.publisher.underReplicated();
    }

    /** For how long the most urgent renewal is overdue, in nanoseconds. */
    long behind(long now) {
        return publishing == null ? 0 : publishing.publisher.behind(now);
    }

    /** Somebody is there who was not. */
    void neighbourhoodChanged(long now) {
        if (publishing != null) {
            publishing.publisher.neighbourhoodChanged(now);
        }
    }

    /** The machine slept: who took an entry before may have forgotten it. */
    void renewAll(long now) {
        if (publishing != null) {
            publishing.publisher.renewAll(now);
        }
    }

    void close(long now) {
        if (publishing != null) {
            publishing.publisher.close(now);
        }
    }

    /** Does what is due. */
    void pump(long now) {
        if (publishing != null) {
            publishing.pump(now);
        }
    }

    long nextDeadline() {
        return publishing == null ? Long.MAX_VALUE : publishing.publisher.nextDeadline();
    }
}
