package dev.dht.bench;

import java.util.function.Consumer;

/** The benchmarks. */
public enum Bench {
    /** The closest 8 out of a table. */
    TABLE,
    /** Memory, rates and pauses of the store. */
    STORE,
    /** Reading queries and writing answers. */
    CODEC,
    /** A node over real sockets. */
    SERVE,
    /** Look-ups in virtual time. */
    LOOKUP,
    /** Many entries of one node, renewed in virtual time. */
    PUBLISH;

    /**
     * Measures. Takes seconds to minutes, in virtual time up to half an hour.
     *
     * @param progress is told what is being done, often; on the thread that calls
     * @throws BenchException if it cannot be done
     */
    public Report run(Extent extent, Consumer<String> progress) {
        return switch (this) {
            case TABLE -> TableFigures.measure(extent, progress);
            case STORE -> StoreFigures.measure(extent, progress);
            case CODEC -> CodecFigures.measure(extent, progress);
            case SERVE -> ServeFigures.measure(extent, progress);
            case LOOKUP -> LookupFigures.measure(extent, progress);
            case PUBLISH -> PublishFigures.measure(extent, progress);
        };
    }
}
