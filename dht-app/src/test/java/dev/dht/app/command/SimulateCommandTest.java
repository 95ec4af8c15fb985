package dev.dht.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.json.Fields;
import dev.dht.id.Id;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class SimulateCommandTest {
    private static final List<String> SPREAD = List.of("mean", "p50", "p90", "p99");

    @TempDir
    private Path directory;

    private static Outcome simulate(String... more) {
        String[] words = new String[more.length + 5];
        System.arraycopy(new String[] {"simulate", "--nodes", "12", "--lookups-per-node-hour", "60"}, 0, words, 0, 5);
        System.arraycopy(more, 0, words, 5, more.length);
        return Outcome.of(Outcome.NO_NODES, words);
    }

    @Test
    void theDocumentHasAllThatIsPromised() {
        Outcome outcome = simulate("--hours", "0.2", "--seed", "0x2a", "--json");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines()).hasSize(1);
        Fields document = outcome.json();
        assertThat(document.number("seed")).isEqualTo(42);
        assertThat(document.number("nodes")).isEqualTo(12);
        assertThat(document.decimal("virtual_seconds")).isEqualTo(720);
        assertThat(document.decimal("wall_seconds")).isPositive();
        assertThat(document.text("trace")).matches("[0-9a-f]{64}");
        assertThat(document.number("datagrams")).isPositive();
        assertThat(document.decimal("datagrams_per_second")).isPositive();
        assertThat(document.decimal("bytes_per_second_per_node")).isPositive();
        assertThat(document.has("heap_bytes_per_node")).isTrue();
        Fields lookups = document.object("lookups");
        assertThat(lookups.number("total")).isPositive();
        assertThat(lookups.number("found")).isEqualTo(lookups.number("total"));
        assertThat(lookups.decimal("success")).isEqualTo(1);
        assertThat(lookups.decimal("nearest_reached")).isBetween(0.5, 1.0);
        for (String spread : List.of("first_ms", "first_on_fast_lines_ms", "nearest_ms", "closest_ms")) {
            assertThat(lookups.object(spread).all()).containsOnlyKeys(SPREAD);
        }
        assertThat(lookups.object("closest_ms").decimal("p50")).isPositive();
        assertThat(lookups.decimal("queries_mean")).isPositive();
        assertThat(lookups.decimal("hops_mean")).isPositive();
        Fields enter = document.object("enter");
        assertThat(enter.number("total")).isEqualTo(12);
        assertThat(enter.decimal("verified_mean")).isBetween(1.0, 8.0);
        assertThat(enter.object("ms").all()).containsOnlyKeys(SPREAD);
        assertThat(document.decimal("replicas_mean")).isBetween(1.0, 8.0);
        assertThat(document.all().get("violations")).isEqualTo(List.of());
    }

    @Test
    void lookupsThatAskMoreAtOnceSendMore() {
        String[] words = {"simulate", "--nodes", "60", "--hours", "0.1", "--json", "--parallelism", "1"};
        Fields one = Outcome.of(Outcome.NO_NODES, words).json();
        words[7] = "8";
        Fields eight = Outcome.of(Outcome.NO_NODES, words).json();

        assertThat(eight.object("lookups").decimal("queries_mean"))
                .isGreaterThan(one.object("lookups").decimal("queries_mean"));
    }

    @Test
    void theSameWordsGiveTheSameRunAndAnotherSeedAnother() {
        Fields first = simulate("--hours", "0.05", "--json").json();
        Fields again = simulate("--hours", "0.05", "--json").json();
        Fields other = simulate("--hours", "0.05", "--json", "--seed", "2").json();

        assertThat(again.text("trace")).isEqualTo(first.text("trace"));
        assertThat(again.object("lookups").all())
                .isEqualTo(first.object("lookups").all());
        assertThat(other.text("trace")).isNotEqualTo(first.text("trace"));
    }

    @Test
    void theTraceOfTheDocumentIsTheHashOfTheTraceThatIsWritten() throws IOException {
        Path trace = directory.resolve("trace");

        Outcome outcome = simulate("--hours", "0.02", "--json", "--dump-trace", trace.toString());

        assertThat(outcome.json().text("trace"))
                .isEqualTo(Id.sha256(Files.readAllBytes(trace)).hex());
    }

    @Test
    void aPersonReadsASummaryThatFitsATerminal() {
        Outcome outcome = simulate("--hours", "0.2", "--churn", "harsh");

        assertThat(outcome.out())
                .startsWith("12 nodes for 12 min, start join, churn harsh, 1 % loss, 50 % behind NAT")
                .containsPattern("look-ups +[\\d,]+ of [\\d,]+ found the owner, [\\d.]+ %")
                .containsPattern("closest 8 have answered +[\\d,]+ ms +[\\d,]+ ms +[\\d,]+ ms +[\\d,]+ ms")
                .containsPattern("trace +[0-9a-f]{64}")
                .doesNotContain("NaN");
        assertThat(outcome.out().lines().filter(line -> !line.startsWith("  at ")))
                .allMatch(line -> line.length() <= 80);
    }

    @Test
    void theReportIsOnePageThatNeedsNothingElse() throws IOException {
        Path report = directory.resolve("report.html");

        Outcome outcome = simulate("--hours", "0.2", "--report", report.toString());

        assertThat(outcome.out()).contains("report      " + report);
        String page = Files.readString(report);
        assertThat(page)
                .startsWith("<!doctype html>")
                .contains(
                        "prefers-color-scheme:dark",
                        "width=device-width",
                        "How long a look-up takes",
                        "<svg",
                        "<table>")
                .doesNotContain("http", "src=", "href=", "url(", "<script", "NaN");
    }

    @Test
    void aScenarioComesFromAFileAndWhatIsSaidCountsMore() throws IOException {
        Path file = Files.writeString(directory.resolve("s.json"), """
                {"nodes": 8, "hours": 0.1, "churn": "none", "loss": 0.05, "maintenance": "on", "seed": 9,
                 "entries": 4, "faults": [
                   {"kind": "one-way", "at": "1m", "for": 30, "part": 0.5},
                   {"kind": "kill", "at": "0.05h", "for": "20s", "part": 0.25}]}
                """);

        Outcome outcome =
                Outcome.of(Outcome.NO_NODES, "simulate", "--scenario", file.toString(), "--loss", "0", "--json");

        Fields scenario = outcome.json().object("scenario");
        assertThat(scenario.number("nodes")).isEqualTo(8);
        assertThat(scenario.decimal("loss")).isZero();
        assertThat(scenario.number("seed")).isEqualTo(9);
        List<Fields> faults = scenario.objects("faults");
        assertThat(faults).extracting(f -> f.text("kind")).containsExactly("one-way", "kill");
        assertThat(faults).extracting(f -> f.decimal("at")).containsExactly(60.0, 180.0);
        assertThat(faults).extracting(f -> f.decimal("for")).containsExactly(30.0, 20.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                             | s.json is empty",
                "[]                                             | s.json is not one JSON object",
                "{\"nodes\":                                    | s.json is not JSON",
                "{\"nodes\": 1}                                 | s.json: nodes: 2 to 4194304, not 1",
                "{\"nodes\": 2.5}                               | s.json: nodes: '2.5' is not a whole number",
                "{\"nodes\": null}                              | s.json: nodes: a number or a string is wanted",
                "{\"nodes\": [8]}                               | s.json: nodes: a number or a string is wanted",
                "{\"node\": 8}                                  | s.json: node: not a field of a scenario",
                "{\"loss\": \"much\"}                           | s.json: loss: 'much' is not a number",
                "{\"churn\": \"x\"}                             | s.json: churn: one of none, kad, ipfs, harsh, not 'x'",
                "{\"faults\": {}}                               | s.json: faults: a list of objects",
                "{\"faults\": [1]}                              | s.json: faults[0]: an object with kind, at, for and part",
                "{\"faults\": [{}]}                             | s.json: faults[0].kind: missing",
                "{\"faults\": [{\"kind\": \"storm\"}]}          | s.json: faults[0].kind: one of partition, one-way, loss",
                "{\"faults\": [{\"kind\": \"kill\", \"at\": \"soon\"}]} | s.json: faults[0].at: 'soon' is not a time",
                "{\"faults\": [{\"kind\": \"kill\", \"at\": 1, \"for\": 1, \"part\": 2}]} | s.json: faults[0].part: 0 to 1, not 2",
                "{\"faults\": [{\"when\": 1}]}                  | s.json: faults[0].when: not a field of a fault"
            })
    void aFileThatIsWrongIsOneLineThatNamesTheField(String text, String message) throws IOException {
        Path file = Files.writeString(directory.resolve("s.json"), text);

        Outcome outcome = Outcome.of(Outcome.NO_NODES, "simulate", "--scenario", file.toString());

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).startsWith("dht simulate: --scenario: ").contains(message);
    }
}
