package dev.dht.state;

import dev.dht.check.Choices;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that keeps no promise but those of {@link Disk}. It stops, or refuses, at an operation that the test
 * names, in the midst of a write too; when the power goes, of what was not forced or synced any part is lost.
 */
final class CrashingDisk implements Disk {
    private static final int SECTOR_BYTES = 16;

    /** The process ends here; whoever catches this went on after its own death. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** The bytes of a file: those that are durable, and all. */
    private static final class Content {
        private byte[] bytes = {};
        private int durable;
        private boolean lost;
    }

    private record Naming(
            @Nullable String from,
            @Nullable Content content,
            @Nullable String to) {
        void on(Map<String, Content> files) {
            if (from != null) {
                files.remove(from);
            }
            if (to != null && content != null) {
                files.put(to, content);
            }
        }
    }

    private Map<String, Content> names = new TreeMap<>();
    private Map<String, Content> durableNames = new TreeMap<>();
    private final List<Naming> unsynced = new ArrayList<>();

    private long operations;
    private long crashAt = Long.MAX_VALUE;
    private long refuseFrom = Long.MAX_VALUE;
    private long refuseUntil;
    private int refuseEvery = Integer.MAX_VALUE;
    private int share = 1;
    private boolean dead;

    /** The operations so far. */
    long operations() {
        return operations;
    }

    /** The process ends in the midst of the {@code nth} operation from now, 0 the next; of a write {@code share}/16 is done. */
    void crashAfter(long nth, int share) {
        crashAt = operations + nth;
        this.share = share;
    }

    /** The disk refuses {@code count} operations, from the {@code nth} from now on; {@code share} as above. */
    void refuseAfter(long nth, long count, int share) {
        refuseFrom = operations + nth;
        refuseUntil = refuseFrom + count;
        this.share = share;
    }

    /** The disk refuses one operation of {@code period} until it is started again. */
    void refuseEvery(int period, int share) {
        refuseEvery = period;
        this.share = share;
    }

    /** The process is gone, what it did is there. */
    void restart() {
        dead = false;
        crashAt = Long.MAX_VALUE;
        refuseFrom = Long.MAX_VALUE;
        refuseEvery = Integer.MAX_VALUE;
    }

    /** The power is gone, and what was not made durable with it, or any part of that. */
    void loseUnsynced(Choices choices) {
        for (Naming naming : unsynced) {
            if (choices.flip()) {
                naming.on(durableNames);
            }
        }
        unsynced.clear();
        names = new TreeMap<>(durableNames);
        for (Content content : names.values()) {
            tear(content, choices);
        }
        restart();
    }

    private static void tear(Content content, Choices choices) {
        int length = choices.between(content.durable, content.bytes.length);
        byte[] torn = Arrays.copyOf(content.bytes, length);
        for (int at = content.durable; at < length; at += SECTOR_BYTES) {
            int fate = choices.weighted(4, 1, 1);
            for (int i = at; i < Math.min(length, at + SECTOR_BYTES) && fate > 0; i++) {
                torn[i] = (byte) (fate == 1 ? 0 : choices.below(256));
            }
        }
        content.bytes = torn;
        content.durable = length;
        content.lost = false;
    }

    byte[] bytes(String name) {
        return content(name).bytes.clone();
    }

    void put(String name, byte[] bytes) {
        Content content = new Content();
        content.bytes = bytes.clone();
        content.durable = bytes.length;
        names.put(name, content);
        durableNames.put(name, content);
    }

    private Content content(String name) {
        Content content = names.get(name);
        if (content == null) {
            throw new AssertionError("there is no " + name + " in " + names.keySet());
        }
        return content;
    }

    @Override
    public Set<String> list() throws IOException {
        alive();
        return Set.copyOf(names.keySet());
    }

    @Override
    public InputStream read(String name) throws IOException {
        alive();
        if (!names.containsKey(name)) {
            throw new NoSuchFileException(name);
        }
        return new ByteArrayInputStream(content(name).bytes);
    }

    @Override
    public Output create(String name) throws IOException {
        if (!happens()) {
            throw outcome();
        }
        Content content = new Content();
        name(new Naming(null, content, name));
        return new Output() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                boolean whole = happens();
                int count = whole ? bytes.remaining() : bytes.remaining() * share / 16;
                byte[] longer = Arrays.copyOf(content.bytes, content.bytes.length + count);
                bytes.get(longer, content.bytes.length, count);
                content.bytes = longer;
                if (!whole) {
                    throw outcome();
                }
            }

            @Override
            public void force() throws IOException {
                if (!happens()) {
                    content.lost = true;
                    throw outcome();
                }
                if (!content.lost) {
                    content.durable = content.bytes.length;
                }
            }

            @Override
            public void close() {
                alive();
            }
        };
    }

    @Override
    public void rename(String from, String to) throws IOException {
        boolean whole = happens();
        if (whole || share > 8) {
            name(new Naming(from, content(from), to));
        }
        if (!whole) {
            throw outcome();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        if (!happens()) {
            throw outcome();
        }
        name(new Naming(name, null, null));
    }

    @Override
    public void sync() throws IOException {
        if (!happens()) {
            throw outcome();
        }
        durableNames = new TreeMap<>(names);
        unsynced.clear();
    }

    private void name(Naming naming) {
        naming.on(names);
        unsynced.add(naming);
    }

    /** Throws once the process has ended. */
    void alive() {
        if (dead) {
            throw new Crash();
        }
    }

    /** Counts an operation; false if it is the last of this process, or refused. */
    private boolean happens() {
        alive();
        long now = operations++;
        dead = now == crashAt;
        boolean refused = now >= refuseFrom && now < refuseUntil || now % refuseEvery == refuseEvery - 1;
        return !dead && !refused;
    }

    private IOException outcome() {
        alive();
        return new IOException("No space left on device");
    }
}
