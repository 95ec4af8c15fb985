package dev.dht.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One server that is asked for some rounds, and what came of each. */
final class Rounds implements AutoCloseable {
    private final Server server;
    private final Load load;
    private final double[] rates = new double[Extent.ROUNDS];
    private final double[] microseconds = new double[Extent.ROUNDS];
    private final double[] shares = new double[Extent.ROUNDS];

    /** Closes the server at its end. */
    Rounds(Server server, ByteBuffer query) throws IOException {
        this.server = server;
        this.load = new Load(server.address(), query.duplicate());
    }

    /** The answer to one query. */
    ByteBuffer ask() throws IOException {
        return load.ask();
    }

    void warmUp(long nanoseconds) throws IOException {
        load.run(nanoseconds);
    }

    /** One round. */
    void run(int round, long nanoseconds) throws IOException {
        long before = load.answered();
        long cpu = server.busy();
        long began = System.nanoTime();
        load.run(nanoseconds);
        double wall = System.nanoTime() - began;
        long used = server.busy() - cpu;
        long count = load.answered() - before;
        rates[round] = count * 1e9 / wall;
        microseconds[round] = used / 1e3 / count;
        shares[round] = used / wall;
    }

    /** Answers a second. */
    Score rate() {
        return Score.of(rates);
    }

    /** Time of the server on a processor for an answer. */
    Score us() {
        return Score.of(microseconds);
    }

    /** The part of the time in which the server was on a processor, in percent. */
    double busyPercent() {
        return 100 * Score.of(shares).median();
    }

    long lost() {
        return load.lost();
    }

    @Override
    public void close() {
        load.close();
        server.close();
    }
}
