package dev.dht.bench;

import dev.dht.api.Dht;
import dev.dht.api.Info;
import dev.dht.api.Receipt;
import dev.dht.id.Id;
import dev.dht.sim.Start;
import dev.dht.sim.Universe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What it costs one node to keep many entries published: in virtual time, on a network that stays. */
final class PublishFigures {
    /** Entries of one node for each node of the network: 100,000 of 10,000. */
    private static final int ENTRIES_PER_NODE = 10;

    /** What the budget of STOREs keeps. */
    private static final int MOST_ENTRIES = 300_000;
    /** How many entries are looked for at all nodes. */
    private static final int SEEN = 100;

    private static final int PORT = 8_080;
    private static final Duration STEP = Duration.ofMinutes(1);
    /** An entry is renewed at the latest as long after it was stored. */
    private static final int CYCLE_MINUTES = 45;

    private static final List<String> QUERIES =
            List.of("queries_ping", "queries_find_node", "queries_find_value", "queries_store");

    private final Universe universe;
    private final int entries;
    private final Consumer<String> progress;
    private long mostStores;
    private Duration mostBehind = Duration.ZERO;

    private PublishFigures(Extent extent, Consumer<String> progress) {
        this.entries = Math.min(MOST_ENTRIES, ENTRIES_PER_NODE * extent.nodes());
        this.progress = progress;
        progress.accept("starts the nodes");
        universe = Universe.of(1).nodes(extent.nodes()).start(Start.SETTLED).begin();
    }

    static Report measure(Extent extent, Consumer<String> progress) {
        return new PublishFigures(extent, progress).measure();
    }

    private Report measure() {
        Dht publisher = universe.dht(0);
        Dht idle = universe.dht(1);
        SplittableRandom random = new SplittableRandom(1);
        List<CompletableFuture<Receipt>> entered = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            entered.add(publisher.enterAsync(Id.random(random), PORT));
        }
        pass(CYCLE_MINUTES, "the first cycle");
        long stored = entered.stream().filter(PublishFigures::isStored).count();
        Info before = publisher.info();
        Info idleBefore = idle.info();
        mostStores = 0;
        mostBehind = Duration.ZERO;
        pass(2 * CYCLE_MINUTES, "two more");
        Info after = publisher.info();
        long stores = grown(before, after, "queries_store");
        long queries =
                QUERIES.stream().mapToLong(name -> grown(before, after, name)).sum() - stores;
        long ofIdle = QUERIES.stream()
                .mapToLong(name -> grown(idleBefore, idle.info(), name))
                .sum();
        long late = grown(before, after, "entry_renewals_late") + old(publisher);
        double cycles = stores / (8.0 * entries);
        double minutes = 2.0 * CYCLE_MINUTES;
        return new Report(
                "publish",
                entries + " entries of one node on a network of " + universe.size() + ", two cycles of 45 minutes",
                List.of(
                        Figure.of("entries", "entries", entries, ""),
                        Figure.of("entered", "stored in the first cycle", (double) stored, "")
                                .atLeast(entries),
                        Figure.of(
                                "stores_per_entry",
                                "STOREs an entry and cycle",
                                8.0 * cycles * CYCLE_MINUTES / minutes,
                                ""),
                        Figure.of(
                                        "queries_per_entry",
                                        "other queries an entry and cycle",
                                        (queries - ofIdle) / (double) entries * CYCLE_MINUTES / minutes,
                                        "")
                                .atMost(0.5),
                        Figure.of("stores_per_second", "STOREs", stores / minutes / 60, "/s"),
                        Figure.of("stores_per_second_most", "STOREs, most in a minute", mostStores / 60.0, "/s"),
                        Figure.of("behind", "renewals later than 45 minutes", (double) late, "")
                                .atMost(0),
                        Figure.of("behind_s", "behind at worst", seconds(mostBehind), "s")
                                .atMost(0),
                        Figure.of("held", "of a hundred entries: held by 8, in truth", held(publisher), "")
                                .atLeast(1)),
                List.of("Of the other queries, those that a node sends which has entered nothing are not counted."));
    }

    private static boolean isStored(CompletableFuture<Receipt> receipt) {
        return receipt.isDone()
                && !receipt.isCompletedExceptionally()
                && !receipt.join().holders().isEmpty();
    }

    private void pass(int minutes, String what) {
        for (int minute = 0; minute < minutes; minute++) {
            progress.accept(what + ": minute " + minute + " of " + minutes);
            long before = stores();
            universe.run(STEP);
            mostStores = Math.max(mostStores, stores() - before);
            Duration behind = universe.dht(0).info().behind();
            mostBehind = behind.compareTo(mostBehind) > 0 ? behind : mostBehind;
        }
    }

    private long stores() {
        return count(universe.dht(0).info(), "queries_store");
    }

    private static long grown(Info before, Info after, String name) {
        return count(after, name) - count(before, name);
    }

    private static long count(Info info, String name) {
        return info.counters().getOrDefault(name, 0L);
    }

    private static double seconds(Duration span) {
        return span.toMillis() / 1e3;
    }

    /** How many should have been stored or renewed by now. */
    private long old(Dht publisher) {
        Instant least = universe.wallClock().minus(Duration.ofMinutes(CYCLE_MINUTES));
        return publisher.entries(Id.ZERO, entries).stream()
                .filter(receipt ->
                        receipt.publishedAt() == null || receipt.publishedAt().isBefore(least))
                .count();
    }

    private double held(Dht publisher) {
        List<Receipt> some = publisher.entries(Id.ZERO, SEEN);
        return some.stream().filter(receipt -> holders(receipt.id()) >= 8).count() / (double) some.size();
    }

    private long holders(Id id) {
        return IntStream.range(0, universe.size())
                .filter(host ->
                        !universe.node(host).stored(universe.clock(host), id).isEmpty())
                .count();
    }
}
