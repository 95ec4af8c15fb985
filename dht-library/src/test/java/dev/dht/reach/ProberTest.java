package dev.dht.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Reachability.Probe;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.udp.Transport;
import dev.dht.wire.Packet;
import dev.dht.wire.PacketWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A prober among neighbours that answer at once, each in its own way. */
class ProberTest {
    private static final Id NODE = Id.of(1, 2, 3, 4);
    private static final Endpoint HOME = Endpoint.v4(0x0B000001, 1729);
    private static final Endpoint FOREIGN = Endpoint.v4(0x0B0000FF, 1);

    /** How a neighbour answers. */
    private enum Way {
        FIRST,
        SECOND,
        OTHER_PORT,
        NOT_AT_ALL,
        CUT_OFF,
        UNDER_ANOTHER_ID,
        FROM_ELSEWHERE,
        TWICE
    }

    @Test
    void itCountsWhoNamesTheNodeAndWhoDoesSoFirst() throws IOException {
        Probe probe = probe(Way.FIRST, Way.FIRST, Way.SECOND, Way.TWICE);
        assertThat(probe.asked()).isEqualTo(4);
        assertThat(probe.answered()).isEqualTo(4);
        assertThat(probe.named()).isEqualTo(4);
        assertThat(probe.first()).isEqualTo(3);
        assertThat(probe.seenAt()).containsExactly(HOME);
    }

    @Test
    void severalPortsOfOneAddressAreSeen() throws IOException {
        Probe probe = probe(Way.OTHER_PORT, Way.FIRST, Way.FIRST);
        assertThat(probe.seenAt()).containsExactly(HOME, HOME.withPort(7));
        assertThat(probe.hasSeveralPorts()).isTrue();
    }

    @Test
    void whatIsBrokenOrComesFromSomebodyElseIsSilence() throws IOException {
        Probe probe = probe(Way.CUT_OFF, Way.UNDER_ANOTHER_ID, Way.FROM_ELSEWHERE, Way.NOT_AT_ALL);
        assertThat(probe.asked()).isEqualTo(4);
        assertThat(probe.answered()).isEqualTo(1);
        assertThat(probe.named()).isZero();
        assertThat(probe.seenAt()).isEmpty();
    }

    private static Probe probe(Way... ways) throws IOException {
        Neighbourhood neighbourhood = new Neighbourhood(ways);
        try (Prober prober = new Prober(neighbourhood, NODE, new SplittableRandom(1))) {
            return prober.ask(neighbourhood.contacts());
        }
    }

    private record Arrival(Endpoint from, byte[] bytes) {}

    private static final class Neighbourhood implements Transport {
        private final Way[] ways;
        private final Deque<Arrival> arrivals = new ArrayDeque<>();

        Neighbourhood(Way... ways) {
            this.ways = ways;
        }

        List<Contact> contacts() {
            return IntStream.range(0, ways.length)
                    .mapToObj(Neighbourhood::contact)
                    .toList();
        }

        private static Contact contact(int index) {
            return new Contact(Id.of(9, 9, 9, index), Endpoint.v4(0x0B000100 + index, 9));
        }

        @Override
        public boolean send(Endpoint to, ByteBuffer datagram) {
            Packet query = new Packet();
            assertThat(query.read(datagram)).isNull();
            assertThat(query.target()).isEqualTo(NODE);
            int index = to.address() - 0x0B000100;
            Way way = ways[index];
            Id self = way == Way.UNDER_ANOTHER_ID ? Id.ZERO : contact(index).id();
            PacketWriter writer = new PacketWriter(self, ByteBuffer.allocate(1_232));
            writer.nodesResponse(query.transaction(), 1);
            if (way == Way.SECOND || way == Way.NOT_AT_ALL) {
                writer.addNode(contact(77));
            }
            if (way != Way.NOT_AT_ALL) {
                writer.addNode(new Contact(NODE, way == Way.OTHER_PORT ? HOME.withPort(7) : HOME));
            }
            ByteBuffer packet = writer.finished();
            byte[] bytes = new byte[packet.remaining() - (way == Way.CUT_OFF ? 1 : 0)];
            packet.get(bytes);
            for (int i = way == Way.TWICE ? 2 : 1; i > 0; i--) {
                arrivals.add(new Arrival(way == Way.FROM_ELSEWHERE ? FOREIGN : to, bytes));
            }
            return true;
        }

        @Override
        public void poll(long nanoseconds, Receiver receiver) {
            for (Arrival one = arrivals.poll(); one != null; one = arrivals.poll()) {
                receiver.received(one.from(), ByteBuffer.wrap(one.bytes()));
            }
        }

        @Override
        public Endpoint bound() {
            return HOME;
        }

        @Override
        public void wakeup() {}

        @Override
        public void close() {}
    }
}
