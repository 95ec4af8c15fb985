package dev.dht.node;

import dev.dht.answer.Answers;
import dev.dht.answer.Answers.Answer;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.Explanation;
import dev.dht.api.Found;
import dev.dht.api.Info;
import dev.dht.api.LookupReport;
import dev.dht.api.LookupStep;
import dev.dht.api.Pong;
import dev.dht.api.Reachability.Probe;
import dev.dht.api.Receipt;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import dev.dht.publish.Publisher;
import dev.dht.query.Asker.Failure;
import dev.dht.query.Queries;
import dev.dht.query.Question;
import dev.dht.routing.Table;
import dev.dht.routing.TableView;
import dev.dht.store.Store;
import dev.dht.store.Tokens;
import dev.dht.wire.Malformed;
import dev.dht.wire.Packet;
import dev.dht.wire.PacketWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A node, whole, as a deterministic machine. See the package for how it is driven. A datagram comes in through {@link
 * #receive}, a query is answered at once out of table and store, a response goes to the query that it answers and from
 * there to the look-up or the verb behind it; what that makes necessary is sent before the call returns.
 */
public final class Node {
    /** The IPv4 path, the only one today. */
    static final int PATH = 0;

    private final NodeSettings settings;
    private final Id self;
    private final CountedOutlet outlet;
    private final Packet packet;
    private final PacketWriter writer;
    private final Counters counters = new Counters();
    private final Calls calls = new Calls();
    private final Views views;
    private final OwnAddress address = new OwnAddress();
    private final Table table;
    private final Store store;
    private final Answers answers;
    private final Queries queries;
    private final Inquiry inquiry;
    private final Lookups lookups;
    private final Upkeep upkeep;
    private final OwnEntries entries;
    private final Requests requests;

    private long now;
    private long deadline;
    private boolean closed;

    /**
     * A node that knows nobody.
     *
     * @param self its id
     * @param secrets where what nobody may guess is drawn from: transaction ids, token secrets; secure in production
     * @param choices where what others may guess is drawn from: jitter, samples
     * @param scratch what it works in; nodes driven by one thread may share it
     * @param now monotonic nanoseconds
     * @param wallMillis what the wall clock shows, in milliseconds since the epoch; only receipts tell it
     */
    public Node(
            NodeSettings settings,
            Id self,
            RandomGenerator secrets,
            RandomGenerator choices,
            Outlet outlet,
            Scratch scratch,
            long now,
            long wallMillis) {
        this.settings = settings;
        this.self = self;
        this.outlet = new CountedOutlet(outlet, counters);
        this.packet = scratch.packet;
        this.now = now;
        this.deadline = Long.MAX_VALUE;
        writer = PacketWriter.upTo(settings.bounds().datagram(), self, scratch.buffer);
        table = new Table(self, choices, now, settings.goodFor());
        store = new Store(settings.store(), secrets, now);
        answers = new Answers(table, store, new Tokens(secrets, now), writer, choices, scratch.closest);
        queries = settings.bounds().queries(writer, secrets, this.outlet);
        inquiry = new Inquiry(queries, table, counters, settings.bounds().memoryBits(), now);
        lookups = new Lookups(settings, self, table, inquiry, counters);
        entries = new OwnEntries(time ->
                new Publishing(new Publisher(settings.publish(), choices, time), inquiry, address, counters, lookups));
        upkeep = new Upkeep(
                self,
                table,
                inquiry,
                counters,
                choices,
                settings.maintenance(),
                lookups::startOwn,
                entries::neighbourhoodChanged);
        inquiry.tell(upkeep);
        views = new Views(self, settings, table, store, entries, queries, lookups, upkeep, address, counters, now);
        views.wallClock(now, wallMillis);
        requests = new Requests(settings, inquiry, lookups, entries, store, address, calls, views, counters);
    }

    // The driver's side

    /**
     * A datagram came.
     *
     * @param path the socket it came through; 0, the IPv4 path, is the only one today
     * @param from where it came from
     * @param datagram the bytes between position and limit, read during the call only
     */
    public void receive(long time, int path, Endpoint from, ByteBuffer datagram) {
        enter(time);
        counters.add(Counter.DATAGRAMS_RECEIVED);
        counters.add(Counter.BYTES_RECEIVED, datagram.remaining());
        Malformed fault = packet.read(datagram);
        if (fault != null) {
            counters.dropped(fault);
        } else if (!from.isV4() || path != PATH) {
            counters.add(Counter.DROPS_OTHER_FAMILY);
        } else if (packet.kind().isQuery()) {
            if (settings.answering()) {
                serve(from);
            }
        } else {
            inquiry.response(now, from, packet);
            settle();
        }
        calls.deliver();
    }

    /** Answers a query. Allocates nothing where the one that asks is known, or would not be taken in. */
    private void serve(Endpoint from) {
        inquiry.askedUs(now, from, packet.transaction());
        long check = table.nextCheck();
        boolean isKnown = table.heard(
                now, packet.senderWord(0), packet.senderWord(1), packet.senderWord(2), packet.senderWord(3), from);
        Answer answer = answers.answer(now, from, packet);
        counters.served(packet.kind(), answer);
        if (!answer.isSilence()) {
            outlet.send(PATH, from, writer.finished());
        }
        boolean isAsked = false;
        if (!isKnown && !closed) {
            isAsked = upkeep.newcomer(now, packet, from);
        } else if (upkeep.isAlone() && !closed) {
            upkeep.alive(now);
            settle();
        }
        if (isAsked || answer == Answer.STORED || table.nextCheck() != check) {
            deadline = nextOfParts();
        }
    }

    /** Lets time pass: does what is due. */
    public void advance(long time) {
        enter(time);
        calls.deliver();
    }

    /** When {@link #advance} must be called at the latest; {@link Long#MAX_VALUE} for never. */
    public long nextDeadline() {
        return deadline;
    }

    /**
     * The machine slept, or the process was stopped: the time since is not what others saw. Queries in flight are given
     * up, contacts are asked again, entries renewed.
     *
     * @param wallMillis what the wall clock shows now
     */
    public void resumed(long time, long wallMillis) {
        now = Math.max(now, time);
        entries.renewAll(now);
        queries.giveUpAll(now, Failure.SLEPT);
        views.wallClock(now, wallMillis);
        deadline = Math.max(deadline, now);
        enter(time);
        table.checkAll(now);
        upkeep.resumed(now);
        settle();
        calls.deliver();
    }

    /** Takes over the time and does what is due at it. */
    private void enter(long time) {
        now = Math.max(now, time);
        inquiry.strangers().called(now);
        if (now >= deadline) {
            counters.late(now - deadline);
            queries.advance(now);
            store.advance(now);
            settle();
        }
    }

    /** Sends all that has become possible or necessary. */
    private void settle() {
        if (!closed) {
            do {
                lookups.pump(now);
                upkeep.pump(now);
                entries.pump(now);
            } while (lookups.hasTurn());
        }
        deadline = nextOfParts();
    }

    private long nextOfParts() {
        long next = Math.min(queries.nextDeadline(), store.nextDeadline());
        return closed ? next : Math.min(next, Math.min(upkeep.nextDeadline(), entries.nextDeadline()));
    }

    // What it is given

    /** Endpoints to ask for as long as it knows nobody good; replaces those given before. */
    public void bootstrap(long time, List<Endpoint> endpoints) {
        call(time, () -> upkeep.bootstrap(now, endpoints));
    }

    /** Contacts of an earlier run; they are asked soon. */
    public void restore(long time, List<Contact> contacts) {
        call(time, () -> contacts.forEach(c -> table.restore(now, c)));
    }

    /**
     * Contacts as the table of a node has them that has long been there: each answered in the last minutes, and strangers can
     * reach it. For studies of networks, which need not grow them first; each stands for what the node would have learned, in
     * {@code roundTrip} nanoseconds.
     *
     * @param bootstrap whom to ask should it come to know nobody good
     */
    public void settle(long time, List<Endpoint> bootstrap, List<Contact> contacts, ToLongFunction<Contact> roundTrip) {
        call(time, () -> upkeep.settle(now, bootstrap, contacts, roundTrip));
    }

    /** Entries of an earlier run; they are published soon. */
    public void restoreEntries(long time, SortedMap<Id, Integer> saved) {
        call(time, () -> saved.forEach((id, port) -> entries.enter(now, id, port, null)));
    }

    /** The addresses that this node surely has, the one others will see first; their ports do not matter. */
    public void localAddresses(List<Endpoint> addresses) {
        address.local(addresses);
    }

    /** What neighbours told a stranger of this node: see {@link Probe}. */
    public void probed(long time, Probe finding) {
        inquiry.strangers().probed(Math.max(now, time), finding);
    }

    // Verbs

    /** Asks an endpoint whether a node is there. */
    public void ping(long time, Endpoint to, Reply<Pong> reply) {
        call(time, () -> requests.ping(now, to, reply));
    }

    /** Asks one node for its contacts closest to an id. */
    public void findNode(long time, Endpoint to, Id target, Reply<Found> reply) {
        call(time, () -> requests.find(now, to, Question.findNode(target), reply));
    }

    /** Asks one node where an id can be had. */
    public void findValue(long time, Endpoint to, Id id, Reply<Found> reply) {
        call(time, () -> requests.find(now, to, Question.findValue(id), reply));
    }

    /** Asks one node to store this node's address and a port under an id. */
    public void store(long time, Endpoint to, Token token, Id id, int port, Reply<Pong> reply) {
        call(time, () -> requests.store(now, to, token, id, port, reply));
    }

    /** Looks an id up, and tells each endpoint once, as it is found. What it returns ends it, on the driver's thread. */
    public Cancel lookup(long time, Id id, Consumer<Endpoint> found, Reply<LookupReport> reply) {
        return start(time, requests.lookup(Math.max(now, time), id, found, reply));
    }

    /** Looks an id up, and tells each step as it is taken, and again when there is news of it. */
    public Cancel explain(
            long time, Id id, Consumer<Endpoint> found, Consumer<LookupStep> told, Reply<Explanation> reply) {
        return start(time, requests.explain(Math.max(now, time), id, found, told, reply));
    }

    private Cancel start(long time, LookupRun run) {
        call(time, () -> requests.start(now, run));
        return at -> call(at, () -> requests.cancel(now, run));
    }

    /** Publishes an id with a port; the reply comes when the first round of storing has ended. */
    public void enter(long time, Id id, int port, Reply<Receipt> reply) {
        call(time, () -> requests.enter(now, id, port, reply));
    }

    /** Stops publishing an id. */
    public void delete(long time, Id id, Reply<Boolean> reply) {
        call(time, () -> requests.delete(now, id, reply));
    }

    /** Runs an action when a good contact is known. */
    public void whenReady(long time, Runnable action) {
        call(time, () -> upkeep.whenReady(() -> calls.add(action)));
    }

    /** Ends the node: what is pending fails with {@link Reason#CLOSED}, and so does every verb from now on. */
    public void close(long time) {
        call(time, () -> {
            closed = true;
            requests.close();
            lookups.endAll(now, Requests.closedFailure());
            queries.giveUpAll(now, Failure.CLOSED);
            entries.close(now);
        });
    }

    private void call(long time, Runnable action) {
        if (calls.isInside()) {
            calls.add(() -> perform(time, action));
            return;
        }
        perform(time, action);
        calls.deliver();
    }

    private void perform(long time, Runnable action) {
        enter(time);
        action.run();
        settle();
    }

    // What it knows

    /** Its bounds and how it does things. */
    public NodeSettings settings() {
        return settings;
    }

    /** Its id. */
    public Id id() {
        return self;
    }

    /** Whether it knows no good contact. */
    public boolean isAlone() {
        return upkeep.isAlone();
    }

    /** Contacts worth remembering over a restart. */
    public List<Contact> contactsToSave(long time) {
        return views.contactsToSave(time);
    }

    /** Its table, as values. */
    public TableView table(long time) {
        return table.view(time);
    }

    /** What it stores for others under an id: endpoints that have not expired, in no order. */
    public List<Endpoint> stored(long time, Id id) {
        return store.all(time, id);
    }

    /** The receipts of some entries, by id: at most so many, from the first id that is not below {@code from}. */
    public List<Receipt> entries(Id from, int most) {
        return views.receipts(entries.all().tailMap(from).values().stream().limit(most));
    }

    /** The receipt of one entry; null where it was not entered. */
    public @Nullable Receipt entry(Id id) {
        return views.receiptOf(id);
    }

    /**
     * What it knows of itself.
     *
     * @param bound where its socket is bound to; null where there is none
     */
    public Info info(long time, @Nullable Endpoint bound) {
        return views.info(time, bound);
    }
}
