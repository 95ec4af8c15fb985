package dev.dht.bench;

import dev.dht.bench.Figure.Floor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** What it costs to find the closest 8 of a table, for each kind of network. */
final class TableFigures {
    private static final double TARGET = 250;

    private TableFigures() {}

    static Report measure(Extent extent, Consumer<String> progress) {
        Map<String, Score> scores = Jmh.measure(TableCalls.class, 0, extent, progress);
        List<Figure> figures = new ArrayList<>();
        List<Figure> sizes = new ArrayList<>();
        double allocated = 0;
        Score slowest = new Score(0, 0, 0);
        double slowestFloor = 0;
        for (Network network : Network.values()) {
            progress.accept("counting bytes, " + words(network));
            TableCalls calls = TableCalls.of(network);
            allocated = Math.max(allocated, Allocation.perCall(calls::closest8));
            Score score = Objects.requireNonNull(scores.get("closest8:" + network));
            double floor =
                    Objects.requireNonNull(scores.get("floor:" + network)).median();
            String key = network.name().toLowerCase(Locale.ROOT).replace("_", "");
            Figure figure = figure("closest8_" + key, words(network), score, floor);
            figures.add(network == Network.UNPROVEN ? figure : figure.atMost(TARGET));
            sizes.add(Figure.of("contacts_" + key, "contacts, " + words(network), calls.contacts(), ""));
            if (network != Network.UNPROVEN && score.median() > slowest.median()) {
                slowest = score;
                slowestFloor = floor;
            }
        }
        figures.add(
                0,
                figure("closest8", "the slowest of the next three", slowest, slowestFloor)
                        .atMost(TARGET));
        figures.add(Figure.of("allocated_bytes", "allocated a call", allocated, "bytes")
                .atMost(0));
        figures.add(Figure.of("contacts", "contacts", sizes.get(0).value(), ""));
        figures.addAll(sizes);
        return new Report(
                "table",
                "the closest 8 out of a table as a network of a million gives it",
                figures,
                List.of("The floor is to put 8 distances in order that lie side by side."));
    }

    private static Figure figure(String key, String what, Score score, double floor) {
        return Figure.of(key + "_ns", what, score, "ns")
                .beside(new Floor(key + "_floor_ns", key + "_ratio", "8 put in order", floor));
    }

    private static String words(Network network) {
        return switch (network) {
            case UNIFORM -> "uniform ids";
            case LOW_160 -> "ids of the low 160 bits";
            case MIXED -> "both mixed";
            case UNPROVEN -> "uniform ids, nobody proven";
        };
    }
}
