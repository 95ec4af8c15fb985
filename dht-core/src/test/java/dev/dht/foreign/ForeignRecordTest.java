package dev.dht.foreign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dht.protocol.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Peers held to what a deployed node was recorded to send. */
class ForeignRecordTest {
    private static final HexFormat HEX = HexFormat.of();

    /** In the order of {@link ForeignQuery.Verb}. */
    private static final List<String> QUERIES =
            List.of("ping query", "find_node query", "find_value query", "store query");

    @Test
    void everyRecordedQueryIsReadAsWhatItSays() {
        int read = 0;
        for (Map<String, @Nullable Object> packet : packets()) {
            ForeignQuery query = ForeignQuery.read(bytes(packet, "packet"));
            int verb = QUERIES.indexOf(text(packet, "type"));
            assertEquals(verb >= 0, query != null, text(packet, "packet"));
            if (query != null) {
                assertEquals(verb, query.verb().ordinal());
                assertArrayEquals(bytes(packet, "tag"), query.tag());
                assertArrayEquals(bytes(packet, "sender"), query.sender());
                assertArrayEquals(bytes(packet, "target"), query.target());
                assertArrayEquals(bytes(packet, "token"), query.token());
                assertEquals(packet.getOrDefault("port", 0L), (long) query.port());
                read++;
            }
        }
        assertEquals(32, read);
    }

    @Test
    void everyRecordedResponseIsWrittenToTheSameBytes() {
        int written = 0;
        for (Map<String, @Nullable Object> packet : packets()) {
            byte[] response = response(packet);
            if (response != null) {
                assertArrayEquals(bytes(packet, "packet"), response, text(packet, "packet"));
                written++;
            }
        }
        assertEquals(32 - withIpv6(), written, "all but those that name IPv6, which a deployed node never sends");
    }

    @Test
    void everyRecordedErrorIsKnownAsOne() {
        for (Map<String, @Nullable Object> packet : packets()) {
            assertEquals(
                    text(packet, "type").equals("error"),
                    ForeignQuery.typeOf(bytes(packet, "packet")) == 'e',
                    text(packet, "packet"));
        }
    }

    /** Byte for byte, but for the token, which each node makes as it likes. */
    @Test
    void everyRecordedExchangeGetsTheSameAnswerOrTheSameSilence() {
        List<Map<String, @Nullable Object>> exchanges = Json.objects("/protocol/exchanges.json");
        ForeignPeer peer = recordedPeer(exchanges);
        byte[] token = new byte[8];
        for (Map<String, @Nullable Object> exchange : exchanges) {
            String name = text(exchange, "name");
            byte[] query = bytes(exchange, "query");
            if (name.equals("store") || name.equals("store same key again, other port")) {
                System.arraycopy(token, 0, query, 44, token.length);
            }

            byte[] reply = peer.receive(0, 0x7f000001, 4_000, query);

            if (exchange.get("response") == null) {
                assertNull(reply, name);
                continue;
            }
            assertNotNull(reply, name);
            byte[] expected = bytes(exchange, "response");
            if (expected.length > 45) {
                token = ForeignAsker.token(reply);
                System.arraycopy(token, 0, expected, 45, token.length);
            }
            assertEquals(HEX.formatHex(expected), HEX.formatHex(reply), name);
        }
    }

    /** A peer with the recorded node's id, that knows every node which that one named, and takes in who asks. */
    private static ForeignPeer recordedPeer(List<Map<String, @Nullable Object>> exchanges) {
        byte[] id = Arrays.copyOfRange(bytes(exchanges.get(0), "response"), 10, 42);
        ForeignPeer peer = new ForeignPeer(id, 0x7f000001, 5_000, new byte[16]);
        peer.learnsAskers(true);
        for (Map<String, @Nullable Object> exchange : exchanges) {
            byte[] response = bytes(exchange, "response");
            if (response.length > 45 && response[44] == 'n') {
                ForeignAsker.nodes(response).forEach(node -> peer.learn(node.id(), node.address(), node.port()));
            }
        }
        return peer;
    }

    private static byte @Nullable [] response(Map<String, @Nullable Object> packet) {
        byte[] tag = bytes(packet, "tag");
        byte[] sender = bytes(packet, "sender");
        byte[] token = bytes(packet, "token");
        return switch (text(packet, "type")) {
            case "ping response" -> ForeignReply.pong(tag, sender);
            case "store response" -> ForeignReply.stored(tag, sender);
            case "nodes response" -> namesIpv6(packet) ? null : ForeignReply.nodes(tag, sender, token, nodes(packet));
            case "values response" ->
                namesIpv6(packet) ? null : ForeignReply.values(tag, sender, token, endpoints(packet));
            default -> null;
        };
    }

    private static List<ForeignContact> nodes(Map<String, @Nullable Object> packet) {
        List<ForeignContact> nodes = new ArrayList<>();
        for (Map<String, @Nullable Object> node : parts(packet, "nodes")) {
            nodes.add(new ForeignContact(bytes(node, "id"), address(node), port(node)));
        }
        return nodes;
    }

    private static List<ForeignEndpoint> endpoints(Map<String, @Nullable Object> packet) {
        List<ForeignEndpoint> endpoints = new ArrayList<>();
        for (Map<String, @Nullable Object> endpoint : parts(packet, "endpoints")) {
            endpoints.add(new ForeignEndpoint(address(endpoint), port(endpoint)));
        }
        return endpoints;
    }

    private static int withIpv6() {
        return (int) packets().stream().filter(ForeignRecordTest::namesIpv6).count();
    }

    private static boolean namesIpv6(Map<String, @Nullable Object> packet) {
        return List.of("nodes", "endpoints").stream()
                .flatMap(name -> parts(packet, name).stream())
                .anyMatch(part -> text(part, "host").contains(":"));
    }

    private static List<Map<String, @Nullable Object>> packets() {
        return Json.objects("/protocol/packets.json");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, @Nullable Object>> parts(Map<String, @Nullable Object> packet, String name) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNullElse(packet.get(name), List.of());
    }

    private static String text(Map<String, @Nullable Object> object, String name) {
        return (String) Objects.requireNonNullElse(object.get(name), "");
    }

    private static byte[] bytes(Map<String, @Nullable Object> object, String name) {
        return HEX.parseHex(text(object, name));
    }

    private static int port(Map<String, @Nullable Object> object) {
        return Math.toIntExact((Long) Objects.requireNonNull(object.get("port")));
    }

    private static int address(Map<String, @Nullable Object> object) {
        int address = 0;
        for (String part : text(object, "host").split("\\.")) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }
}
