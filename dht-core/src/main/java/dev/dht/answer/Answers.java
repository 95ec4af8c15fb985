package dev.dht.answer;

import dev.dht.id.Endpoint;
import dev.dht.routing.Audience;
import dev.dht.routing.Closest;
import dev.dht.routing.Table;
import dev.dht.store.Store;
import dev.dht.store.Tokens;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import dev.dht.wire.PacketWriter;
import java.util.random.RandomGenerator;

/**
 * The four answers. Each is written into the writer, ready to be sent, or there is none. Allocates nothing once the first
 * FIND_VALUE was answered.
 */
public final class Answers {
    /** What was answered. */
    public enum Answer {
        /** I am here. */
        PONG,
        /** These are the closest that I know. */
        NODES,
        /** Here it can be had. */
        VALUES,
        /** It is stored now. */
        STORED,
        /** It was stored, and its hour begins anew. */
        RENEWED,
        /** The token is not one that this endpoint was given lately: answered like a good one, not stored. */
        BAD_TOKEN,
        /** Nobody can be reached at the endpoint that was to be stored: answered, not stored. */
        BAD_ENDPOINT,
        /** The store is full: silence, so that the asker turns to the next node. */
        SILENCE_FULL,
        /** The store holds as much from this address as it may: silence. */
        SILENCE_FULL_FOR_ADDRESS,
        /** The store holds as many endpoints of this id as it may: silence. */
        SILENCE_FULL_FOR_ID;

        /** Whether there is nothing to send. */
        public boolean isSilence() {
            return this == SILENCE_FULL || this == SILENCE_FULL_FOR_ADDRESS || this == SILENCE_FULL_FOR_ID;
        }
    }

    private final Table table;
    private final Store store;
    private final Tokens tokens;
    private final PacketWriter writer;
    private final RandomGenerator choices;
    private final Closest closest;
    private long[] endpoints = {};

    /** Answers out of these, written with that writer; {@code closest} is used during a call only. */
    public Answers(
            Table table, Store store, Tokens tokens, PacketWriter writer, RandomGenerator choices, Closest closest) {
        this.table = table;
        this.store = store;
        this.tokens = tokens;
        this.writer = writer;
        this.choices = choices;
        this.closest = closest;
    }

    /** Writes the answer to a query. */
    public Answer answer(long now, Endpoint from, Packet query) {
        return switch (query.kind()) {
            case PING_QUERY -> {
                writer.pingResponse(query.transaction());
                yield Answer.PONG;
            }
            case FIND_NODE_QUERY -> nodes(now, from, query, tokens.issue(now, from));
            case FIND_VALUE_QUERY -> values(now, from, query);
            case STORE_QUERY -> store(now, from, query);
            default -> throw new IllegalArgumentException(query.kind() + " is not a query");
        };
    }

    private Answer nodes(long now, Endpoint from, Packet query, long token) {
        long a = query.targetWord(0);
        long b = query.targetWord(1);
        long c = query.targetWord(2);
        long d = query.targetWord(3);
        Audience audience =
                query.kind() == Kind.FIND_NODE_QUERY && query.isForSender() ? Audience.NEIGHBOUR : Audience.OTHERS;
        table.closest(now, a, b, c, d, from.packed(), audience, closest);
        writer.nodesResponse(query.transaction(), token);
        for (int i = 0; i < closest.size(); i++) {
            writer.addNode(
                    closest.idWord(i, 0),
                    closest.idWord(i, 1),
                    closest.idWord(i, 2),
                    closest.idWord(i, 3),
                    closest.address(i),
                    closest.port(i));
        }
        return Answer.NODES;
    }

    private Answer values(long now, Endpoint from, Packet query) {
        long token = tokens.issue(now, from);
        writer.valuesResponse(query.transaction(), token);
        int room = writer.room();
        if (endpoints.length < room) {
            endpoints = new long[room];
        }
        long a = query.targetWord(0);
        long b = query.targetWord(1);
        long c = query.targetWord(2);
        long d = query.targetWord(3);
        int found = store.find(now, a, b, c, d, room, choices, endpoints);
        if (found == 0) {
            return nodes(now, from, query, token);
        }
        for (int i = 0; i < found; i++) {
            writer.addEndpoint((int) (endpoints[i] >>> 16), (int) endpoints[i] & 0xFFFF);
        }
        return Answer.VALUES;
    }

    private Answer store(long now, Endpoint from, Packet query) {
        writer.storeResponse(query.transaction());
        if (!tokens.isGood(now, from, query.token())) {
            return Answer.BAD_TOKEN;
        }
        if (query.storePort() == 0 || !from.isV4()) {
            return Answer.BAD_ENDPOINT;
        }
        long endpoint = from.packed() & ~0xFFFFL | query.storePort();
        return switch (store.put(
                now, query.targetWord(0), query.targetWord(1), query.targetWord(2), query.targetWord(3), endpoint)) {
            case STORED -> Answer.STORED;
            case RENEWED -> Answer.RENEWED;
            case FULL -> Answer.SILENCE_FULL;
            case FULL_FOR_ADDRESS -> Answer.SILENCE_FULL_FOR_ADDRESS;
            case FULL_FOR_ID -> Answer.SILENCE_FULL_FOR_ID;
        };
    }
}
