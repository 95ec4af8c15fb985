package dev.dht.bench;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.routing.Audience;
import dev.dht.routing.Closest;
import dev.dht.routing.Firewall;
import dev.dht.routing.Table;
import dev.dht.routing.Table.Change;
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
    private static final int NODES = 1_000_000;
    private static final int DISTANCES = 8_192;
    private static final long NOW = 1_000_000_000L;
    private static final long ROUND_TRIP = 20_000_000L;

    /** A {@link Network}. */
    @Param({"UNIFORM", "LOW_160", "MIXED", "UNPROVEN"})
    public String network;

    private final Closest closest = new Closest(Table.K);
    private final long[] distances = new SplittableRandom(2).longs(DISTANCES).toArray();
    private final long[] ordered = new long[Table.K];
    private final SplittableRandom random = new SplittableRandom(1);
    private Network of;
    private Table table;
    private int next;

    /** For JMH, which sets it up. */
    public TableCalls() {}

    /** With a table of such a network. */
    static TableCalls of(Network network) {
        TableCalls calls = new TableCalls();
        calls.network = network.name();
        calls.fill();
        return calls;
    }

    /** Makes the table. */
    @Setup
    public void fill() {
        of = Network.valueOf(network);
        table = new Table(of.drawSelf(random), random, 0);
        for (int i = 0; i < NODES; i++) {
            Contact contact = new Contact(of.draw(random), Endpoint.v4(0x0B000000 + i, 1729));
            if (of == Network.UNPROVEN) {
                doubt(contact);
            } else {
                table.settle(NOW, contact, ROUND_TRIP);
            }
        }
    }

    private void doubt(Contact contact) {
        if (table.answered(NOW, contact, ROUND_TRIP, false, Firewall.MAY_BE_OPEN) == Change.ADDED) {
            table.silent(NOW, contact, NOW);
            table.answered(NOW, contact, ROUND_TRIP, false, Firewall.MAY_BE_OPEN);
        }
    }

    /** How many contacts the table has. */
    int contacts() {
        return table.size();
    }

    /** Finds the closest 8 to a target that lies as the ids do, and gives one word of the nearest. */
    @Benchmark
    public long closest8() {
        boolean low = of.isLow(random.nextLong());
        long a = low ? 0 : random.nextLong();
        long b = low ? random.nextLong() & Network.LOWER_HALF : random.nextLong();
        table.closest(NOW, a, b, random.nextLong(), random.nextLong(), -1, Audience.OTHERS, closest);
        return closest.idWord(0, 3);
    }

    /** Puts 8 distances in order that lie side by side, and gives the least. */
    @Benchmark
    public long floor() {
        next = next + Table.K & DISTANCES - 1;
        for (int i = 0; i < Table.K; i++) {
            long distance = distances[next + i];
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
