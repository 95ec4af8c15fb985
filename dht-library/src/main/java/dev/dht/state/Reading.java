package dev.dht.state;

import java.io.IOException;

/** The reading of one file from end to end, and what it showed. */
final class Reading {
    private static final long NO_HEADER = -1;

    private final String name;
    private final FileKind kind;
    private final Sink sink;
    /** The records that the file was written with. */
    private long expected = NO_HEADER;

    private long records;
    private boolean damaged;

    Reading(String name, FileKind kind, Sink sink) {
        this.name = name;
        this.kind = kind;
        this.sink = sink;
    }

    /**
     * Reads all records that are whole. A file that grows may end with one that is not: so a crash leaves it.
     *
     * @throws NewerVersionException if the file is not for this program
     */
    void all(RecordReader reader) throws IOException {
        boolean first = true;
        RecordType type = reader.next();
        while (type != null) {
            damaged |= reader.skipped();
            if (type == RecordType.HEADER && first && !damaged) {
                header(reader.header());
            } else if (kind.holds(type)) {
                sink.take(type, reader);
                records++;
            } else {
                reader.leaveOut(type);
                damaged = true;
            }
            first = false;
            type = reader.next();
        }
        boolean torn = reader.skipped();
        damaged |= expected == NO_HEADER || records < expected || !kind.grows() && (torn || records > expected);
    }

    /** Says that the disk could not read on. */
    void brokenOff() {
        damaged = true;
    }

    /** Whether the file is not as it was written. */
    boolean damaged() {
        return damaged;
    }

    /** How many records were read, the header apart. */
    long records() {
        return records;
    }

    private void header(RecordReader.Header header) throws NewerVersionException {
        if (header.magic() != RecordWriter.magic() || header.kind() != kind.code() || header.count() < 0) {
            damaged = true;
            return;
        }
        if (header.version() > RecordWriter.VERSION) {
            throw new NewerVersionException(name);
        }
        expected = header.count();
    }

    /** Takes a record of the kind that is read. */
    interface Sink {
        /** Reads the record that the reader just found, of one of the kind's types. */
        void take(RecordType type, RecordReader reader);
    }
}
