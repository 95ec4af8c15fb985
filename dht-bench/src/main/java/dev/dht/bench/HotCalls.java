package dev.dht.bench;

import dev.dht.store.Store.Outcome;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Stores and finds in a store of hot ids, with as many endpoints each as an id may have. Each STORE renews one of them;
 * each find takes a random choice, as many as fit into an answer.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set up before the first call
public class HotCalls {
    /** Endpoints of one id. */
    static final int ENDPOINTS = 1_024;

    /** How many ids the store holds. */
    @Param("976")
    public int ids;

    private final SplittableRandom random = new SplittableRandom(1);
    private Entries entries;

    /** For JMH, which sets it up. */
    public HotCalls() {}

    /** Fills the store. */
    @Setup
    public void fill() {
        entries = new Entries(ids * ENDPOINTS);
        for (int i = 0; i < ids * ENDPOINTS; i++) {
            entries.put(0, i / ENDPOINTS, Entries.endpoint(i));
        }
    }

    /** Renews an endpoint of an id. */
    @Benchmark
    public Outcome renew() {
        int endpoint = random.nextInt(ids * ENDPOINTS);
        Outcome outcome = entries.put(0, endpoint / ENDPOINTS, Entries.endpoint(endpoint));
        if (outcome != Outcome.RENEWED) {
            throw new IllegalStateException("an entry was not renewed: " + outcome);
        }
        return outcome;
    }

    /** Finds endpoints of an id, as many as fit into an answer. */
    @Benchmark
    public int find() {
        int found = entries.find(0, random.nextInt(ids));
        if (found < 2) {
            throw new IllegalStateException("entries were not found");
        }
        return found;
    }
}
