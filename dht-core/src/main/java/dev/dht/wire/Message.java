package dev.dht.wire;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A packet as a value, for tests and tools; the node itself reads {@link Packet} and writes {@link PacketWriter}. */
public sealed interface Message {
    /** Longest packet that {@link #encode} writes: 255 IPv6 nodes. */
    int LONGEST = 16_384;

    /** A PING query. */
    record PingQuery() implements Message {}

    /** A FIND_NODE query. */
    record FindNodeQuery(Id target) implements Message {}

    /** A FIND_VALUE query. */
    record FindValueQuery(Id id) implements Message {}

    /** A STORE query. */
    record StoreQuery(long token, Id id, int port) implements Message {}

    /** The response to a PING. */
    record PingResponse() implements Message {}

    /** The response to a STORE. */
    record StoreResponse() implements Message {}

    /** The response to a FIND_NODE, or to a FIND_VALUE where nothing is stored. */
    record NodesResponse(long token, List<Contact> nodes) implements Message {}

    /** The response to a FIND_VALUE where something is stored. */
    record ValuesResponse(long token, List<Endpoint> endpoints) implements Message {}

    /** An error. */
    record ErrorResponse(int code, String text) implements Message {}

    /**
     * A message with the two fields that every packet has.
     *
     * @param transaction 0 to 65535
     * @param sender the id of the node that sends it
     * @param message what it says
     */
    record Envelope(int transaction, Id sender, Message message) {}

    /** Reads a datagram; empty if it is not a packet. */
    static Optional<Envelope> decode(byte[] datagram) {
        Packet packet = new Packet();
        if (packet.read(ByteBuffer.wrap(datagram)) != null) {
            return Optional.empty();
        }
        return Optional.of(new Envelope(packet.transaction(), packet.sender(), of(packet)));
    }

    private static Message of(Packet packet) {
        return switch (packet.kind()) {
            case PING_QUERY -> new PingQuery();
            case FIND_NODE_QUERY -> new FindNodeQuery(packet.target());
            case FIND_VALUE_QUERY -> new FindValueQuery(packet.target());
            case STORE_QUERY -> new StoreQuery(packet.token(), packet.target(), packet.storePort());
            case PING_RESPONSE -> new PingResponse();
            case STORE_RESPONSE -> new StoreResponse();
            case NODES_RESPONSE -> {
                List<Contact> nodes = new ArrayList<>();
                for (int i = 0; i < packet.count(); i++) {
                    nodes.add(packet.node(i));
                }
                yield new NodesResponse(packet.token(), nodes);
            }
            case VALUES_RESPONSE -> {
                List<Endpoint> endpoints = new ArrayList<>();
                for (int i = 0; i < packet.count(); i++) {
                    endpoints.add(packet.endpoint(i));
                }
                yield new ValuesResponse(packet.token(), endpoints);
            }
            case ERROR -> new ErrorResponse(packet.errorCode(), packet.errorText());
        };
    }

    /** The bytes of this message, sent by {@code sender} with a transaction id. */
    default byte[] encode(int transaction, Id sender) {
        PacketWriter writer = new PacketWriter(sender, ByteBuffer.allocate(LONGEST));
        if (this instanceof PingQuery) {
            writer.pingQuery(transaction);
        } else if (this instanceof FindNodeQuery find) {
            writer.findNodeQuery(transaction, find.target());
        } else if (this instanceof FindValueQuery find) {
            writer.findValueQuery(transaction, find.id());
        } else if (this instanceof StoreQuery store) {
            writer.storeQuery(transaction, store.token(), store.id(), store.port());
        } else if (this instanceof PingResponse) {
            writer.pingResponse(transaction);
        } else if (this instanceof StoreResponse) {
            writer.storeResponse(transaction);
        } else if (this instanceof NodesResponse found) {
            writer.nodesResponse(transaction, found.token());
            found.nodes().forEach(writer::addNode);
        } else if (this instanceof ValuesResponse found) {
            writer.valuesResponse(transaction, found.token());
            found.endpoints().forEach(writer::addEndpoint);
        } else if (this instanceof ErrorResponse error) {
            writer.error(transaction, error.code(), error.text().getBytes(StandardCharsets.UTF_8));
        }
        ByteBuffer packet = writer.finished();
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return bytes;
    }
}
