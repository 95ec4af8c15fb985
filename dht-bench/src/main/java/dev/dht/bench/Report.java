package dev.dht.bench;

import java.util.List;

/**
 * What came of a benchmark.
 *
 * @param name its name, as {@code table}
 * @param about what was measured, in one line
 * @param figures in an order for people
 * @param remarks what one has to know to read them
 */
public record Report(String name, String about, List<Figure> figures, List<String> remarks) {}
