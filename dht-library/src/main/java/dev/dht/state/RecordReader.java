package dev.dht.state;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a file, whatever its bytes: where there is none, the next is looked for a byte further on. Needs
 * little memory, however long the file.
 */
final class RecordReader {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream input;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private final CRC32C checksum = new CRC32C();
    private @Nullable IOException failure;
    private boolean ended;
    private boolean skipped;

    RecordReader(InputStream input) {
        this.input = input;
    }

    /**
     * The type of the next record, whose payload is then to be read by the method of that type; null at the end.
     *
     * @throws IOException if the file cannot be read further, once all records before are found
     */
    @Nullable
    RecordType next() throws IOException {
        skipped = false;
        while (true) {
            if (buffer.remaining() < RecordType.LONGEST && !ended) {
                fill();
            }
            if (!buffer.hasRemaining()) {
                if (failure != null) {
                    throw failure;
                }
                return null;
            }
            RecordType type = typeHere();
            if (type != null) {
                return type;
            }
            buffer.get();
            skipped = true;
        }
    }

    /** Whether there were bytes before this record, or before the end, that are no record. */
    boolean skipped() {
        return skipped;
    }

    /** The header that was just found. */
    Header header() {
        ByteBuffer payload = take(RecordType.HEADER);
        return new Header(payload.getLong(), payload.get(), payload.get(), payload.getLong(), payload.getInt());
    }

    /** The identity that was just found. */
    Identity identity() {
        ByteBuffer payload = take(RecordType.IDENTITY);
        return new Identity(id(payload), port(payload));
    }

    /** The contact that was just found. */
    Contact contact() {
        ByteBuffer payload = take(RecordType.CONTACT);
        Id id = id(payload);
        return new Contact(id, Endpoint.v6(payload.getLong(), payload.getLong(), port(payload)));
    }

    /** The entry that was just found: its id and port, 0 if it was deleted. */
    Change change(RecordType type) {
        ByteBuffer payload = take(type);
        return new Change(id(payload), type == RecordType.DELETED ? Change.DELETED : port(payload));
    }

    /** Leaves out the record that was just found. */
    void leaveOut(RecordType type) {
        take(type);
    }

    private @Nullable RecordType typeHere() {
        if (buffer.remaining() < RecordType.FRAME) {
            return null;
        }
        int at = buffer.position();
        RecordType type = RecordType.of(buffer.get(at) & 0xFF, buffer.get(at + 1));
        if (type == null || buffer.remaining() < type.length() + RecordType.FRAME) {
            return null;
        }
        int checked = type.length() + RecordType.FRAME - Integer.BYTES;
        checksum.reset();
        checksum.update(buffer.array(), at, checked);
        return (int) checksum.getValue() == buffer.getInt(at + checked) ? type : null;
    }

    /** The payload of the record here; the next one follows. */
    private ByteBuffer take(RecordType type) {
        ByteBuffer payload = buffer.slice(buffer.position() + 2, type.length());
        buffer.position(buffer.position() + type.length() + RecordType.FRAME);
        return payload;
    }

    private void fill() {
        buffer.compact();
        while (buffer.hasRemaining() && !ended) {
            int read = read();
            ended = read < 0;
            buffer.position(buffer.position() + Math.max(read, 0));
        }
        buffer.flip();
    }

    /** Bytes that were read, or -1 if there are no more, or none that can be had. */
    private int read() {
        try {
            return input.read(buffer.array(), buffer.position(), buffer.remaining());
        } catch (IOException e) {
            failure = e;
            return -1;
        }
    }

    private static Id id(ByteBuffer payload) {
        return Id.of(payload.getLong(), payload.getLong(), payload.getLong(), payload.getLong());
    }

    private static int port(ByteBuffer payload) {
        return payload.getShort() & 0xFFFF;
    }

    /** What a file says of itself. */
    record Header(long magic, byte version, byte kind, long generation, int count) {}
}
