package dev.dht.bench;

import dev.dht.bench.Figure.Floor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** What it costs to read a query and to write its answer. */
final class CodecFigures {
    private CodecFigures() {}

    static Report measure(Extent extent, Consumer<String> progress) {
        Map<String, Score> scores = Jmh.measure(CodecCalls.class, 0, extent, progress);
        CodecCalls calls = new CodecCalls();
        double allocated = Math.max(Allocation.perCall(calls::decode), Allocation.perCall(calls::encode));
        return new Report(
                "codec",
                "what a node spends on the datagrams of a FIND_NODE: reading the query, writing the answer with 8 nodes; nothing is sent",
                List.of(
                        figure("decode", "reading one query", scores),
                        figure("encode", "writing one answer", scores),
                        Figure.of("allocated_bytes", "memory allocated for each", allocated, "bytes")
                                .atMost(0)),
                List.of(
                        "The floor is a copy of as many bytes from one buffer to another: less than that nobody can do."));
    }

    private static Figure figure(String call, String what, Map<String, Score> scores) {
        Score score = Objects.requireNonNull(scores.get(call));
        Score floor = Objects.requireNonNull(scores.get(call + "Floor"));
        return Figure.of(call + "_ns", what, score, "ns")
                .beside(new Floor(call + "_floor_ns", call + "_ratio", "copying its bytes", floor.median()));
    }
}
