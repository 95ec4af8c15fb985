package dev.dht.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.protocol.Json;
import dev.dht.wire.Message.Envelope;
import dev.dht.wire.Message.ErrorResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The recorded packets of deployed nodes, and what is nearly one. */
class RecordedPacketsTest {
    private static final List<Map<String, @Nullable Object>> RECORD = Json.objects("/protocol/packets.json");

    @Test
    void everyRecordedPacketSaysWhatTheRecordSaysAndIsWrittenTheSame() throws UnknownHostException {
        assertThat(RECORD).hasSize(72);
        for (Map<String, @Nullable Object> packet : RECORD) {
            Envelope expected = new Envelope(
                    Integer.parseInt(text(packet, "tag"), 16), Id.parse(text(packet, "sender")), message(packet));
            assertThat(Message.decode(bytes(packet))).contains(expected);
            assertThat(expected.message().encode(expected.transaction(), expected.sender()))
                    .isEqualTo(bytes(packet));
        }
    }

    private static Message message(Map<String, @Nullable Object> packet) throws UnknownHostException {
        return switch (text(packet, "type")) {
            case "ping query" -> new Message.PingQuery();
            case "find_node query" -> new Message.FindNodeQuery(Id.parse(text(packet, "target")));
            case "find_value query" -> new Message.FindValueQuery(Id.parse(text(packet, "target")));
            case "store query" -> new Message.StoreQuery(token(packet), Id.parse(text(packet, "target")), port(packet));
            case "ping response" -> new Message.PingResponse();
            case "store response" -> new Message.StoreResponse();
            case "nodes response" -> {
                List<Contact> nodes = new ArrayList<>();
                for (Map<String, @Nullable Object> node : list(packet, "nodes")) {
                    nodes.add(new Contact(Id.parse(text(node, "id")), endpoint(node)));
                }
                yield new Message.NodesResponse(token(packet), nodes);
            }
            case "values response" -> {
                List<Endpoint> endpoints = new ArrayList<>();
                for (Map<String, @Nullable Object> endpoint : list(packet, "endpoints")) {
                    endpoints.add(endpoint(endpoint));
                }
                yield new Message.ValuesResponse(token(packet), endpoints);
            }
            default -> new ErrorResponse(number(packet, "code"), text(packet, "message"));
        };
    }

    private static String text(Map<String, @Nullable Object> object, String name) {
        return (String) Objects.requireNonNull(object.get(name), name);
    }

    private static int number(Map<String, @Nullable Object> object, String name) {
        return ((Long) Objects.requireNonNull(object.get(name), name)).intValue();
    }

    private static int port(Map<String, @Nullable Object> object) {
        return number(object, "port");
    }

    private static long token(Map<String, @Nullable Object> packet) {
        return Long.parseUnsignedLong(text(packet, "token"), 16);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, @Nullable Object>> list(Map<String, @Nullable Object> object, String name) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(object.get(name), name);
    }

    private static Endpoint endpoint(Map<String, @Nullable Object> object) throws UnknownHostException {
        // Addresses only: no name is looked up.
        return Endpoint.of(new InetSocketAddress(InetAddress.getByName(text(object, "host")), port(object)));
    }

    private static byte[] bytes(Map<String, @Nullable Object> packet) {
        return HexFormat.of().parseHex(text(packet, "packet"));
    }

    @Test
    void everyTruncationIsRefusedButOfTheTextOfAnError() {
        for (Map<String, @Nullable Object> packet : RECORD) {
            byte[] whole = bytes(packet);
            for (int length = 0; length < whole.length; length++) {
                boolean isText = text(packet, "type").equals("error") && length >= 45;
                assertThat(Message.decode(Arrays.copyOf(whole, length)).isPresent())
                        .as("%d bytes of %s", length, packet)
                        .isEqualTo(isText);
            }
        }
    }

    @Test
    void everyExtensionByOneByteIsRefusedButOfTheTextOfAnError() {
        for (Map<String, @Nullable Object> packet : RECORD) {
            byte[] whole = bytes(packet);
            byte[] longer = Arrays.copyOf(whole, whole.length + 1);
            boolean isText = text(packet, "type").equals("error") && longer.length <= 45 + 1_024;
            for (int last = 0; last < 256; last++) {
                longer[whole.length] = (byte) last;
                assertThat(Message.decode(longer).isPresent()).isEqualTo(isText);
            }
        }
    }

    @Test
    void theTextOfAnErrorHasAtMost1024Bytes() {
        byte[] longest = new ErrorResponse(1, "x".repeat(1_024)).encode(1, Id.ZERO);
        assertThat(Message.decode(longest)).isPresent();
        assertThat(Message.decode(Arrays.copyOf(longest, longest.length + 1))).isEmpty();
    }

    @Test
    void whateverDecodesIsWrittenTheSameAndNothingThrows() {
        Property.check(50, choices -> {
            byte[] bytes = choices.oneIn(4) ? choices.bytes(choices.below(200)) : mutated(choices);
            choices.note("bytes", bytes);
            Optional<Envelope> decoded = Message.decode(bytes);
            Envelope envelope = decoded.orElse(null);
            if (envelope != null && !(envelope.message() instanceof ErrorResponse)) {
                byte[] again = envelope.message().encode(envelope.transaction(), envelope.sender());
                assertThat(again).isEqualTo(bytes);
            } else if (envelope != null && envelope.message() instanceof ErrorResponse error) {
                boolean isText = error.text().indexOf('\uFFFD') < 0;
                byte[] again = error.encode(envelope.transaction(), envelope.sender());
                assertThat(!isText || Arrays.equals(again, bytes)).isTrue();
            }
        });
    }

    private static byte[] mutated(Choices choices) {
        byte[] bytes = bytes(choices.pick(RECORD));
        for (int i = choices.below(4); i > 0; i--) {
            switch (choices.below(3)) {
                case 0 -> bytes = Arrays.copyOf(bytes, choices.below(bytes.length + 3));
                case 1 -> {
                    if (bytes.length > 42) {
                        int at = choices.between(42, bytes.length - 1);
                        bytes[at] = choices.pick(List.of((byte) 'q', (byte) 'r', (byte) 'f', (byte) 'n', (byte) 4));
                    }
                }
                default -> {
                    if (bytes.length > 0) {
                        bytes[choices.below(bytes.length)] = (byte) choices.below(256);
                    }
                }
            }
        }
        return bytes;
    }

    @Test
    void whereTheBytesStandInABufferMakesNoDifference() {
        Property.check(10, choices -> {
            byte[] bytes = mutated(choices);
            int before = choices.below(70);
            int after = choices.below(70);
            ByteBuffer buffer = choices.flip()
                    ? ByteBuffer.allocateDirect(before + bytes.length + after)
                    : ByteBuffer.allocate(before + bytes.length + after);
            for (int i = 0; i < buffer.capacity(); i++) {
                buffer.put(i, (byte) 0x5A);
            }
            buffer.put(before, bytes).position(before).limit(before + bytes.length);
            if (choices.flip()) {
                buffer = buffer.slice();
            }
            Packet plain = new Packet();
            Packet placed = new Packet();
            Malformed fault = plain.read(ByteBuffer.wrap(bytes));
            int position = buffer.position();

            assertThat(placed.read(buffer)).isEqualTo(fault);

            assertThat(buffer.position()).isEqualTo(position);
            assertThat(buffer.remaining()).isEqualTo(bytes.length);
            if (fault == null) {
                assertThat(placed.kind()).isEqualTo(plain.kind());
                assertThat(placed.sender()).isEqualTo(plain.sender());
                assertThat(placed.transaction()).isEqualTo(plain.transaction());
                boolean lists = plain.kind() == Kind.NODES_RESPONSE || plain.kind() == Kind.VALUES_RESPONSE;
                for (int i = 0; lists && i < plain.count(); i++) {
                    assertThat(placed.endpoint(i)).isEqualTo(plain.endpoint(i));
                }
            }
        });
    }
}
