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
    SERVE;

    /**
     * Measures. Takes seconds to minutes.
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
        };
    }
}
