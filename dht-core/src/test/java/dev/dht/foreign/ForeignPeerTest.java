package dev.dht.foreign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dht.check.Property;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForeignPeerTest {
    private static final int ADDRESS = ForeignAsker.ADDRESS;
    private static final int PORT = ForeignAsker.PORT;
    private static final byte[] SOME_ID = id(0x55, 1);

    private final ForeignPeer peer = new ForeignPeer(id(0, 0), 0x0a000001, 1_729, new byte[16]);

    @Test
    void aPeerNamesTheEightClosestOfThoseItKnows() {
        for (int i = 1; i <= 8; i++) {
            peer.learn(id(0x80, i), i, i);
        }
        for (int i = 1; i <= 4; i++) {
            peer.learn(id(0x40, i), 100 + i, i);
        }

        List<ForeignContact> nodes = ForeignAsker.nodes(answer(0, ForeignAsker.findNode(id(0x40, 3))));

        assertEquals(8, nodes.size());
        assertEquals(List.of(103, 102, 101, 104), addresses(nodes).subList(0, 4));
    }

    @Test
    void theOneThatAsksIsLeftOutByAddressAndPort() {
        peer.learn(id(0x80, 1), ADDRESS, PORT);
        peer.learn(id(0x80, 2), ADDRESS, PORT + 1);

        List<ForeignContact> nodes = ForeignAsker.nodes(answer(0, ForeignAsker.findNode(SOME_ID)));

        assertEquals(List.of(PORT + 1), nodes.stream().map(ForeignContact::port).toList());
    }

    @Test
    void aFullBucketFarAwayIgnoresTheNewcomerAndOneAroundTheOwnIdIsSplit() {
        for (int i = 1; i <= 9; i++) {
            peer.learn(id(0x80, i), i, i);
        }
        for (int i = 1; i <= 9; i++) {
            peer.learn(id(0x01, i), 100 + i, i);
        }
        peer.learn(id(0x00, 7), 200, 7);

        assertEquals(
                List.of(1, 2, 3, 4, 5, 6, 7, 8, 101, 102, 103, 104, 105, 106, 107, 108, 200),
                addresses(peer.contacts()).stream().sorted().toList());
    }

    @Test
    void anIdThatIsKnownKeepsItsAddressAndTheOwnIdIsNotTakenIn() {
        peer.learn(id(0x80, 1), 1, 1);
        peer.learn(id(0x80, 1), 2, 2);
        peer.learn(peer.id(), 3, 3);

        assertEquals(List.of(1), addresses(peer.contacts()));
    }

    @Test
    void askersAreTakenInOnlyWhereThatIsSwitchedOn() {
        byte[] ping = ForeignAsker.ping();
        ping[10] = 1;

        answer(0, ping);
        assertEquals(List.of(), peer.contacts());

        peer.learnsAskers(true);
        answer(0, ping);
        assertEquals(List.of(new ForeignContact(Arrays.copyOfRange(ping, 10, 42), ADDRESS, PORT)), peer.contacts());
    }

    @Test
    void whatIsStoredIsHeldForAnHourAfterItsLastStore() {
        byte[] token = ForeignAsker.token(answer(0, ForeignAsker.findValue(SOME_ID)));
        answer(0, ForeignAsker.store(token, SOME_ID, 80));
        answer(minutes(1), ForeignAsker.store(token, SOME_ID, 81));
        answer(minutes(2), ForeignAsker.store(token, SOME_ID, 80));

        assertEquals(
                List.of(new ForeignEndpoint(ADDRESS, 80), new ForeignEndpoint(ADDRESS, 81)),
                ForeignAsker.endpoints(answer(minutes(61) - 1, ForeignAsker.findValue(SOME_ID))));
        assertEquals(
                List.of(new ForeignEndpoint(ADDRESS, 80)),
                ForeignAsker.endpoints(answer(minutes(61), ForeignAsker.findValue(SOME_ID))));
        assertEquals(List.of(), ForeignAsker.nodes(answer(minutes(62), ForeignAsker.findValue(SOME_ID))));
    }

    @Test
    void aTokenIsGoodUnderThePresentAndTheFormerSecretAndFromItsOwnEndpoint() {
        byte[] token = ForeignAsker.token(answer(minutes(4), ForeignAsker.findNode(SOME_ID)));
        byte[] store = ForeignAsker.store(token, SOME_ID, 80);

        assertTrue(stores(minutes(4), ADDRESS, PORT, store));
        assertTrue(stores(minutes(10) - 1, ADDRESS, PORT, store));
        assertFalse(stores(minutes(10), ADDRESS, PORT, store));
        assertFalse(stores(minutes(4), ADDRESS + 1, PORT, store));
        assertFalse(stores(minutes(4), ADDRESS, PORT + 1, store));
    }

    @Test
    void aBadTokenIsAnsweredLikeAGoodOne() {
        byte[] token = ForeignAsker.token(answer(0, ForeignAsker.findNode(SOME_ID)));
        byte[] good = answer(0, ForeignAsker.store(token, id(0x66, 1), 80));
        token[7] ^= 1;

        assertArrayEquals(good, answer(0, ForeignAsker.store(token, SOME_ID, 80)));
        assertEquals(List.of(), peer.held(0, SOME_ID));
    }

    @Test
    void anErrorPacketIsACrimeAndAResponseIsNone() {
        byte[] error = Arrays.copyOf(ForeignAsker.ping(), 45);
        error[42] = 'e';
        byte[] response = ForeignAsker.ping();
        response[42] = 'r';

        assertNull(answer(0, response));
        assertEquals(List.of(), peer.violations());
        assertNull(answer(0, error));
        assertEquals(1, peer.violations().size());
    }

    @Test
    void whatIsNotAQueryIsMetWithSilence() {
        assertNull(answer(0, new byte[0]));
        assertNull(answer(0, "EDHT-KDM-\0".getBytes(StandardCharsets.US_ASCII)));
        Property.check(choices -> {
            List<byte[]> queries = List.of(
                    ForeignAsker.ping(),
                    ForeignAsker.findNode(SOME_ID),
                    ForeignAsker.findValue(SOME_ID),
                    ForeignAsker.store(new byte[8], SOME_ID, 80));
            byte[] query = choices.pick(queries);
            int length = choices.below(query.length + 3);
            byte[] bad = Arrays.copyOf(query, length == query.length ? length + 3 : length);
            choices.note(bad);
            assertNull(answer(0, bad));
        });
    }

    @Test
    void anyBytesAreAnsweredOrNotAndNeverThrow() {
        List<Byte> letters = List.of((byte) 'q', (byte) 'e', (byte) 'p', (byte) 'f', (byte) 'n', (byte) 'v', (byte) -1);
        Property.check(10, choices -> {
            byte[] packet = Arrays.copyOf(ForeignAsker.store(new byte[8], SOME_ID, 80), choices.between(43, 90));
            for (int change = choices.below(4); change > 0; change--) {
                packet[choices.between(40, packet.length - 1)] = choices.pick(letters);
            }
            byte[] reply = answer(0, packet);
            assertTrue(reply == null || reply[42] == 'r');
        });
    }

    @Test
    void distancesAreOrderedAsNumbers() {
        Property.check(choices -> {
            byte[] target = choices.bytes(32);
            byte[] one = choices.bytes(32);
            byte[] other = choices.flip() ? one.clone() : choices.bytes(32);
            Comparator<byte[]> byNumber = Comparator.comparing(id -> new BigInteger(1, xor(id, target)));
            assertEquals(
                    Integer.signum(byNumber.compare(one, other)),
                    Integer.signum(Distance.<byte[]>to(target, id -> id).compare(one, other)));
            assertEquals(256 - new BigInteger(1, xor(one, other)).bitLength(), Distance.commonPrefix(one, other));
        });
    }

    private boolean stores(long now, int address, int port, byte[] store) {
        ForeignPeer fresh = new ForeignPeer(peer.id(), peer.address(), peer.port(), new byte[16]);
        fresh.receive(now, address, port, store);
        return !fresh.held(now, SOME_ID).isEmpty();
    }

    private byte @Nullable [] answer(long now, byte[] packet) {
        return peer.receive(now, ADDRESS, PORT, packet);
    }

    private static List<Integer> addresses(List<ForeignContact> contacts) {
        return contacts.stream().map(ForeignContact::address).toList();
    }

    private static byte[] id(int first, int last) {
        byte[] id = new byte[32];
        id[0] = (byte) first;
        id[31] = (byte) last;
        return id;
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] xor = new byte[one.length];
        for (int i = 0; i < one.length; i++) {
            xor[i] = (byte) (one[i] ^ other[i]);
        }
        return xor;
    }

    private static long minutes(int minutes) {
        return TimeUnit.MINUTES.toNanos(minutes);
    }
}
