package dev.dht.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.json.Json;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a look-up's explanation says of what one would wonder at. */
class ExplanationTextTest {
    @Test
    void itSaysWhyTheTreeIsFlatAndWhoIsAskedAgain() {
        List<Object> steps = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            steps.add(step(i, i, "find_value", 1));
        }
        steps.add(step(4, 2, "find_node", 0));

        String text = ExplanationText.of(Json.read(Json.text(Map.of(
                "queries", 5,
                "elapsed_ms", 3,
                "hops", 1,
                "explanation", Map.of("ended", "all", "endpoints_here", 0, "not_asked", 0, "steps", steps)))));

        assertThat(text)
                .contains("5 of the 5 asked nodes that were known before: the more of its network")
                .contains("Who gives endpoints names no nodes: the closest that gave some is asked again")
                .containsPattern("└─ 4 .* named 8 nodes \\(2 again\\)");
    }

    private static Map<String, Object> step(int number, int node, String asks, int endpoints) {
        return Map.ofEntries(
                Map.entry("n", number),
                Map.entry("id", Id.of(node, 0, 0, 0).hex()),
                Map.entry("host", "127.0.0.1"),
                Map.entry("port", 4000 + node),
                Map.entry("asks", asks),
                Map.entry("distance_bits", 254),
                Map.entry("named_by", List.of()),
                Map.entry("asked_ms", 0.5),
                Map.entry("rtt_ms", 0.5),
                Map.entry("outcome", "answered"),
                Map.entry("endpoints", endpoints),
                Map.entry("nodes", 8),
                Map.entry("rejected", List.of()));
    }
}
