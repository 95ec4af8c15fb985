package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.dht.id.Id;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A node that entered much in an earlier run starts at once: the work is counted, in look-ups and in bytes. */
class RestoredEntriesTest {
    private static final int ENTRIES = 10_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void restoringManyEntriesBeginsNoMoreLookupsThanAnyCall() {
        Driven driven = new Driven(1, NodeSettings.DEFAULT);

        driven.node.restoreEntries(0, entries(driven, ENTRIES));

        assertThat(count(driven, "entries_entered")).isZero();
        assertThat(driven.node.info(0, null).entered()).isEqualTo(ENTRIES);
        assertThat(count(driven, "entry_lookups")).isBetween(1L, 64L);
        driven.pass(Driven.SECOND);
        assertThat(count(driven, "entry_lookups")).as("each has had its turn").isEqualTo(ENTRIES);
    }

    /** Each entry costs as much whatever their number, up to what a deeper tree takes. */
    @Test
    void twiceAsManyEntriesTakeTwiceTheWork() {
        work(ENTRIES);
        long some = work(ENTRIES);
        long twice = work(2 * ENTRIES);

        assertThat(twice).isBetween(some, some * 5 / 2);
    }

    /** The bytes that are allocated until every entry has had its turn: the same on every machine, unlike time. */
    private static long work(int count) {
        Driven driven = new Driven(2, NodeSettings.DEFAULT);
        SortedMap<Id, Integer> entries = entries(driven, count);
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        driven.node.restoreEntries(0, entries);
        driven.pass(Driven.SECOND);
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }

    private static SortedMap<Id, Integer> entries(Driven driven, int count) {
        SortedMap<Id, Integer> entries = new TreeMap<>();
        while (entries.size() < count) {
            entries.put(Id.random(driven.random), 1_000);
        }
        return entries;
    }

    private static long count(Driven driven, String counter) {
        return Objects.requireNonNull(
                driven.node.info(driven.now, null).counters().get(counter));
    }
}
