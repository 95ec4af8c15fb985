package dev.dht.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dht.app.json.Fields;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BenchCommandTest {
    private static Outcome bench(String... more) {
        List<String> words = new ArrayList<>(
                List.of("bench", "--seconds", "0.02", "--entries", "2048", "--nodes", "64", "--no-fork"));
        words.addAll(List.of(more));
        return Outcome.of(Outcome.NO_NODES, words.toArray(String[]::new));
    }

    @Test
    void theDocumentOfAllHasAllThatIsPromised() {
        Outcome outcome = bench("all", "--json");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines()).hasSize(1);
        Fields table = outcome.json().object("table");
        assertThat(table.number("contacts")).isBetween(120L, 170L);
        assertThat(table.decimal("closest8_ns")).isPositive();
        assertThat(table.decimal("closest8_floor_ns")).isPositive();
        assertThat(table.decimal("closest8_ratio")).isPositive();
        assertThat(table.number("allocated_bytes")).isZero();
        Fields store = outcome.json().object("store");
        assertThat(store.number("entries")).isEqualTo(2_048);
        assertThat(store.has("bytes_per_entry")).isTrue();
        assertThat(store.has("bytes_per_hot_endpoint")).isTrue();
        assertThat(store.decimal("stores_per_second")).isPositive();
        assertThat(store.decimal("finds_per_second")).isPositive();
        assertThat(store.decimal("longest_pause_ms")).isPositive();
        Fields codec = outcome.json().object("codec");
        assertThat(codec.decimal("decode_ns")).isPositive();
        assertThat(codec.decimal("encode_ns")).isPositive();
        assertThat(codec.number("allocated_bytes")).isZero();
        assertThat(codec.object("targets").object("allocated_bytes").all()).containsEntry("met", true);
        Fields serve = outcome.json().object("serve");
        assertThat(serve.decimal("queries_per_second")).isPositive();
        assertThat(serve.decimal("echo_per_second")).isPositive();
        assertThat(serve.decimal("ratio")).isPositive();
        assertThat(serve.has("own_us")).isTrue();
        Fields lookup = outcome.json().object("lookup");
        assertThat(lookup.number("nodes")).isEqualTo(64);
        assertThat(lookup.decimal("first_ms_p50")).isPositive();
        assertThat(lookup.decimal("ping_ms_p50")).isPositive();
        Fields lookups = lookup.object("lookups");
        assertThat(lookups.number("total")).isGreaterThanOrEqualTo(lookups.number("found"));
        assertThat(lookups.decimal("success")).isEqualTo(lookup.decimal("success"), within(1e-4));
        for (String times : List.of("first_ms", "nearest_ms", "closest_ms")) {
            assertThat(lookups.object(times).all()).containsOnlyKeys("mean", "p50", "p90", "p99");
        }
        assertThat(lookups.object("first_ms").decimal("p50")).isEqualTo(lookup.decimal("first_ms_p50"), within(1e-4));
        assertThat(lookups.decimal("queries_mean")).isPositive();
        assertThat(lookups.decimal("hops_mean")).isPositive();
        Fields publish = outcome.json().object("publish");
        assertThat(publish.number("entries")).isEqualTo(640);
        assertThat(publish.decimal("queries_per_entry")).isPositive();
        assertThat(publish.number("behind")).isZero();
    }

    @Test
    void theDocumentOfOneIsItsFigures() {
        assertThat(bench("codec", "--json").json().decimal("decode_ns")).isPositive();
    }

    @Test
    void aPersonReadsEachFigureWithItsFloorAndWhatItShouldBe() {
        Outcome outcome = bench("codec");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .startsWith("codec: what a node spends on the datagrams of a FIND_NODE: ")
                .containsPattern("reading one query +[\\d,.]+ ns")
                .containsPattern("floor: copying its bytes +[\\d,.]+ ns +ratio [\\d.]+")
                .containsPattern("memory allocated for each +0 bytes +<= 0: met");
        assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void aTerminalSeesHowFarItIs() {
        Outcome outcome = Outcome.of(
                Outcome.NO_NODES, true, Outcome.UNTIL_NOW, "bench", "codec", "--seconds", "0.5", "--no-fork");

        assertThat(outcome.err()).contains("\rcodec: ").contains("round ");
    }
}
