package dev.dht.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks peers, and reads what they say: the other side of the protocol, as little of it as these tests need. */
final class ForeignAsker {
    static final int ADDRESS = 0x7f000001;
    static final int PORT = 4_000;

    private static final byte[] TAG = {0x12, 0x34};
    private static final byte[] NONE = {};

    private ForeignAsker() {}

    static byte[] ping() {
        return query("p", NONE, NONE, 0);
    }

    static byte[] findNode(byte[] target) {
        return query("fn", NONE, target, 0);
    }

    static byte[] findValue(byte[] id) {
        return query("fv", NONE, id, 0);
    }

    static byte[] store(byte[] token, byte[] id, int port) {
        return query("s", token, id, port);
    }

    /** The token of a response to FIND_NODE or FIND_VALUE. */
    static byte[] token(byte @Nullable [] response) {
        assertNotNull(response);
        byte[] token = new byte[8];
        ByteBuffer.wrap(response).position(45).get(token);
        return token;
    }

    static List<ForeignContact> nodes(byte @Nullable [] response) {
        ByteBuffer body = listing(response, 'n');
        List<ForeignContact> nodes = new ArrayList<>();
        for (int count = body.get(); count > 0; count--) {
            assertEquals(4, body.get());
            byte[] id = new byte[32];
            body.get(id);
            nodes.add(new ForeignContact(id, body.getInt(), Short.toUnsignedInt(body.getShort())));
        }
        assertEquals(0, body.remaining());
        return nodes;
    }

    static List<ForeignEndpoint> endpoints(byte @Nullable [] response) {
        ByteBuffer body = listing(response, 'v');
        List<ForeignEndpoint> endpoints = new ArrayList<>();
        body.get();
        while (body.hasRemaining()) {
            assertEquals(4, body.get());
            endpoints.add(new ForeignEndpoint(body.getInt(), Short.toUnsignedInt(body.getShort())));
        }
        return endpoints;
    }

    /** Asks the closest contacts it knows, from one peer on, until the 8 closest have answered, and gives these. */
    static List<ForeignContact> search(ForeignNetwork network, ForeignPeer start, byte[] target) {
        Set<ForeignContact> asked = new HashSet<>();
        Set<ForeignContact> known = new HashSet<>();
        known.add(new ForeignContact(start.id(), start.address(), start.port()));
        while (true) {
            List<ForeignContact> closest = known.stream()
                    .sorted(Distance.to(target, ForeignContact::id))
                    .limit(8)
                    .toList();
            List<ForeignContact> next =
                    closest.stream().filter(contact -> !asked.contains(contact)).toList();
            if (next.isEmpty()) {
                return closest;
            }
            ForeignContact contact = next.get(0);
            asked.add(contact);
            known.addAll(nodes(network.deliver(0, ADDRESS, PORT, contact.address(), contact.port(), findNode(target))));
        }
    }

    private static ByteBuffer listing(byte @Nullable [] response, char kind) {
        assertNotNull(response);
        ByteBuffer body = ByteBuffer.wrap(response).position(42);
        assertEquals('r', body.get());
        assertEquals('f', body.get());
        assertEquals(kind, body.get());
        return body.position(53);
    }

    private static byte[] query(String letters, byte[] token, byte[] id, int port) {
        ByteBuffer packet = ByteBuffer.allocate(256);
        packet.put(ForeignQuery.MAGIC).put(TAG).put(new byte[32]).put((byte) 'q');
        letters.chars().forEach(letter -> packet.put((byte) letter));
        packet.put(token).put(id);
        if (token.length > 0) {
            packet.putShort((short) port);
        }
        byte[] bytes = new byte[packet.position()];
        packet.flip().get(bytes);
        return bytes;
    }
}
