package dev.dht.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is written reads as the same, and whatever else comes is a value and never an exception. */
class PacketTest {
    private static final List<String> TEXTS = List.of("", "busy", "token expired", "zu früh", "😀");

    private static Id id(Choices c) {
        return Id.of(c.anyLong(), c.anyLong(), c.anyLong(), c.anyLong());
    }

    private static Endpoint endpoint(Choices c) {
        int port = c.below(65_536);
        return c.oneIn(3)
                ? Endpoint.v6(c.anyLong() | 1L << 61, c.anyLong(), port)
                : Endpoint.v4((int) c.anyLong(), port);
    }

    private static Message message(Choices c) {
        return switch (c.below(9)) {
            case 0 -> new Message.PingQuery();
            case 1 -> new Message.FindNodeQuery(id(c));
            case 2 -> new Message.FindValueQuery(id(c));
            case 3 -> new Message.StoreQuery(c.anyLong(), id(c), c.below(65_536));
            case 4 -> new Message.PingResponse();
            case 5 -> new Message.StoreResponse();
            case 6 -> new Message.NodesResponse(c.anyLong(), c.list(255, x -> new Contact(id(x), endpoint(x))));
            case 7 -> new Message.ValuesResponse(c.anyLong(), c.list(255, PacketTest::endpoint));
            default -> new Message.ErrorResponse(c.below(65_536), c.pick(TEXTS));
        };
    }

    @Test
    void whatIsWrittenReadsAsTheSame() {
        Property.check(c -> {
            Message.Envelope said = new Message.Envelope(c.below(65_536), id(c), message(c));
            byte[] bytes = said.message().encode(said.transaction(), said.sender());
            assertThat(Message.decode(bytes)).contains(said);
        });
    }

    @Test
    void whatReadsIsWrittenInTheSameBytes() {
        Property.check(10, c -> {
            byte[] bytes = mutated(c);
            c.note("the datagram", bytes);
            Optional<Message.Envelope> read = Message.decode(bytes);
            if (read.isPresent() && !(read.get().message() instanceof Message.ErrorResponse)) {
                Message.Envelope said = read.get();
                assertThat(said.message().encode(said.transaction(), said.sender()))
                        .isEqualTo(bytes);
            }
        });
    }

    /** A packet in which some bytes were changed, or that was cut or made longer; or bytes that never were one. */
    private static byte[] mutated(Choices c) {
        byte[] bytes = message(c).encode(c.below(65_536), id(c));
        switch (c.below(4)) {
            case 0 -> bytes = c.bytes(c.below(100));
            case 1 -> bytes = Arrays.copyOf(bytes, c.below(bytes.length + 20));
            default -> {
                for (int i = c.below(4); i >= 0; i--) {
                    int at = c.flip() ? c.below(bytes.length) : Math.min(bytes.length - 1, 42 + c.below(14));
                    bytes[at] = (byte) c.below(256);
                }
            }
        }
        return bytes;
    }

    @Test
    void aBufferIsReadBetweenPositionAndLimitWhateverItIs() {
        Property.check(c -> {
            Message said = message(c);
            byte[] bytes = said.encode(7, Id.ZERO);
            int before = c.below(10);
            int size = before + bytes.length + c.below(10);
            ByteBuffer buffer = c.flip() ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
            buffer.order(ByteOrder.LITTLE_ENDIAN).put(before, bytes);
            buffer.position(before).limit(before + bytes.length);
            Packet packet = new Packet();
            assertThat(packet.read(buffer)).isNull();
            assertThat(packet.transaction()).isEqualTo(7);
            assertThat(buffer.position()).isEqualTo(before);
            assertThat(buffer.remaining()).isEqualTo(bytes.length);
        });
    }

    @Test
    void whatIsWrongIsTold() {
        Packet packet = new Packet();
        byte[] ping = new Message.PingQuery().encode(1, Id.ZERO);
        assertThat(packet.read(ByteBuffer.allocate(43))).isEqualTo(Malformed.TOO_SHORT);
        assertThat(packet.read(ByteBuffer.allocate(44))).isEqualTo(Malformed.FOREIGN);
        ping[42] = 'x';
        assertThat(packet.read(ByteBuffer.wrap(ping))).isEqualTo(Malformed.UNKNOWN_LETTER);
        ping[42] = 'q';
        assertThat(packet.read(ByteBuffer.wrap(Arrays.copyOf(ping, 45)))).isEqualTo(Malformed.WRONG_LENGTH);
        byte[] longText = new Message.ErrorResponse(1, "x".repeat(1_024)).encode(1, Id.ZERO);
        assertThat(packet.read(ByteBuffer.wrap(longText))).isNull();
        byte[] tooLong = new Message.ErrorResponse(1, "x".repeat(1_025)).encode(1, Id.ZERO);
        assertThat(packet.read(ByteBuffer.wrap(tooLong))).isEqualTo(Malformed.WRONG_LENGTH);
    }

    @Test
    void aListIsNeverLongerThanTheDatagramMayBe() {
        PacketWriter writer = new PacketWriter(Id.ZERO, ByteBuffer.allocate(1_232));
        writer.valuesResponse(1, 2);
        int room = writer.room();
        assertThat(room).isEqualTo(168);
        for (int i = 0; i < room; i++) {
            writer.addEndpoint(i, i);
        }
        assertThat(writer.room()).isZero();
        assertThat(writer.finished().remaining()).isLessThanOrEqualTo(1_232);
    }

    @Test
    void onlyAResponseOfTheRightKindAnswersAQuery() {
        for (Kind query : Kind.values()) {
            for (Kind response : Kind.values()) {
                boolean expected = query.isQuery()
                        && (response == Kind.ERROR
                                || query == Kind.PING_QUERY && response == Kind.PING_RESPONSE
                                || query == Kind.STORE_QUERY && response == Kind.STORE_RESPONSE
                                || query == Kind.FIND_NODE_QUERY && response == Kind.NODES_RESPONSE
                                || query == Kind.FIND_VALUE_QUERY && response == Kind.NODES_RESPONSE
                                || query == Kind.FIND_VALUE_QUERY && response == Kind.VALUES_RESPONSE);
                assertThat(response.answers(query))
                        .as("%s to %s", response, query)
                        .isEqualTo(expected);
            }
        }
    }
}
