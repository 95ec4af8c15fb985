package dev.dht.state;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of one kind, {@code stem.N}, of which the one with the highest N counts. A crash at any moment leaves the
 * one before or the one after, each whole.
 *
 * <p>Used by one thread at a time.
 */
final class Generations {
    private static final Pattern NUMBERED = Pattern.compile("([a-z]+)\\.([1-9]\\d{0,17})(\\.tmp)?");
    private static final String TEMPORARY = ".tmp";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Disk disk;
    private final FileKind kind;
    /** Files that the next generation makes worthless. */
    private final Set<String> superseded = new HashSet<>();
    /** The highest number that any file has, whole or not. */
    private long highest;

    Generations(Disk disk, FileKind kind) {
        this.disk = disk;
        this.kind = kind;
    }

    FileKind kind() {
        return kind;
    }

    /** The name of the newest of {@code names}, or null; the others are worthless from now on. */
    @Nullable
    String newest(Set<String> names) {
        String newest = null;
        for (String name : names) {
            Matcher parts = NUMBERED.matcher(name);
            if (!parts.matches() || !parts.group(1).equals(kind.stem())) {
                continue;
            }
            superseded.add(name);
            if (parts.group(3) == null && Long.parseLong(parts.group(2)) >= highest) {
                highest = Long.parseLong(parts.group(2));
                newest = name;
            }
        }
        if (newest != null) {
            superseded.remove(newest);
        }
        return newest;
    }

    boolean hasWorthless() {
        return !superseded.isEmpty();
    }

    /** Says that the file may go once there is a newer one. */
    void supersede(String name) {
        superseded.add(name);
    }

    /** Deletes what is worthless, as far as the disk lets it. The names of the others are durable by then. */
    void tidy() {
        for (String name : superseded) {
            delete(name);
        }
        superseded.clear();
    }

    /**
     * Writes the next generation and makes it durable, though not yet the one that counts.
     *
     * @param count the records that {@code filling} writes
     * @throws IOException if that cannot be done: all is as it was
     */
    Draft draft(int count, Filling filling) throws IOException {
        highest++;
        String name = kind.stem() + "." + highest;
        String temporary = name + TEMPORARY;
        RecordWriter writer = new RecordWriter(disk.create(temporary));
        try {
            writer.header(kind, highest, count);
            filling.into(writer);
            writer.force();
        } catch (IOException e) {
            writer.close();
            delete(temporary);
            throw e;
        }
        return new Draft(name, temporary, writer);
    }

    /**
     * Makes a draft the generation that counts.
     *
     * @return what writes on at the draft's end; the caller closes it
     * @throws IOException if that cannot be done: then a crash leaves this generation or the one before, nobody knows
     *     which, and only another one ends that
     */
    RecordWriter publish(Draft draft) throws IOException {
        try {
            disk.rename(draft.temporary, draft.name);
            disk.sync();
        } catch (IOException e) {
            draft.writer.close();
            superseded.add(draft.temporary);
            superseded.add(draft.name);
            throw e;
        }
        tidy();
        superseded.add(draft.name);
        return draft.writer;
    }

    /** Gives a file that is damaged a name of its own, which is returned. */
    String setAside(String name, Instant now) throws IOException {
        Set<String> names = disk.list();
        String stem = name + ".damaged-" + STAMP.format(now);
        String aside = stem;
        for (int i = 2; names.contains(aside); i++) {
            aside = stem + "-" + i;
        }
        disk.rename(name, aside);
        disk.sync();
        return aside;
    }

    private void delete(String name) {
        try {
            disk.delete(name);
        } catch (IOException ignored) {
            // It counts for nothing, and the next start tries again.
        }
    }

    /** What a generation starts with. */
    interface Filling {
        /** Writes the records. */
        void into(RecordWriter writer) throws IOException;
    }

    /** A generation that is written but does not count yet. */
    record Draft(String name, String temporary, RecordWriter writer) {}
}
