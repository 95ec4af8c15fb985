package dev.dht.publish;

import dev.dht.id.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries that wait until all nodes of their region are known. Their rounds are this one meanwhile: nobody else begins them. */
record Sweep(Region region, List<Entry> entries, Round waiting) {
    /** What is to be looked up next; null where all is known, or nobody waits any more. */
    @Nullable
    Id unknown() {
        return entries.stream().anyMatch(this::holds) ? region.unknown() : null;
    }

    /** Whether somebody waits for one of them. */
    boolean isWaitedFor() {
        return entries.stream().anyMatch(entry -> holds(entry) && entry.isWaitedFor());
    }

    /** Those that wait still and can be stored now. */
    List<Entry> ready() {
        return entries.stream()
                .filter(entry -> holds(entry) && region.covers(entry.id()))
                .toList();
    }

    /** Whether an entry waits still. */
    boolean holds(Entry entry) {
        return !entry.deleted && entry.round == waiting;
    }
}
