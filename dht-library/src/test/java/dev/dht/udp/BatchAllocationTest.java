package dev.dht.udp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where there is a batch transport, it allocates nothing for a datagram: counted to the byte. */
@Timeout(120)
class BatchAllocationTest {
    private static final int TURNS = 2_000;
    private static final int FREE_ROUNDS = 5;
    private static final int ROUNDS = 200;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ByteBuffer datagram = ByteBuffer.allocateDirect(300);
    private int received;

    @Test
    void receivingAndAnsweringAllocateNothing() throws IOException {
        int expected = 0;
        for (Loopback kind : Loopback.present()) {
            try (Transport transport = kind.open()) {
                Transport.Receiver answers = (from, query) -> {
                    received++;
                    if (query.remaining() > 1) {
                        transport.send(from, datagram.clear().limit(query.remaining() - 1));
                    }
                };
                expected = kind == Loopback.BATCH ? freeRounds(transport, answers) : FREE_ROUNDS;
            }
        }
        assertThat(expected).as("rounds in a row that allocated nothing").isEqualTo(FREE_ROUNDS);
    }

    private int freeRounds(Transport transport, Transport.Receiver answers) throws IOException {
        List<Long> rounds = new ArrayList<>();
        int free = 0;
        while (free < FREE_ROUNDS && rounds.size() < ROUNDS) {
            long bytes = allocated(transport, answers);
            rounds.add(bytes);
            free = bytes == 0 ? free + 1 : 0;
        }
        assertThat(received).isGreaterThanOrEqualTo(rounds.size() * TURNS * 2);
        return free;
    }

    /** Each turn a datagram to itself, which it answers to itself. */
    private long allocated(Transport transport, Transport.Receiver answers) throws IOException {
        long thread = Thread.currentThread().getId();
        long start = THREADS.getThreadAllocatedBytes(thread);
        long measuring = THREADS.getThreadAllocatedBytes(thread) - start;
        long before = THREADS.getThreadAllocatedBytes(thread);
        for (int i = 0; i < TURNS; i++) {
            transport.send(transport.bound(), datagram.clear().limit(2));
            int wanted = received + 2;
            while (received < wanted) {
                transport.poll(1_000_000_000L, answers);
            }
        }
        return THREADS.getThreadAllocatedBytes(thread) - before - measuring;
    }
}
