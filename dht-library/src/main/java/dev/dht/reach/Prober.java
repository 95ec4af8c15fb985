package dev.dht.reach;

import dev.dht.api.Reachability.Probe;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.query.Asker;
import dev.dht.query.Queries;
import dev.dht.query.Query;
import dev.dht.query.Question;
import dev.dht.udp.Transport;
import dev.dht.wire.Packet;
import dev.dht.wire.PacketWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Asks a node's neighbours for whom they know closest to it, as a stranger: nodes leave out who asks. It answers nobody, so
 * nobody takes it into a table. At most eight queries, each sent twice at most, within six seconds.
 *
 * <p>For one thread, but for {@link #close}.
 */
public final class Prober implements AutoCloseable {
    /** How many neighbours are asked at most. */
    public static final int NEIGHBOURS = 8;

    private static final int MEMORY_BITS = 1 << 10;

    private final Transport transport;
    private final Id node;
    private final Queries queries;
    private final Packet packet = new Packet();
    private final long start = System.nanoTime();
    private volatile boolean closed;

    private int unanswered;
    private int answered;
    private int first;
    private final List<Endpoint> named = new ArrayList<>();

    /**
     * Asks about a node.
     *
     * @param transport the second socket; the caller closes it
     * @param secrets where the id and transaction ids are drawn from
     */
    public Prober(Transport transport, Id node, RandomGenerator secrets) {
        this.transport = transport;
        this.node = node;
        PacketWriter writer = new PacketWriter(Id.random(secrets), ByteBuffer.allocate(Transport.LONGEST));
        queries = new Queries(
                NEIGHBOURS, 1, MEMORY_BITS, writer, secrets, (path, to, datagram) -> transport.send(to, datagram));
    }

    /**
     * Asks, and waits for the answers.
     *
     * @param neighbours whom to ask; of more than {@link #NEIGHBOURS} the first
     * @throws IOException if the socket failed
     */
    public Probe ask(List<Contact> neighbours) throws IOException {
        int asked = 0;
        for (Contact neighbour : neighbours.subList(0, Math.min(NEIGHBOURS, neighbours.size()))) {
            asked += ask(neighbour) ? 1 : 0;
        }
        await();
        return new Probe(Duration.ZERO, asked, answered, named.size(), first, seenAt());
    }

    /** Ends it soon; from any thread. */
    @Override
    public void close() {
        closed = true;
        transport.wakeup();
    }

    private void heard(Packet answer) {
        answered++;
        for (int i = 0; i < answer.count(); i++) {
            Contact contact = answer.node(i);
            if (contact.id().equals(node)) {
                named.add(contact.endpoint());
                first += i == 0 ? 1 : 0;
                return;
            }
        }
    }

    /** Where it was named at, the most frequent first. */
    private List<Endpoint> seenAt() {
        Comparator<Endpoint> byCount = Comparator.comparing(
                endpoint -> -named.stream().filter(endpoint::equals).count());
        return named.stream()
                .filter(Endpoint::isUnicast)
                .distinct()
                .sorted(byCount.thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private boolean ask(Contact neighbour) {
        boolean isAsked =
                queries.ask(now(), 0, neighbour.endpoint(), neighbour.id(), Question.findNode(node), new Hearing())
                        != null;
        unanswered += isAsked ? 1 : 0;
        return isAsked;
    }

    private final class Hearing implements Asker {
        @Override
        public void answered(long now, Query query, Packet answer) {
            unanswered--;
            heard(answer);
        }

        @Override
        public void failed(long now, Query query, Failure failure) {
            unanswered--;
        }
    }

    private void await() throws IOException {
        while (unanswered > 0 && !closed) {
            transport.poll(Math.max(0, queries.nextDeadline() - now()), this::received);
            queries.advance(now());
        }
    }

    /** What answers no question of ours, or cannot be read, is as good as silence. */
    private void received(Endpoint from, ByteBuffer datagram) {
        if (datagram.remaining() <= Transport.LONGEST
                && packet.read(datagram) == null
                && !packet.kind().isQuery()) {
            queries.response(now(), from, packet);
        }
    }

    private long now() {
        return System.nanoTime() - start;
    }
}
