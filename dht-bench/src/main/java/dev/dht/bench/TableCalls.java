package dev.dht.bench;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.routing.Closest;
import dev.dht.routing.Table;
import dev.dht.routing.Table.Audience;
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
 * The closest 8 out of a table as a network of a million gives it: all of them were offered, and whoever found room
 * stayed, so that all buckets are full but the last.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set up before the first call
public class TableCalls {
    private static final int NETWORK = 1_000_000;
    private static final int TARGETS = 1_024;
    private static final long NOW = 1_000_000_000L;
    private static final long ROUND_TRIP = 20_000_000L;

    /** A {@link Spread}. */
    @Param({"UNIFORM", "LOW_160", "MIXED"})
    public String spread;

    private final Closest closest = new Closest(Table.K);
    private final long[] targets = new long[4 * TARGETS];
    private final long[] ordered = new long[Table.K];
    private Table table;
    private int next;

    /** For JMH, which sets it up. */
    public TableCalls() {}

    /** With a table of this spread. */
    static TableCalls of(Spread spread) {
        TableCalls calls = new TableCalls();
        calls.spread = spread.name();
        calls.fill();
        return calls;
    }

    /** Makes the table and what is asked of it. */
    @Setup
    public void fill() {
        Spread ids = Spread.valueOf(spread);
        SplittableRandom random = new SplittableRandom(1);
        table = new Table(ids.drawSelf(random), random, 0);
        for (int i = 0; i < NETWORK; i++) {
            table.settle(NOW, new Contact(ids.draw(random), Endpoint.v4(0x0B000000 + i, 1729)), ROUND_TRIP);
        }
        for (int i = 0; i < TARGETS; i++) {
            Id target = ids.draw(random);
            for (int word = 0; word < 4; word++) {
                targets[4 * i + word] = target.word(word);
            }
        }
    }

    /** How many contacts the table has. */
    int contacts() {
        return table.size();
    }

    /** Finds the closest 8 to the next target, and gives one word of the nearest. */
    @Benchmark
    public long closest8() {
        int at = next;
        next = at + 4 & 4 * TARGETS - 1;
        table.closest(
                NOW, targets[at], targets[at + 1], targets[at + 2], targets[at + 3], -1, Audience.OTHERS, closest);
        return closest.idWord(0, 3);
    }

    /** Puts 8 distances in order that lie side by side, and gives the least. */
    @Benchmark
    public long floor() {
        int at = next;
        next = at + 4 & 4 * TARGETS - 1;
        long target = targets[at + Table.K & 4 * TARGETS - 1];
        for (int i = 0; i < Table.K; i++) {
            long distance = targets[at + i & 4 * TARGETS - 1] ^ target;
            int place = i;
            while (place > 0 && Long.compareUnsigned(distance, ordered[place - 1]) < 0) {
                ordered[place] = ordered[place - 1];
                place--;
            }
            ordered[place] = distance;
        }
        return ordered[0];
    }
}
