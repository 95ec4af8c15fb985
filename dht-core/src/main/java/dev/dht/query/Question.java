package dev.dht.query;

import dev.dht.id.Id;
import dev.dht.wire.Kind;
import dev.dht.wire.PacketWriter;

/**
 * What a query asks.
 *
 * @param kind one of the four queries
 * @param target the id that it is about; our own for a PING
 * @param token for a STORE the permission, else 0
 * @param port for a STORE the port, else 0
 */
public record Question(Kind kind, Id target, long token, int port) {
    private static final Question PING = new Question(Kind.PING_QUERY, Id.ZERO, 0, 0);

    /** Are you there? */
    public static Question ping() {
        return PING;
    }

    /** Whom do you know closest to this id? */
    public static Question findNode(Id target) {
        return new Question(Kind.FIND_NODE_QUERY, target, 0, 0);
    }

    /** Where can this id be had? */
    public static Question findValue(Id id) {
        return new Question(Kind.FIND_VALUE_QUERY, id, 0, 0);
    }

    /** This id can be had at our address and this port. */
    public static Question store(long token, Id id, int port) {
        return new Question(Kind.STORE_QUERY, id, token, port);
    }

    void write(PacketWriter writer, int transaction) {
        switch (kind) {
            case PING_QUERY -> writer.pingQuery(transaction);
            case FIND_NODE_QUERY -> writer.findNodeQuery(transaction, target);
            case FIND_VALUE_QUERY -> writer.findValueQuery(transaction, target);
            case STORE_QUERY -> writer.storeQuery(transaction, token, target, port);
            default -> throw new IllegalArgumentException(kind + " is not a query");
        }
    }
}
