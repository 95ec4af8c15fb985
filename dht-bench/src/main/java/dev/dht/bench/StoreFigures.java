package dev.dht.bench;

import dev.dht.bench.Figure.Floor;
import dev.dht.bench.StorePauses.Pauses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** What the store takes, how fast it is, and how long it may keep one waiting. */
final class StoreFigures {
    /** The rates are those of a store of so many ids. */
    private static final int RATES_AT = 1_000_000;

    private static final double A_MILLION = 1_000_000;

    private StoreFigures() {}

    static Report measure(Extent extent, Consumer<String> progress) {
        int entries = extent.entries();
        int ids = Math.min(entries, RATES_AT);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("entries", "entries", entries, ""));
        memory(entries, figures, progress);
        Pauses pauses = StorePauses.of(entries, progress);
        rates(ids, extent, figures, progress);
        figures.add(Figure.of("longest_pause_ms", "longest call, growth and expiry", pauses.wall(), "ms")
                .atMost(1)
                .beside(new Floor(
                        "longest_pause_floor_ms", "longest_pause_ratio", "one that does nothing", pauses.nothing())));
        figures.add(Figure.of("longest_pause_cpu_ms", "longest call, on a processor", pauses.cpu(), "ms")
                .atMost(1));
        return new Report(
                "store",
                "entries of others; rates at " + String.format(Locale.ROOT, "%,d", ids) + " ids",
                figures,
                List.of(
                        "The floor of stores and finds is to read and write one line of the cache at random, of as many"
                                + " as there are ids.",
                        String.format(
                                Locale.ROOT,
                                "While the longest call was sought the collector stopped all threads for %,.0f ms in all.",
                                pauses.collector())));
    }

    private static void memory(int entries, List<Figure> figures, Consumer<String> progress) {
        double alone = StoreMemory.perEntry(entries, true, progress);
        double shared = StoreMemory.perEntry(entries, false, progress);
        double hot = StoreMemory.perHotEndpoint(entries, true, progress);
        double hotShared = StoreMemory.perHotEndpoint(entries, false, progress);
        figures.add(Figure.of("bytes_per_entry", "an entry, one an address", alone, "bytes")
                .atMost(96));
        figures.add(Figure.of("bytes_per_entry_shared", "an entry, ten an address", shared, "bytes")
                .atMost(96));
        figures.add(Figure.of("bytes_per_hot_endpoint", "an endpoint of a hot id, one an address", hot, "bytes")
                .atMost(24));
        figures.add(Figure.of(
                        "bytes_per_hot_endpoint_shared", "an endpoint of a hot id, ten an address", hotShared, "bytes")
                .atMost(24));
    }

    private static void rates(int ids, Extent extent, List<Figure> figures, Consumer<String> progress) {
        Map<String, Score> calls = Jmh.measure(StoreCalls.class, ids, extent, progress);
        double floor = score(calls, "floor").median();
        figures.add(rate("stores", "stores of new ids, as many expire", score(calls, "put"), 1, floor));
        figures.add(rate("finds", "finds", score(calls, "find"), 1, floor));
        int hot = Math.max(1, ids / HotCalls.ENDPOINTS);
        Map<String, Score> hotCalls = Jmh.measure(HotCalls.class, hot, extent, progress);
        figures.add(rate("hot_stores", "renewals, 1,024 endpoints an id", score(hotCalls, "renew"), 0.5, floor));
        figures.add(rate("hot_finds", "finds, 1,024 endpoints an id", score(hotCalls, "find"), 0.5, floor));
    }

    private static Figure rate(String key, String what, Score nanoseconds, double millions, double floor) {
        return Figure.of(key + "_per_second", what, nanoseconds.perSecond(), "/s")
                .atLeast(millions * A_MILLION)
                .beside(new Floor(key + "_floor_per_second", key + "_ratio", "one line of memory", 1e9 / floor));
    }

    private static Score score(Map<String, Score> scores, String call) {
        return Objects.requireNonNull(scores.get(call));
    }
}
