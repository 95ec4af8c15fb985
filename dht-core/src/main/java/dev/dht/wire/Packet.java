package dev.dht.wire;

import static dev.dht.wire.Layout.*;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A view of one datagram: checks it once, whole, then gives its parts out of the bytes. One view serves all datagrams
 * in turn; reading the next ends the former. What a part means depends on the {@link #kind}; asking for one that the
 * kind does not have gives bytes without meaning, never an exception outside the datagram.
 */
public final class Packet {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer bytes = NOTHING;
    private int start;
    private int length;
    private Kind kind = Kind.ERROR;
    /** Bytes of one listed node or endpoint where all have the same; else 0. */
    private int stride;

    /**
     * Reads the bytes between the buffer's position and limit, and moves neither. Sets the buffer's order to big-endian.
     *
     * @return null if they are a packet, else what is wrong with them
     */
    public @Nullable Malformed read(ByteBuffer datagram) {
        bytes = datagram.order(ByteOrder.BIG_ENDIAN);
        start = datagram.position();
        length = datagram.remaining();
        if (length <= BODY_AT) {
            return Malformed.TOO_SHORT;
        }
        if (bytes.getLong(start) != MAGIC) {
            return Malformed.FOREIGN;
        }
        return switch (at(LETTER_AT)) {
            case QUERY -> readQuery();
            case RESPONSE -> readResponse();
            case ERROR -> readError();
            default -> Malformed.UNKNOWN_LETTER;
        };
    }

    private @Nullable Malformed readQuery() {
        return switch (at(BODY_AT)) {
            case PING -> exactly(BODY_AT + 1, Kind.PING_QUERY);
            case STORE -> exactly(STORE_QUERY_LENGTH, Kind.STORE_QUERY);
            case FIND ->
                length <= BODY_AT + 1
                        ? Malformed.WRONG_LENGTH
                        : switch (at(BODY_AT + 1)) {
                            case NODES -> exactly(FIND_QUERY_LENGTH, Kind.FIND_NODE_QUERY);
                            case VALUES -> exactly(FIND_QUERY_LENGTH, Kind.FIND_VALUE_QUERY);
                            default -> Malformed.UNKNOWN_LETTER;
                        };
            default -> Malformed.UNKNOWN_LETTER;
        };
    }

    private @Nullable Malformed readResponse() {
        return switch (at(BODY_AT)) {
            case PING -> exactly(BODY_AT + 1, Kind.PING_RESPONSE);
            case STORE -> exactly(BODY_AT + 1, Kind.STORE_RESPONSE);
            case FIND ->
                length < FOUND_LIST_AT
                        ? Malformed.WRONG_LENGTH
                        : switch (at(BODY_AT + 1)) {
                            case NODES -> list(ID, Kind.NODES_RESPONSE);
                            case VALUES -> list(0, Kind.VALUES_RESPONSE);
                            default -> Malformed.UNKNOWN_LETTER;
                        };
            default -> Malformed.UNKNOWN_LETTER;
        };
    }

    private @Nullable Malformed readError() {
        kind = Kind.ERROR;
        boolean fits = length >= ERROR_TEXT_AT && length <= ERROR_TEXT_AT + ERROR_TEXT_MAX;
        return fits ? null : Malformed.WRONG_LENGTH;
    }

    private @Nullable Malformed exactly(int wanted, Kind found) {
        kind = found;
        return length == wanted ? null : Malformed.WRONG_LENGTH;
    }

    /** Walks the list once: each element is {@code extra} bytes longer than an endpoint. */
    private @Nullable Malformed list(int extra, Kind found) {
        kind = found;
        int at = FOUND_LIST_AT;
        stride = 0;
        boolean mixed = false;
        for (int i = count(); i > 0; i--) {
            if (at >= length) {
                return Malformed.WRONG_LENGTH;
            }
            int size = elementLength(at, extra);
            if (size == 0) {
                return Malformed.UNKNOWN_LETTER;
            }
            mixed |= stride != 0 && stride != size;
            stride = size;
            at += size;
        }
        if (mixed) {
            stride = 0;
        }
        return at == length ? null : Malformed.WRONG_LENGTH;
    }

    private int elementLength(int at, int extra) {
        return switch (at(at)) {
            case V4 -> V4_ENDPOINT + extra;
            case V6 -> V6_ENDPOINT + extra;
            default -> 0;
        };
    }

    private byte at(int offset) {
        return bytes.get(start + offset);
    }

    /** What the packet says. */
    public Kind kind() {
        return kind;
    }

    /** The transaction id, 0 to 65535. */
    public int transaction() {
        return bytes.getShort(start + TRANSACTION_AT) & 0xFFFF;
    }

    /** Word 0 (the highest) to 3 of the sender's id. */
    public long senderWord(int index) {
        return bytes.getLong(start + SENDER_AT + 8 * index);
    }

    /** The sender's id, as a value. */
    public Id sender() {
        return Id.of(senderWord(0), senderWord(1), senderWord(2), senderWord(3));
    }

    /** Word 0 (the highest) to 3 of the id that a FIND_NODE, FIND_VALUE or STORE query is about. */
    public long targetWord(int index) {
        int at = kind == Kind.STORE_QUERY ? STORE_ID_AT : FIND_TARGET_AT;
        return bytes.getLong(start + at + 8 * index);
    }

    /** The id that a FIND_NODE, FIND_VALUE or STORE query is about, as a value. */
    public Id target() {
        return Id.of(targetWord(0), targetWord(1), targetWord(2), targetWord(3));
    }

    /** Whether a FIND_NODE or FIND_VALUE query is about the id of the node that sent it. */
    public boolean isForSender() {
        return targetWord(0) == senderWord(0)
                && targetWord(1) == senderWord(1)
                && targetWord(2) == senderWord(2)
                && targetWord(3) == senderWord(3);
    }

    /** The token of a STORE query, or of a response with nodes or values. */
    public long token() {
        return bytes.getLong(start + (kind == Kind.STORE_QUERY ? STORE_TOKEN_AT : FOUND_TOKEN_AT));
    }

    /** The port of a STORE query, 0 to 65535. */
    public int storePort() {
        return bytes.getShort(start + STORE_PORT_AT) & 0xFFFF;
    }

    /** How many nodes or endpoints a response lists, 0 to 255. */
    public int count() {
        return at(FOUND_COUNT_AT) & 0xFF;
    }

    /** The endpoint with this index of a response with nodes or values, as a value. */
    public Endpoint endpoint(int index) {
        int extra = kind == Kind.NODES_RESPONSE ? ID : 0;
        int at = element(index, extra);
        int address = start + at + 1 + extra;
        if (at(at) == V4) {
            return Endpoint.v4(bytes.getInt(address), bytes.getShort(address + 4) & 0xFFFF);
        }
        return Endpoint.v6(bytes.getLong(address), bytes.getLong(address + 8), bytes.getShort(address + 16) & 0xFFFF);
    }

    /** The node with this index of a response with nodes, as a value. */
    public Contact node(int index) {
        int at = start + element(index, ID) + 1;
        Id id = Id.of(bytes.getLong(at), bytes.getLong(at + 8), bytes.getLong(at + 16), bytes.getLong(at + 24));
        return new Contact(id, endpoint(index));
    }

    private int element(int index, int extra) {
        if (stride != 0) {
            return FOUND_LIST_AT + index * stride;
        }
        int at = FOUND_LIST_AT;
        for (int i = 0; i < index; i++) {
            at += elementLength(at, extra);
        }
        return at;
    }

    /** The code of an error, 0 to 65535. */
    public int errorCode() {
        return bytes.getShort(start + BODY_AT) & 0xFFFF;
    }

    /** The text of an error; bytes that are not UTF-8 show as U+FFFD. */
    public String errorText() {
        byte[] text = new byte[length - ERROR_TEXT_AT];
        bytes.get(start + ERROR_TEXT_AT, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
