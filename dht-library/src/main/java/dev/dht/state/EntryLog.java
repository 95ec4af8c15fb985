package dev.dht.state;

import dev.dht.id.Id;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries that are entered: a snapshot and the changes since, in one file that grows until it is several times as
 * long as its snapshot would be.
 *
 * <p>Used by one thread at a time.
 */
final class EntryLog {
    /** A file shorter than this is not worth a new one. */
    static final long LEAST_COMPACTED_BYTES = 1 << 16;
    /** A file is history, mostly, when it is this many times as long as its snapshot. */
    static final int GROWTH = 4;

    private static final int ENTRY_BYTES = RecordType.ENTERED.length() + RecordType.FRAME;

    private final Generations files;
    private final long leastCompacted;
    private final Consumer<String> warnings;
    /** What the disk holds for sure, or will after the first commit. */
    private final Map<Id, Integer> live = new HashMap<>();
    /** The file that grows; null before the first commit and after one that failed: then a new one is begun. */
    private @Nullable RecordWriter log;

    private long compactAt;

    EntryLog(Generations files, long leastCompacted, Consumer<String> warnings) {
        this.files = files;
        this.leastCompacted = leastCompacted;
        this.warnings = warnings;
    }

    /** Takes over a change that a file holds. */
    void replay(Change change) {
        apply(change.id(), change.port());
    }

    /** A copy of all entries. */
    SortedMap<Id, Integer> entries() {
        return new TreeMap<>(live);
    }

    int size() {
        return live.size();
    }

    /** Writes all entries. */
    void snapshot(RecordWriter writer) throws IOException {
        for (Map.Entry<Id, Integer> entry : live.entrySet()) {
            writer.entered(entry.getKey(), entry.getValue());
        }
    }

    /**
     * Makes the changes, and all that was loaded, durable.
     *
     * @throws IOException if that cannot be done. None of the changes holds then, though each of them may be found after
     *     a crash that comes before the next commit that succeeds
     */
    void commit(Collection<Change> changes) throws IOException {
        RecordWriter writer = log;
        if (writer == null) {
            writer = files.publish(draft());
            begun(writer);
        }
        Map<Id, Integer> outcome = outcome(changes);
        if (outcome.isEmpty()) {
            return;
        }
        boolean durable = false;
        try {
            for (Map.Entry<Id, Integer> change : outcome.entrySet()) {
                append(writer, change.getKey(), change.getValue());
            }
            writer.force();
            durable = true;
        } finally {
            if (!durable) {
                close();
            }
        }
        outcome.forEach(this::apply);
        if (writer.bytes() > compactAt) {
            compact(writer);
        }
    }

    /** Ends the file. A later commit begins another. */
    void close() {
        if (log != null) {
            log.close();
            log = null;
        }
    }

    /** What the changes come to: the last port of each id, where it is not what the disk holds already. */
    private Map<Id, Integer> outcome(Collection<Change> changes) {
        Map<Id, Integer> outcome = new LinkedHashMap<>();
        for (Change change : changes) {
            outcome.put(change.id(), change.port());
        }
        outcome.entrySet()
                .removeIf(change ->
                        live.getOrDefault(change.getKey(), Change.DELETED).equals(change.getValue()));
        return outcome;
    }

    private void compact(RecordWriter old) {
        Generations.Draft draft;
        try {
            draft = draft();
        } catch (IOException e) {
            compactAt = 2 * old.bytes();
            warnings.accept("the file of entries could not be compacted, and grows on: " + Reasons.of(e));
            return;
        }
        close();
        try {
            begun(files.publish(draft));
        } catch (IOException e) {
            warnings.accept("a new file of entries could not be put in place, and is tried again: " + Reasons.of(e));
        }
    }

    private Generations.Draft draft() throws IOException {
        return files.draft(live.size(), this::snapshot);
    }

    private void begun(RecordWriter writer) {
        log = writer;
        compactAt = Math.max(leastCompacted, GROWTH * (long) ENTRY_BYTES * live.size());
    }

    private void apply(Id id, int port) {
        if (port == Change.DELETED) {
            live.remove(id);
        } else {
            live.put(id, port);
        }
    }

    private static void append(RecordWriter writer, Id id, int port) throws IOException {
        if (port == Change.DELETED) {
            writer.deleted(id);
        } else {
            writer.entered(id, port);
        }
    }
}
