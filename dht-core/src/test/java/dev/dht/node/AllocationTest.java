package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.wire.Message;
import dev.dht.wire.Message.NodesResponse;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hot way allocates nothing, counted to the byte. */
class AllocationTest {
    private static final int CALLS = 10_000;
    private static final int FREE_ROUNDS = 10;
    private static final int ROUNDS = 100;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Driven driven = new Driven(1, NodeSettings.DEFAULT.withMemoryBits(1 << 16));
    private final List<Contact> known = new ArrayList<>();
    private Contact other = new Contact(Id.ZERO, Endpoint.v4(0x0C000001, 5));

    /** A node whose far bucket is full of good contacts, so that nobody else there is taken in. */
    @BeforeEach
    void fillTheTable() {
        for (int i = 0; i < 400; i++) {
            Contact contact = driven.contact(i);
            driven.introduce(contact);
        }
        driven.node.contactsToSave(driven.now).forEach(known::add);
        Id far = driven.node.id().randomSibling(0, driven.random);
        other = new Contact(far, other.endpoint());
        assertThat(known).hasSizeGreaterThan(30);
        driven.keeps = false;
        // A settled node: its first look-ups are over.
        driven.pass(60 * Driven.SECOND);
    }

    @Test
    void pingAllocatesNothing() {
        allocatesNothing(new Message.PingQuery(), "served_ping");
    }

    @Test
    void findNodeAllocatesNothing() {
        allocatesNothing(new Message.FindNodeQuery(Id.random(driven.random)), "served_find_node");
    }

    @Test
    void findValueOfWhatIsNotStoredAllocatesNothing() {
        allocatesNothing(new Message.FindValueQuery(Id.random(driven.random)), "served_find_value_nodes");
    }

    @Test
    void findValueOfWhatIsStoredAllocatesNothing() {
        Id one = Id.random(driven.random);
        Id many = Id.random(driven.random);
        store(known.get(0), one, 1);
        for (int i = 0; i < 500; i++) {
            store(known.get(0), many, 1 + i);
        }
        allocatesNothing(new Message.FindValueQuery(one), "served_find_value_endpoints");
        allocatesNothing(new Message.FindValueQuery(many), "served_find_value_endpoints");
    }

    @Test
    void storingAgainAllocatesNothing() {
        Id id = Id.random(driven.random);
        for (Contact asker : List.of(known.get(0), other)) {
            long token = store(asker, id, 77);
            allocatesNothing(asker, new Message.StoreQuery(token, id, 77), "served_store_renewed");
        }
    }

    @Test
    void aStoreWithABadTokenAllocatesNothing() {
        allocatesNothing(new Message.StoreQuery(1, Id.ZERO, 77), "served_store_bad_token");
    }

    @Test
    void whatIsNoPacketAllocatesNothing() {
        ByteBuffer garbage = ByteBuffer.wrap(new byte[100]);
        allocatesNothing(() -> driven.node.receive(driven.now, 0, other.endpoint(), garbage));
    }

    private long store(Contact asker, Id id, int port) {
        driven.keeps = true;
        driven.sent.clear();
        driven.receive(asker.endpoint(), new Message.FindNodeQuery(id).encode(1, asker.id()));
        long token = ((NodesResponse) driven.sent.remove().envelope().message()).token();
        driven.receive(asker.endpoint(), new Message.StoreQuery(token, id, port).encode(1, asker.id()));
        driven.keeps = false;
        return token;
    }

    private void allocatesNothing(Message query, String counter) {
        allocatesNothing(known.get(1), query, counter);
        allocatesNothing(other, query, counter);
    }

    private void allocatesNothing(Contact asker, Message query, String counter) {
        ByteBuffer datagram = ByteBuffer.wrap(query.encode(9, asker.id()));
        long before = count(counter);
        long sent = driven.datagrams;
        long calls = allocatesNothing(() -> driven.node.receive(driven.now, 0, asker.endpoint(), datagram));
        assertThat(count(counter) - before).isEqualTo(calls);
        assertThat(driven.datagrams - sent).as("sent nothing but answers").isEqualTo(calls);
    }

    /**
     * A hundred thousand calls in a row without a byte. Before them, the JVM allocates in the thread for itself, a few
     * times and some hundred bytes each: when it links what is called for the first time, and while the optimizing
     * compiler replaces code that runs, or takes back what it assumed. With {@code -Xint}, or
     * {@code -XX:TieredStopAtLevel=1} from the second round on, every round is free of that; so it is not our code.
     * When the optimizing compiler is done depends on how busy the machine is; so the row may begin late, but what
     * allocates once in a hundred thousand calls never lets it end.
     */
    private static long allocatesNothing(Runnable call) {
        List<Long> rounds = new ArrayList<>();
        int free = 0;
        while (free < FREE_ROUNDS && rounds.size() < ROUNDS) {
            long bytes = allocated(call);
            rounds.add(bytes);
            free = bytes == 0 ? free + 1 : 0;
        }
        assertThat(free)
                .as("rounds in a row that allocated nothing, of %s", rounds)
                .isEqualTo(FREE_ROUNDS);
        return (long) rounds.size() * CALLS;
    }

    private static long allocated(Runnable call) {
        long thread = Thread.currentThread().getId();
        long start = THREADS.getThreadAllocatedBytes(thread);
        long measuring = THREADS.getThreadAllocatedBytes(thread) - start;
        long before = THREADS.getThreadAllocatedBytes(thread);
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return THREADS.getThreadAllocatedBytes(thread) - before - measuring;
    }

    private long count(String counter) {
        TreeMap<String, Long> counters =
                new TreeMap<>(driven.node.info(driven.now, null).counters());
        return Objects.requireNonNull(counters.get(counter));
    }
}
