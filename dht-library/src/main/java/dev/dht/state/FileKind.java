package dev.dht.state;

import java.util.Locale;

/** The kinds of file that a state directory has, one of each at a time. */
enum FileKind {
    /** One record: the node's id and port. */
    IDENTITY(1),
    /** A record for each contact. */
    CONTACTS(2),
    /** A record for each entry there was when the file was begun, then one for each change. */
    ENTRIES(3);

    private final int code;

    FileKind(int code) {
        this.code = code;
    }

    boolean holds(RecordType type) {
        return switch (this) {
            case IDENTITY -> type == RecordType.IDENTITY;
            case CONTACTS -> type == RecordType.CONTACT;
            case ENTRIES -> type == RecordType.ENTERED || type == RecordType.DELETED;
        };
    }

    /** Whether records are appended once the file is there, so that its end may be torn. */
    boolean grows() {
        return this == ENTRIES;
    }

    /** The byte that stands for it in a header. */
    byte code() {
        return (byte) code;
    }

    /** The name of its files, before the dot and the generation. */
    String stem() {
        return name().toLowerCase(Locale.ROOT);
    }
}
