package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dht.api.DhtException;
import dev.dht.id.Id;
import dev.dht.udp.BatchTransport;
import dev.dht.udp.ChannelTransport;
import dev.dht.udp.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which transport a node takes, and that nodes with either talk to each other. */
@Timeout(60)
class TransportKindTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void batchesAreTakenByThemselvesWhereTheyAreAllowed() throws IOException {
        try (Transport taken = TransportKind.AUTO.open(ANY);
                Transport channel = TransportKind.CHANNEL.open(ANY)) {
            assertThat(taken)
                    .isInstanceOf(BatchTransport.missing(true) == null ? BatchTransport.class : ChannelTransport.class);
            assertThat(channel).isInstanceOf(ChannelTransport.class);
        }
    }

    @Test
    void whoWantsBatchesGetsThemOrIsToldWhyNot() throws IOException {
        String missing = BatchTransport.missing(false);
        if (missing == null) {
            try (Transport batches = TransportKind.BATCH.open(ANY)) {
                assertThat(batches).isInstanceOf(BatchTransport.class);
            }
        } else {
            assertThatThrownBy(() ->
                            Swarm.builder(null).transport(TransportKind.BATCH).start())
                    .isInstanceOf(DhtException.class)
                    .hasMessageContaining("batch transport")
                    .hasMessageContaining(missing);
        }
    }

    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void nodesWithEitherFindEachOther(TransportKind kind) {
        TransportKind other =
                kind == TransportKind.BATCH && BatchTransport.missing(false) != null ? TransportKind.AUTO : kind;
        try (DhtNode first = Swarm.builder(null).transport(other).start();
                DhtNode second = Swarm.builder(null)
                        .transport(TransportKind.CHANNEL)
                        .bootstrap(Swarm.address(first))
                        .start()) {
            Swarm.now(second.ready());
            Id id = Id.sha256(new byte[] {1});
            second.enter(id, 8080);

            assertThat(first.lookup(id)).extracting(InetSocketAddress::getPort).containsExactly(8080);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TransportKind.class,
            names = {"AUTO", "CHANNEL"})
    void whatIsLongerThanAnyPacketIsCountedAndNotRead(TransportKind kind) throws IOException {
        byte[] query = new byte[Transport.LONGEST + 1];
        Arrays.fill(query, (byte) 'q');
        try (DhtNode node = Swarm.builder(null).transport(kind).start();
                DatagramSocket socket = new DatagramSocket(ANY)) {
            socket.send(new DatagramPacket(query, query.length, node.address()));
            await().until(() -> node.info().counters().get("datagrams_received") == 1);

            assertThat(node.info().counters())
                    .containsEntry("drops_too_short", 1L)
                    .containsEntry("bytes_received", 0L);
        }
    }
}
