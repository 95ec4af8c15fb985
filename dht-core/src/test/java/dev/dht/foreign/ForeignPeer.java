package dev.dht.foreign;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One peer. It is silent to all that is not a query, answers a STORE with a bad token as if it had stored, and takes
 * all contacts that it learned for good ones, for ever.
 */
public final class ForeignPeer {
    private final ForeignContact self;
    private final ForeignTable table;
    private final ForeignTokens tokens;
    private final ForeignStore store = new ForeignStore();
    private final List<String> violations = new ArrayList<>();
    private boolean learnsAskers;

    /** A peer that knows nobody; {@code secret} is what its tokens are made with. */
    public ForeignPeer(byte[] id, int address, int port, byte[] secret) {
        self = new ForeignContact(id.clone(), address, port);
        table = new ForeignTable(self.id());
        tokens = new ForeignTokens(secret);
    }

    /** The exact reply to a packet, or null for silence. */
    public byte @Nullable [] receive(long now, int fromAddress, int fromPort, byte[] packet) {
        if (ForeignQuery.typeOf(packet) == 'e') {
            violations.add("sent an error packet to " + self);
            return null;
        }
        ForeignQuery query = ForeignQuery.read(packet);
        if (query == null) {
            return null;
        }
        if (learnsAskers) {
            learn(query.sender(), fromAddress, fromPort);
        }
        return switch (query.verb()) {
            case PING -> ForeignReply.pong(query.tag(), self.id());
            case FIND_NODE -> nodes(now, fromAddress, fromPort, query);
            case FIND_VALUE -> values(now, fromAddress, fromPort, query);
            case STORE -> stored(now, fromAddress, fromPort, query);
        };
    }

    /** Fills the table by one contact, where there is room for it. */
    public void learn(byte[] id, int address, int port) {
        table.learn(new ForeignContact(id.clone(), address, port));
    }

    /** Whether whoever asks is taken in as if it had answered; at first it is not. The deployed nodes do it. */
    public void learnsAskers(boolean yes) {
        learnsAskers = yes;
    }

    /** Stores an endpoint as a STORE with a good token does. */
    public void put(long now, byte[] id, int address, int port) {
        store.put(now, id, new ForeignEndpoint(address, port));
    }

    /** The endpoints it holds for an id. */
    public List<ForeignEndpoint> held(long now, byte[] id) {
        return store.get(now, id);
    }

    /** What its askers did that would have crashed a deployed node. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** All contacts it knows. */
    public List<ForeignContact> contacts() {
        return table.contacts();
    }

    /** Its id, 32 bytes. */
    public byte[] id() {
        return self.id().clone();
    }

    /** Its IPv4 address. */
    public int address() {
        return self.address();
    }

    /** Its UDP port. */
    public int port() {
        return self.port();
    }

    @Override
    public String toString() {
        return self.toString();
    }

    /** The asker is left out of the 8 closest, not out of the table: seven are named where it was among them. */
    private byte[] nodes(long now, int fromAddress, int fromPort, ForeignQuery query) {
        List<ForeignContact> nodes = table.closest(query.target()).stream()
                .filter(contact -> !contact.isAt(fromAddress, fromPort))
                .toList();
        return ForeignReply.nodes(query.tag(), self.id(), tokens.issue(now, fromAddress, fromPort), nodes);
    }

    private byte[] values(long now, int fromAddress, int fromPort, ForeignQuery query) {
        List<ForeignEndpoint> endpoints = store.get(now, query.target());
        return endpoints.isEmpty()
                ? nodes(now, fromAddress, fromPort, query)
                : ForeignReply.values(query.tag(), self.id(), tokens.issue(now, fromAddress, fromPort), endpoints);
    }

    private byte[] stored(long now, int fromAddress, int fromPort, ForeignQuery query) {
        if (tokens.isGood(now, fromAddress, fromPort, query.token())) {
            put(now, query.target(), fromAddress, query.port());
        }
        return ForeignReply.stored(query.tag(), self.id());
    }
}
