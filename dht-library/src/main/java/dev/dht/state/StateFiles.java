package dev.dht.state;

import dev.dht.id.Contact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All files of a state directory, and what they say. Each method returns when the disk has it.
 *
 * <p>Used by one thread at a time, and by nobody else on the same disk.
 */
final class StateFiles {
    private final Disk disk;
    private final InstantSource clock;
    private final Consumer<String> warnings;
    private final Generations identityFiles;
    private final Generations contactFiles;
    private final Generations entryFiles;
    private final EntryLog entries;

    /**
     * The files of a disk.
     *
     * @param leastCompacted bytes; a file of entries that is shorter grows on
     * @param clock gives damaged files their names
     * @param warnings is told of damaged files, one line each
     */
    StateFiles(Disk disk, long leastCompacted, InstantSource clock, Consumer<String> warnings) {
        this.disk = disk;
        this.clock = clock;
        this.warnings = warnings;
        identityFiles = new Generations(disk, FileKind.IDENTITY);
        contactFiles = new Generations(disk, FileKind.CONTACTS);
        entryFiles = new Generations(disk, FileKind.ENTRIES);
        entries = new EntryLog(entryFiles, leastCompacted, warnings);
    }

    /**
     * What the last run left; called once, before anything is saved. What is damaged is set aside, with a warning, and
     * its records that can be read are kept.
     *
     * @throws IOException if a file may not be read, or was written by a newer version; no file is lost
     */
    Saved load() throws IOException {
        Set<String> names = disk.list();
        List<Identity> identities = new ArrayList<>();
        List<Contact> contacts = new ArrayList<>();
        load(
                names,
                identityFiles,
                (type, reader) -> identities.add(reader.identity()),
                () -> identities.size() == 1 ? draft(identities.get(0)) : null);
        load(
                names,
                contactFiles,
                (type, reader) -> contacts.add(reader.contact()),
                () -> contacts.isEmpty() ? null : draft(contacts));
        load(
                names,
                entryFiles,
                (type, reader) -> entries.replay(reader.change(type)),
                () -> entries.size() == 0 ? null : entryFiles.draft(entries.size(), entries::snapshot));
        Identity identity = identities.isEmpty() ? null : identities.get(identities.size() - 1);
        return new Saved(identity, List.copyOf(contacts), entries.entries());
    }

    /** Replaces the identity. */
    void save(Identity identity) throws IOException {
        identityFiles.publish(draft(identity)).close();
    }

    /** Replaces all contacts. */
    void save(List<Contact> contacts) throws IOException {
        contactFiles.publish(draft(contacts)).close();
    }

    /** Makes changes of entries durable, as {@link EntryLog#commit} says. */
    void commit(Collection<Change> changes) throws IOException {
        entries.commit(changes);
    }

    /** Ends the file that is open, if one is. */
    void close() {
        entries.close();
    }

    private Generations.Draft draft(Identity identity) throws IOException {
        return identityFiles.draft(1, writer -> writer.identity(identity));
    }

    private Generations.Draft draft(List<Contact> contacts) throws IOException {
        return contactFiles.draft(contacts.size(), writer -> {
            for (Contact contact : contacts) {
                writer.contact(contact);
            }
        });
    }

    private void load(Set<String> names, Generations files, Reading.Sink sink, Salvage salvage) throws IOException {
        String newest = files.newest(names);
        if (newest != null) {
            Reading reading = read(newest, files.kind(), sink);
            if (reading.damaged()) {
                setAside(newest, files, reading.records(), salvage);
                return;
            }
        }
        if (files.hasWorthless()) {
            try {
                disk.sync();
                files.tidy();
            } catch (IOException ignored) {
                // They count for nothing, and the next generation has them deleted.
            }
        }
        if (newest != null) {
            files.supersede(newest);
        }
    }

    /** What can be read is written to a new file before the damaged one goes. */
    private void setAside(String name, Generations files, long records, Salvage salvage) {
        String outcome;
        try {
            Generations.Draft draft = salvage.draft();
            if (draft != null) {
                files.publish(draft).close();
            }
            outcome = "It was set aside as " + files.setAside(name, clock.instant());
        } catch (IOException e) {
            outcome = "It could not be set aside: " + Reasons.of(e);
        }
        warnings.accept("the file " + name + " is damaged; " + records + " of its records could be read and are kept. "
                + outcome);
    }

    private Reading read(String name, FileKind kind, Reading.Sink sink) throws IOException {
        Reading reading = new Reading(name, kind, sink);
        try (InputStream input = disk.read(name)) {
            reading.all(new RecordReader(input));
        } catch (AccessDeniedException | NewerVersionException e) {
            throw e;
        } catch (IOException e) {
            reading.brokenOff();
        }
        return reading;
    }

    /** Drafts a file of what was read, or null if that is nothing. */
    private interface Salvage {
        Generations.@Nullable Draft draft() throws IOException;
    }
}
