package dev.dht.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.protocol.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every packet that was recorded of a deployed node says what it was meant to say, and we say it in the same bytes. */
class DeployedPacketsTest {
    /** A packet as it was recorded. */
    record Recorded(Map<String, @Nullable Object> fields) {
        byte[] bytes() {
            return HexFormat.of().parseHex(text("packet"));
        }

        String text(String name) {
            return Objects.requireNonNull(fields.get(name), name).toString();
        }

        Id id(String name) {
            return Id.parse(text(name));
        }

        long token() {
            return Long.parseUnsignedLong(text("token"), 16);
        }

        int number(String name) {
            return Integer.parseInt(text(name));
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> list(String name) {
            return (List<Map<String, Object>>) Objects.requireNonNull(fields.get(name));
        }

        @Override
        public String toString() {
            return text("type") + " " + text("tag");
        }
    }

    static Stream<Recorded> packets() {
        return Json.objects("/protocol/packets.json").stream().map(Recorded::new);
    }

    private static Message meaning(Recorded packet) {
        return switch (packet.text("type")) {
            case "ping query" -> new Message.PingQuery();
            case "find_node query" -> new Message.FindNodeQuery(packet.id("target"));
            case "find_value query" -> new Message.FindValueQuery(packet.id("target"));
            case "store query" -> new Message.StoreQuery(packet.token(), packet.id("target"), packet.number("port"));
            case "ping response" -> new Message.PingResponse();
            case "store response" -> new Message.StoreResponse();
            case "nodes response" -> {
                List<Contact> nodes = new ArrayList<>();
                for (Map<String, Object> node : packet.list("nodes")) {
                    nodes.add(new Contact(Id.parse(node.get("id").toString()), endpoint(node)));
                }
                yield new Message.NodesResponse(packet.token(), nodes);
            }
            case "values response" ->
                new Message.ValuesResponse(
                        packet.token(),
                        packet.list("endpoints").stream()
                                .map(DeployedPacketsTest::endpoint)
                                .toList());
            case "error" -> new Message.ErrorResponse(packet.number("code"), packet.text("message"));
            default -> throw new AssertionError(packet);
        };
    }

    private static Endpoint endpoint(Map<String, Object> fields) {
        try {
            InetAddress host = InetAddress.getByName(fields.get("host").toString());
            return Endpoint.of(new InetSocketAddress(
                    host, Integer.parseInt(fields.get("port").toString())));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void thereAre72() {
        assertThat(packets()).hasSize(72);
    }

    @ParameterizedTest
    @MethodSource("packets")
    void itDecodesToWhatItSays(Recorded packet) {
        Message.Envelope envelope = Message.decode(packet.bytes()).orElseThrow();
        assertThat(envelope.transaction()).isEqualTo(Integer.parseInt(packet.text("tag"), 16));
        assertThat(envelope.sender()).isEqualTo(packet.id("sender"));
        assertThat(envelope.message()).isEqualTo(meaning(packet));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void itEncodesToTheSameBytes(Recorded packet) {
        byte[] encoded = meaning(packet).encode(Integer.parseInt(packet.text("tag"), 16), packet.id("sender"));
        assertThat(HexFormat.of().formatHex(encoded)).isEqualTo(packet.text("packet"));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void everyTruncationIsRefused(Recorded packet) {
        byte[] bytes = packet.bytes();
        boolean isError = packet.text("type").equals("error");
        for (int length = 0; length < bytes.length; length++) {
            boolean textIsShorter = isError && length >= Layout.ERROR_TEXT_AT;
            assertThat(Message.decode(Arrays.copyOf(bytes, length)).isPresent())
                    .as("cut to %d bytes", length)
                    .isEqualTo(textIsShorter);
        }
    }

    @ParameterizedTest
    @MethodSource("packets")
    void everyOneByteExtensionIsRefused(Recorded packet) {
        byte[] bytes = packet.bytes();
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        boolean isError = packet.text("type").equals("error");
        for (int last = 0; last < 256; last++) {
            longer[bytes.length] = (byte) last;
            assertThat(Message.decode(longer).isPresent())
                    .as("with %d behind", last)
                    .isEqualTo(isError);
        }
    }
}
