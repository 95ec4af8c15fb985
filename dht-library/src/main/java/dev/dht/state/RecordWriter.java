package dev.dht.state;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Writes records to a file, some thousand at once. */
final class RecordWriter {
    /** The version of the format that this program writes, and the highest that it reads. */
    static final byte VERSION = 1;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Disk.Output output;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final CRC32C checksum = new CRC32C();
    private long bytes;

    RecordWriter(Disk.Output output) {
        this.output = output;
    }

    /** The first eight bytes of a header's payload. */
    static long magic() {
        return ByteBuffer.wrap("DHTSTATE".getBytes(StandardCharsets.US_ASCII)).getLong();
    }

    void header(FileKind kind, long generation, int count) throws IOException {
        begin(RecordType.HEADER)
                .putLong(magic())
                .put(VERSION)
                .put(kind.code())
                .putLong(generation)
                .putInt(count);
        end(RecordType.HEADER);
    }

    void identity(Identity identity) throws IOException {
        put(begin(RecordType.IDENTITY), identity.id()).putShort((short) identity.port());
        end(RecordType.IDENTITY);
    }

    void contact(Contact contact) throws IOException {
        Endpoint endpoint = contact.endpoint();
        put(begin(RecordType.CONTACT), contact.id())
                .putLong(endpoint.high())
                .putLong(endpoint.low())
                .putShort((short) endpoint.port());
        end(RecordType.CONTACT);
    }

    void entered(Id id, int port) throws IOException {
        put(begin(RecordType.ENTERED), id).putShort((short) port);
        end(RecordType.ENTERED);
    }

    void deleted(Id id) throws IOException {
        put(begin(RecordType.DELETED), id);
        end(RecordType.DELETED);
    }

    /** Makes all records durable. */
    void force() throws IOException {
        flush();
        output.force();
    }

    /** Ends the file; records that were not forced may or may not be in it. */
    void close() {
        try {
            output.close();
        } catch (IOException ignored) {
            // What counts was forced before.
        }
    }

    /** Bytes of all records so far. */
    long bytes() {
        return bytes;
    }

    private ByteBuffer begin(RecordType type) throws IOException {
        if (buffer.remaining() < RecordType.LONGEST) {
            flush();
        }
        return buffer.put((byte) type.length()).put(type.code());
    }

    private void end(RecordType type) {
        int length = type.length() + RecordType.FRAME;
        int checked = length - Integer.BYTES;
        checksum.reset();
        checksum.update(buffer.array(), buffer.position() - checked, checked);
        buffer.putInt((int) checksum.getValue());
        bytes += length;
    }

    private void flush() throws IOException {
        buffer.flip();
        try {
            output.write(buffer);
        } finally {
            buffer.clear();
        }
    }

    private static ByteBuffer put(ByteBuffer buffer, Id id) {
        return buffer.putLong(id.word(0))
                .putLong(id.word(1))
                .putLong(id.word(2))
                .putLong(id.word(3));
    }
}
