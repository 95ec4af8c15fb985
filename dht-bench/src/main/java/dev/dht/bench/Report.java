package dev.dht.bench;

import dev.dht.sim.study.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a benchmark.
 *
 * @param name its name, as {@code table}
 * @param about what was measured, in one line
 * @param figures in an order for people
 * @param remarks what one has to know to read them
 * @param summary the simulation that the figures are of, or null
 */
public record Report(
        String name,
        String about,
        List<Figure> figures,
        List<String> remarks,
        @Nullable Summary summary) {
    Report(String name, String about, List<Figure> figures, List<String> remarks) {
        this(name, about, figures, remarks, null);
    }
}
