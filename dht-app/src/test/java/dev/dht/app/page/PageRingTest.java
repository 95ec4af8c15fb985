package dev.dht.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.FakeDht;
import dev.dht.app.json.Json;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The swarm on the ring: each node can be seen and pointed at. */
@Timeout(180)
class PageRingTest extends InBrowser {
    @ParameterizedTest
    @ValueSource(ints = {360, 1200})
    void nodesThatLieNearEachOtherDoNotCoverEachOther(int width) throws Exception {
        List<Object> nodes = new ArrayList<>();
        for (int n = 1; n <= 6; n++) {
            // Around the top of the ring, where the ids begin and end.
            long first = (n - 3L) << 54;
            nodes.add(Map.of("n", n, "id", Id.of(first, 0, 0, n).hex(), "knows", List.of()));
        }
        Map<String, Object> swarm = Map.of("nodes", nodes, "gone", List.of());
        Tab tab = open(node(new FakeDht()), width, "light");

        tab.evaluate("document.getElementById('swarm').hidden = false");
        tab.evaluate("import('/page/ring.js').then((ring) => ring.showRing(" + Json.text(swarm) + ", 1, null))");
        tab.waitFor("document.querySelectorAll('#ring [data-node]').length === 6");

        assertThat(tab.evaluate("(() => { const dots = [...document.querySelectorAll('#ring .target .dot')]"
                        + ".map((dot) => ({ x: +dot.getAttribute('cx'), y: +dot.getAttribute('cy'), r: +dot.getAttribute('r') }));"
                        + "return dots.every((a, i) => dots.every((b, j) => i >= j"
                        + " || Math.hypot(a.x - b.x, a.y - b.y) >= a.r + b.r)); })()"))
                .isEqualTo(true);
    }
}
