package dev.dht.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each benchmark, as small and as short as can be: what it gives is there and can be; how fast it is says nothing here. */
@Timeout(120)
class BenchTest {
    private static final Extent TINY = new Extent(2_048, Duration.ofMillis(10), false, 64);

    private final List<String> progress = new ArrayList<>();

    @Test
    void theTableIsAsLongAsThatOfAMillionNodesAndFindingAllocatesNothing() {
        Report report = run(Bench.TABLE);

        assertThat(value(report, "contacts")).isBetween(120.0, 170.0);
        assertThat(value(report, "contacts_low160")).isBetween(120.0, 170.0);
        assertThat(value(report, "contacts_mixed")).isBetween(200.0, 340.0);
        assertThat(value(report, "closest8_unproven_ns")).isPositive();
        for (String key : List.of("closest8_ns", "closest8_uniform_ns", "closest8_low160_ns", "closest8_mixed_ns")) {
            Figure figure = figure(report, key);
            assertThat(figure.value()).isPositive();
            assertThat(Objects.requireNonNull(figure.floor()).value()).isPositive();
            assertThat(figure.ratio()).isPositive();
        }
        assertThat(value(report, "closest8_ns"))
                .isGreaterThanOrEqualTo(value(report, "closest8_uniform_ns"))
                .isGreaterThanOrEqualTo(value(report, "closest8_mixed_ns"));
        assertThat(value(report, "allocated_bytes")).isZero();
    }

    @Test
    void theCodecReadsAndWritesAndAllocatesNothing() {
        Report report = run(Bench.CODEC);

        assertThat(value(report, "decode_ns")).isPositive();
        assertThat(value(report, "encode_ns")).isPositive();
        assertThat(figure(report, "encode_ns").ratio()).isPositive();
        assertThat(value(report, "allocated_bytes")).isZero();
    }

    @Test
    void theStoreHasItsEntriesAndItsRates() {
        Report report = run(Bench.STORE);

        assertThat(value(report, "entries")).isEqualTo(2_048);
        for (String key : List.of("stores_per_second", "finds_per_second", "hot_stores_per_second")) {
            assertThat(value(report, key)).isPositive();
            assertThat(figure(report, key).ratio()).isPositive();
        }
        assertThat(value(report, "longest_pause_ms")).isPositive();
        assertThat(value(report, "longest_pause_cpu_ms")).isPositive();
    }

    @Test
    void anEntryTakesAtLeastItsIdAndItsEndpoint() {
        // Enough of them that the heap's own noise is small beside.
        int entries = 200_000;

        assertThat(StoreMemory.perEntry(entries, true, progress::add)).isBetween(38.0, 200.0);
        assertThat(StoreMemory.perHotEndpoint(entries, false, progress::add)).isBetween(6.0, 100.0);
    }

    @Test
    void aNodeAnswersAsTheEchoDoes() {
        Report report = Bench.SERVE.run(new Extent(2_048, Duration.ofMillis(500), false, 64), progress::add);

        assertThat(value(report, "queries_per_second")).isGreaterThan(1);
        Figure queries = figure(report, "queries_per_second");
        assertThat(Objects.requireNonNull(queries.floor()).key()).isEqualTo("echo_per_second");
        assertThat(queries.ratio()).isPositive();
        assertThat(value(report, "server_us")).isPositive();
        assertThat(value(report, "own_us")).isFinite();
        assertThat(progress).isNotEmpty();
    }

    @Test
    void lookUpsTakeAtLeastARoundTrip() {
        Report report = run(Bench.LOOKUP);

        assertThat(value(report, "nodes")).isEqualTo(64);
        assertThat(value(report, "success")).isGreaterThan(0.9);
        for (String key : List.of("first_ms_p90", "closest_ms_mean", "verified_ms_p50", "acknowledged_ms_p99")) {
            assertThat(value(report, key)).isPositive();
            assertThat(figure(report, key).ratio()).isPositive();
        }
        assertThat(figure(report, "closest_ms_mean").ratio()).isGreaterThan(1);
        assertThat(value(report, "alike_nearest_ms_mean")).isPositive();
        assertThat(value(report, "alike_bytes")).isPositive();
        assertThat(Objects.requireNonNull(report.summary()).lookups()).isGreaterThan(50);
    }

    @Test
    void manyEntriesAreStoredAtEightOnceACycleAndMore() {
        Report report = run(Bench.PUBLISH);

        assertThat(value(report, "entries")).isEqualTo(640);
        assertThat(value(report, "entered")).isEqualTo(640);
        assertThat(value(report, "stores_per_entry")).isBetween(8.0, 10.0);
        assertThat(value(report, "queries_per_entry")).isPositive();
        assertThat(value(report, "stores_per_second_most")).isGreaterThanOrEqualTo(value(report, "stores_per_second"));
        assertThat(value(report, "behind")).isZero();
        // Counting may fall into a burst, where what is due waits a round trip for one of the 256 queries in flight to
        // end.
        assertThat(value(report, "behind_s")).isLessThan(1);
        assertThat(value(report, "held")).isEqualTo(1);
    }

    @Test
    void aMeasurementInAProcessOfItsOwnIsTold() {
        Report report = Bench.CODEC.run(new Extent(2_048, Duration.ofMillis(5), true, 64), progress::add);

        assertThat(value(report, "decode_ns")).isPositive();
        assertThat(progress).contains("decode: measuring, round 5 of 5");
    }

    @Test
    void anExtentThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new Extent(1_023, Duration.ofSeconds(1), true, 64))
                .hasMessage("1024 to 10000000 entries, not 1023");
        assertThatThrownBy(() -> new Extent(10_000_001, Duration.ofSeconds(1), true, 64))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Extent(2_048, Duration.ofSeconds(1), true, 63))
                .hasMessage("64 to 1000000 nodes, not 63");
        assertThatThrownBy(() -> new Extent(2_048, Duration.ZERO, true, 64))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Report run(Bench bench) {
        Report report = bench.run(TINY, progress::add);
        assertThat(report.name()).isEqualToIgnoringCase(bench.name());
        assertThat(report.figures()).extracting(Figure::key).doesNotHaveDuplicates();
        assertThat(progress).isNotEmpty();
        return report;
    }

    private static Figure figure(Report report, String key) {
        return report.figures().stream()
                .filter(figure -> figure.key().equals(key))
                .findAny()
                .orElseThrow();
    }

    private static double value(Report report, String key) {
        return figure(report, key).value();
    }
}
