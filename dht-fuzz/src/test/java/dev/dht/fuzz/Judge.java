package dev.dht.fuzz;

import dev.dht.api.Info;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.NodeSettings;
import dev.dht.store.Tokens;
import dev.dht.wire.Message;
import dev.dht.wire.Message.Envelope;
import dev.dht.wire.Message.ErrorResponse;
import dev.dht.wire.Message.FindNodeQuery;
import dev.dht.wire.Message.FindValueQuery;
import dev.dht.wire.Message.NodesResponse;
import dev.dht.wire.Message.PingQuery;
import dev.dht.wire.Message.StoreQuery;
import dev.dht.wire.Message.ValuesResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees every datagram that goes into a node and comes out of it, and what the node tells of itself; says what is wrong. */
final class Judge {
    private static final long SECOND = 1_000_000_000L;
    /** An entry lives for as long. */
    private static final long ENTRY_LIVES = 3_600 * SECOND;
    /** Nodes of version 1 crash at a query with a transaction id that they used themselves within as long. */
    private static final long AVOIDED_FOR = 5 * SECOND;

    private record Transaction(Endpoint with, int id) {}

    private record Permission(Endpoint to, long token) {}

    private record Placed(Id id, Endpoint endpoint) {}

    private final NodeSettings settings;
    private final Id self;
    private final Map<Transaction, Long> askedUs = new HashMap<>();
    private final Set<Transaction> asked = new HashSet<>();
    private final Set<Contact> answered = new HashSet<>();
    private final Map<Permission, Long> permitted = new HashMap<>();
    private final Map<Placed, Long> stored = new HashMap<>();
    private long received;
    /** The query that is being received and has not been answered yet. */
    private @Nullable Envelope open;

    private @Nullable Endpoint asker;

    Judge(NodeSettings settings, Id self) {
        this.settings = settings;
        this.self = self;
    }

    /** Before the node receives it. */
    void received(long now, boolean isHeard, Endpoint from, byte[] bytes) {
        received++;
        open = null;
        asker = from;
        Envelope envelope = Message.decode(bytes).orElse(null);
        if (envelope == null || !isHeard || !from.isV4()) {
            return;
        }
        if (!isQuery(envelope.message())) {
            if (asked.contains(new Transaction(from, envelope.transaction()))) {
                answered.add(new Contact(envelope.sender(), from));
            }
            return;
        }
        open = envelope;
        askedUs.put(new Transaction(from, envelope.transaction()), now);
        if (envelope.message() instanceof StoreQuery store && store.port() != 0) {
            Long given = permitted.get(new Permission(from, store.token()));
            if (given != null && now - given <= 2 * Tokens.PERIOD) {
                stored.put(new Placed(store.id(), from.withPort(store.port())), now);
            }
        }
    }

    /** What the node sends. */
    Envelope sent(long now, int path, Endpoint to, byte[] bytes) {
        require(path == 0, "a path that there is not", path);
        require(bytes.length <= settings.bounds().datagram(), "a datagram too long", bytes.length);
        Envelope envelope =
                Message.decode(bytes).orElseThrow(() -> new AssertionError("a packet that nobody can read"));
        require(envelope.sender().equals(self), "a sender that it is not", envelope);
        require(!(envelope.message() instanceof ErrorResponse), "an error", envelope);
        if (isQuery(envelope.message())) {
            require(to.isUnicast() && to.isV4(), "a query to nobody", to);
            Long theirs = askedUs.get(new Transaction(to, envelope.transaction()));
            require(theirs == null || now - theirs >= AVOIDED_FOR, "a transaction id of the other side's", envelope);
            asked.add(new Transaction(to, envelope.transaction()));
        } else {
            answersTheAsker(now, to, envelope);
        }
        return envelope;
    }

    private void answersTheAsker(long now, Endpoint to, Envelope answer) {
        Envelope query = open;
        require(query != null && to.equals(asker), "an answer to nothing", answer);
        require(answer.transaction() == query.transaction(), "an answer to another query", answer);
        open = null;
        if (answer.message() instanceof NodesResponse nodes) {
            permitted.put(new Permission(to, nodes.token()), now);
            require(nodes.nodes().size() <= 8, "more than 8 contacts", nodes);
            nodes.nodes().forEach(c -> require(answered.contains(c), "names who never answered", c));
            nodes.nodes().forEach(c -> require(!c.endpoint().equals(to), "names the asker", c));
        } else if (answer.message() instanceof ValuesResponse values
                && query.message() instanceof FindValueQuery find) {
            permitted.put(new Permission(to, values.token()), now);
            values.endpoints().forEach(e -> require(isStored(now, find.id(), e), "an entry that nobody stored", e));
        }
    }

    private boolean isStored(long now, Id id, Endpoint endpoint) {
        Long at = stored.get(new Placed(id, endpoint));
        return at != null && now - at <= ENTRY_LIVES;
    }

    /** A query that must have been answered was. */
    void wasAnswered() {
        require(open == null, "no answer", open);
    }

    /** What the node tells of itself, between calls. */
    void told(long now, Info info) {
        atMost(settings.bounds().queriesInFlight(), info.queriesInFlight(), "queries in flight");
        int own = settings.publish().rounds() + 2;
        atMost(settings.bounds().lookupsRunning() + own, info.lookupsRunning(), "look-ups running");
        atMost(settings.bounds().lookupsWaiting(), info.lookupsWaiting(), "look-ups waiting");
        atMost(settings.store().entries(), info.store().entries(), "entries stored");
        atMost(info.store().entries(), info.store().ids(), "ids stored");
        atMost(settings.publish().entries(), info.entered(), "entries entered");
        atMost(info.entered(), info.underReplicated(), "entries that too few hold");
        long alive = stored.values().stream()
                .filter(at -> now - at <= 2 * ENTRY_LIVES)
                .count();
        atMost(alive, info.store().entries(), "entries stored with a token");
        atMost(256, info.table().buckets().size(), "buckets");
        atMost(8L * info.table().buckets().size(), info.table().replacements(), "replacements");
        for (Info.BucketInfo bucket : info.table().buckets()) {
            atMost(8, bucket.contacts().size(), "contacts of a bucket");
            for (Info.ContactInfo contact : bucket.contacts()) {
                require(answered.contains(contact.contact()), "a contact that never answered", contact);
                int shared = self.commonPrefix(contact.contact().id());
                boolean isLast = bucket
                        == info.table().buckets().get(info.table().buckets().size() - 1);
                require(shared == bucket.prefix() || isLast && shared > bucket.prefix(), "the wrong bucket", contact);
            }
        }
        Long counted = info.counters().get("datagrams_received");
        require(counted != null && counted == received, "datagrams miscounted", counted);
    }

    static boolean isQuery(Message message) {
        return message instanceof PingQuery
                || message instanceof FindNodeQuery
                || message instanceof FindValueQuery
                || message instanceof StoreQuery;
    }

    private static void atMost(long bound, long actual, String what) {
        require(actual <= bound, what + ", where there may be " + bound, actual);
    }

    static void require(boolean condition, String what, @Nullable Object which) {
        if (!condition) {
            throw new AssertionError(what + ": " + which);
        }
    }
}
