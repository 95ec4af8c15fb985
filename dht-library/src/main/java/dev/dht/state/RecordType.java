package dev.dht.state;

import dev.dht.id.Id;
import org.jspecify.annotations.Nullable;

/** What a record says; its type and the length of its payload imply each other's validity. */
enum RecordType {
    /** Magic (8 bytes), version (1), kind of the file (1), its generation (8), records it was written with (4). */
    HEADER(1, 22),
    /** The node's id, its UDP port (2 bytes). */
    IDENTITY(2, Id.BYTES + 2),
    /** The contact's id, its address (16 bytes; IPv4 mapped), its port (2). */
    CONTACT(3, Id.BYTES + 16 + 2),
    /** The id that was entered, its port (2 bytes). */
    ENTERED(4, Id.BYTES + 2),
    /** The id that was deleted. */
    DELETED(5, Id.BYTES);

    /** Bytes around a payload: length, type, CRC32C. */
    static final int FRAME = 1 + 1 + Integer.BYTES;
    /** Bytes of the longest record. */
    static final int LONGEST = FRAME + Id.BYTES + 16 + 2;

    private static final RecordType[] TYPES = values();

    private final int code;
    private final int length;

    RecordType(int code, int length) {
        this.code = code;
        this.length = length;
    }

    /** Bytes of the payload. */
    int length() {
        return length;
    }

    /** The byte that stands for it: 1 and up, so that zeros are no record. */
    byte code() {
        return (byte) code;
    }

    /** The type of a record that starts with these two bytes, or null. */
    static @Nullable RecordType of(int length, int code) {
        return code >= 1 && code <= TYPES.length && TYPES[code - 1].length == length ? TYPES[code - 1] : null;
    }
}
