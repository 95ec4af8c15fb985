package dev.dht.bench;

import dev.dht.store.Store;
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
 * Stores and finds in a store of many ids with one endpoint each. Each STORE brings a new id, and time goes on so that as
 * many expire: what it costs to take back their room is part of the figure, and the store stays as large as it is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set up before the first call
public class StoreCalls {
    /** Words of a record that an id and an endpoint need at least, and what a line of the cache has. */
    private static final int RECORD = 8;

    private static final long LIFETIME = Store.LIFETIME * 1_000_000_000L;
    /** Entries of one address. */
    private static final int OF_ONE_ADDRESS = 10;
    /** What is found is among this part of the ids, the youngest: they have not expired. */
    private static final double LIVING = 0.9;

    /** How many ids the store holds. */
    @Param("1000000")
    public int ids;

    private final SplittableRandom random = new SplittableRandom(1);
    private Entries entries;
    private long[] records;
    private long number;
    private long now;
    private long step;
    private int addresses;

    /** For JMH, which sets it up. */
    public StoreCalls() {}

    /** Fills the store. */
    @Setup
    public void fill() {
        entries = new Entries(2 * ids);
        records = new long[RECORD * ids];
        addresses = Math.max(1, ids / OF_ONE_ADDRESS);
        step = LIFETIME / ids;
        for (int i = 0; i < ids; i++) {
            put();
        }
    }

    /** Stores an endpoint under a new id, and drops what expires meanwhile. */
    @Benchmark
    public Outcome put() {
        now += step;
        if (entries.store().nextDeadline() <= now) {
            entries.store().advance(now);
        }
        number++;
        Outcome outcome = entries.put(now, number, Entries.endpoint(number, addresses));
        if (outcome != Outcome.STORED) {
            throw new IllegalStateException("a new entry was not stored: " + outcome);
        }
        return outcome;
    }

    /** Finds the endpoint of an id that is there. */
    @Benchmark
    public int find() {
        int found = entries.find(now, number - random.nextInt((int) (LIVING * ids)));
        if (found != 1) {
            throw new IllegalStateException("an entry was not found");
        }
        return found;
    }

    /** Reads and writes one line of the cache at random, of as many as there are ids. */
    @Benchmark
    public long floor() {
        return ++records[RECORD * random.nextInt(ids)];
    }

    /** How many ids there are. */
    int held() {
        return entries.store().ids();
    }
}
