package dev.dht.publish;

import dev.dht.id.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A look-up that is needed. */
public final class Wanted {
    private final Id target;
    private final List<Reachable> near;
    /** For whom it is; null where it is for a region. */
    final @Nullable Entry entry;
    /** Of which it is a part; null where it is for an entry. */
    final @Nullable Sweep sweep;
    /** The tokens that it brings are good in this era only: see {@link Publisher#renewAll}. */
    final int era;

    Wanted(Entry entry, int era) {
        this.target = entry.id();
        this.entry = entry;
        this.sweep = null;
        this.near = List.of();
        this.era = era;
    }

    Wanted(Id target, Sweep sweep, int era) {
        this.target = target;
        this.entry = null;
        this.sweep = sweep;
        this.near = sweep.region().near(target);
        this.era = era;
    }

    /** What to look up. */
    public Id target() {
        return target;
    }

    /** Whether somebody waits for it. */
    public boolean isUrgent() {
        return entry != null ? entry.isWaitedFor() : sweep != null && sweep.isWaitedFor();
    }

    /** Whether somebody waits for one entry, to which alone it is of use: it may cost more, and storing may begin before it has ended. */
    public boolean isHurried() {
        return entry != null && entry.isWaitedFor();
    }

    /** Nodes near it that have just answered, the closest first, beside those of the table. */
    public List<Reachable> near() {
        return near;
    }
}
