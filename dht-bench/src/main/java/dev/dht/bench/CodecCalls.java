package dev.dht.bench;

import dev.dht.id.Id;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import dev.dht.wire.PacketWriter;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Reads FIND_NODE queries and takes all out of them that an answer needs; writes answers with 8 nodes. Into and out of
 * direct buffers, as a socket has them. Beside each: the same bytes, copied.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecCalls {
    private static final int QUERIES = 256;
    private static final int NODES = 8;
    private static final int NODE_WORDS = 5;
    private static final int LONGEST = 1_232;

    private final ByteBuffer[] queries = new ByteBuffer[QUERIES];
    private final long[] nodes = new long[QUERIES * NODE_WORDS];
    private final ByteBuffer out = ByteBuffer.allocateDirect(LONGEST);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(LONGEST);
    private final ByteBuffer copy = ByteBuffer.allocateDirect(LONGEST);
    private final Packet packet = new Packet();
    private final PacketWriter writer;
    private int next;

    /** With queries and nodes that are always the same. */
    public CodecCalls() {
        SplittableRandom random = new SplittableRandom(1);
        writer = new PacketWriter(Id.random(random), out);
        for (int i = 0; i < QUERIES; i++) {
            ByteBuffer query = writer.findNodeQuery(i, Id.random(random)).finished();
            queries[i] = ByteBuffer.allocateDirect(query.remaining()).put(query).flip();
        }
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = random.nextLong();
        }
        writeAnswer();
        answer.put(out).flip();
    }

    /** Reads a query; gives something of all that was read. */
    @Benchmark
    public long decode() {
        next = next + 1 & QUERIES - 1;
        if (packet.read(queries[next]) != null || packet.kind() != Kind.FIND_NODE_QUERY) {
            throw new IllegalStateException("a query that is none");
        }
        long all = packet.transaction();
        for (int i = 0; i < 4; i++) {
            all ^= packet.senderWord(i) ^ packet.targetWord(i);
        }
        return all;
    }

    /** Copies a query. */
    @Benchmark
    public long decodeFloor() {
        next = next + 1 & QUERIES - 1;
        ByteBuffer query = queries[next];
        copy.clear().put(query);
        query.rewind();
        return copy.position();
    }

    /** Writes an answer with 8 nodes; gives its length. */
    @Benchmark
    public long encode() {
        return writeAnswer();
    }

    private long writeAnswer() {
        next = next + NODES & QUERIES - 1;
        writer.nodesResponse(next, nodes[next]);
        for (int i = 0; i < NODES; i++) {
            int at = ((next + i) & QUERIES - 1) * NODE_WORDS;
            long endpoint = nodes[at + 4];
            writer.addNode(
                    nodes[at],
                    nodes[at + 1],
                    nodes[at + 2],
                    nodes[at + 3],
                    (int) (endpoint >>> 16),
                    (int) endpoint & 0xFFFF);
        }
        return writer.finished().remaining();
    }

    /** Copies an answer. */
    @Benchmark
    public long encodeFloor() {
        copy.clear().put(answer);
        answer.rewind();
        return copy.position();
    }
}
