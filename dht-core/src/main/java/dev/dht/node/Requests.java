package dev.dht.node;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.Explanation;
import dev.dht.api.Found;
import dev.dht.api.LookupReport;
import dev.dht.api.LookupStep;
import dev.dht.api.Pong;
import dev.dht.api.Receipt;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import dev.dht.publish.Entered;
import dev.dht.publish.Entry;
import dev.dht.query.Question;
import dev.dht.store.Store;
import java.util.function.Consumer;

/** What users ask of a node: the bodies of its verbs, each run within a call to {@link Node}. */
final class Requests {
    private final NodeSettings settings;
    private final Inquiry inquiry;
    private final Lookups lookups;
    private final OwnEntries entries;
    private final Store store;
    private final OwnAddress address;
    private final Calls calls;
    private final Views views;
    private final Counters counters;
    private boolean closed;

    Requests(
            NodeSettings settings,
            Inquiry inquiry,
            Lookups lookups,
            OwnEntries entries,
            Store store,
            OwnAddress address,
            Calls calls,
            Views views,
            Counters counters) {
        this.settings = settings;
        this.inquiry = inquiry;
        this.lookups = lookups;
        this.entries = entries;
        this.store = store;
        this.address = address;
        this.calls = calls;
        this.views = views;
        this.counters = counters;
    }

    static DhtException closedFailure() {
        return new DhtException(Reason.CLOSED, "the node is closed");
    }

    /** From now on every verb fails. */
    void close() {
        closed = true;
    }

    private boolean isRefused(Reply<?> delivered) {
        if (closed) {
            delivered.failed(closedFailure());
        }
        return closed;
    }

    void ping(long now, Endpoint to, Reply<Pong> reply) {
        ask(now, to, Question.ping(), reply, (roundTrip, answer) -> new Pong(answer.sender(), roundTrip));
    }

    void find(long now, Endpoint to, Question question, Reply<Found> reply) {
        ask(now, to, question, reply, SingleQuery::found);
    }

    void store(long now, Endpoint to, Token token, Id id, int port, Reply<Pong> reply) {
        Question question = Question.store(token.bits(), id, port);
        ask(now, to, question, reply, (roundTrip, answer) -> new Pong(answer.sender(), roundTrip));
    }

    private <T> void ask(long now, Endpoint to, Question question, Reply<T> reply, SingleQuery.Reader<T> reader) {
        Reply<T> delivered = calls.delivered(reply);
        if (isRefused(delivered)) {
            return;
        }
        SingleQuery<T> asker = new SingleQuery<>(reader, delivered);
        if (!to.isUnicast() || !to.isV4()) {
            asker.unusable(to);
        } else if (!inquiry.ask(now, to, null, false, question, asker)) {
            asker.tooMany(to);
        }
    }

    /** A look-up, yet to be started. */
    LookupRun lookup(long now, Id id, Consumer<Endpoint> found, Reply<LookupReport> reply) {
        return lookups.forValues(
                now, id, new LookupReply(calls, settings.lookup().width(), found, reply));
    }

    /** The same, explained. */
    LookupRun explain(long now, Id id, Consumer<Endpoint> found, Consumer<LookupStep> told, Reply<Explanation> reply) {
        Trail trail = new Trail(now, settings.lookup().width(), calls, found, told, reply);
        return lookups.forValues(now, id, trail);
    }

    void start(long now, LookupRun run) {
        if (closed) {
            run.end(now, closedFailure());
        } else {
            findHere(now, run);
            lookups.start(now, run);
        }
    }

    void cancel(long now, LookupRun run) {
        run.end(now, new DhtException(Reason.CANCELLED, "the look-up was cancelled"));
    }

    /** What this node stores, and what it entered. */
    private void findHere(long now, LookupRun run) {
        Id id = run.target();
        store.all(now, id).forEach(endpoint -> run.found(now, endpoint));
        Entry entry = entries.get(id);
        Endpoint own = address.best();
        if (entry != null && own != null) {
            run.found(now, own.withPort(entry.port()));
        }
    }

    void enter(long now, Id id, int port, Reply<Receipt> reply) {
        Reply<Receipt> delivered = calls.delivered(reply);
        if (isRefused(delivered)) {
            return;
        }
        Entered entered = entries.enter(now, id, port, (at, entry, deleted) -> {
            if (!deleted) {
                counters.took(Timing.ENTER, at - now);
            }
            firstRoundEnded(entry, deleted, delivered);
        });
        switch (entered) {
            case NEW -> counters.add(Counter.ENTRIES_ENTERED);
            case AGAIN -> {}
            case FULL -> {
                counters.add(Counter.BOUND_ENTERED);
                delivered.failed(new DhtException(
                        Reason.BUSY, settings.publish().entries() + " entries are entered already; delete one first"));
            }
        }
    }

    private void firstRoundEnded(Entry entry, boolean deleted, Reply<Receipt> delivered) {
        if (isRefused(delivered)) {
            return;
        }
        if (deleted) {
            delivered.failed(new DhtException(Reason.CANCELLED, "the entry was deleted or given another port"));
        } else {
            delivered.done(views.receipt(entry));
        }
    }

    void delete(long now, Id id, Reply<Boolean> reply) {
        Reply<Boolean> delivered = calls.delivered(reply);
        if (!isRefused(delivered)) {
            delivered.done(entries.delete(now, id));
        }
    }
}
