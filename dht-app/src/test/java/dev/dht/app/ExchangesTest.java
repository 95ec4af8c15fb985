package dev.dht.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a node of the existing network was asked and answered, asked over UDP of {@code dht node}: it gives the same kind
 * of answer, or the same silence. Its id, its tokens and the contacts it names are its own.
 */
@Timeout(120)
class ExchangesTest {
    private static final int ANSWER_MILLIS = 10_000;
    private static final int TRANSACTION = 8;
    private static final int SENDER = 10;
    private static final int LETTER = 42;
    private static final int BODY = 43;
    private static final int TOKEN_IN_STORE = 44;
    private static final int TOKEN_IN_ANSWER = 45;
    private static final int TOKEN_BYTES = 8;
    private static final int COUNT = 53;

    @Test
    void itAnswersLikeTheNodesThatExist(@TempDir Path state) throws Exception {
        try (NodeProcess node = NodeProcess.start(state);
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            socket.setSoTimeout(ANSWER_MILLIS);
            byte[] recordedToken = {};
            byte[] token = {};
            for (Exchange exchange : Exchange.all()) {
                byte[] query = exchange.query().clone();
                if (isStore(query) && Arrays.equals(tokenAt(query, TOKEN_IN_STORE), recordedToken)) {
                    System.arraycopy(token, 0, query, TOKEN_IN_STORE, TOKEN_BYTES);
                }
                byte[] answer = ask(socket, node, query, exchange.isSilent());

                isOfTheSameKind(exchange, answer, node);
                if (givesToken(exchange.response())) {
                    recordedToken = tokenAt(exchange.response(), TOKEN_IN_ANSWER);
                    token = tokenAt(answer, TOKEN_IN_ANSWER);
                }
            }
        }
    }

    private static void isOfTheSameKind(Exchange exchange, byte[] answer, NodeProcess node) {
        byte[] recorded = exchange.response();
        if (exchange.isSilent()) {
            assertThat(answer).as(exchange.name()).isEmpty();
            return;
        }
        assertThat(Arrays.copyOf(answer, SENDER))
                .as("%s: magic and transaction id", exchange)
                .isEqualTo(Arrays.copyOf(recorded, SENDER));
        assertThat(Arrays.copyOfRange(answer, SENDER, LETTER))
                .as("%s: sender", exchange)
                .isEqualTo(node.id().bytes());
        assertThat(kind(answer)).as("%s: kind", exchange).isEqualTo(kind(recorded));
        if (kind(recorded).equals("rfv")) {
            assertThat(endpoints(answer)).as("%s: endpoints", exchange).isEqualTo(endpoints(recorded));
        } else if (!kind(recorded).equals("rfn")) {
            assertThat(answer).as("%s: length", exchange).hasSameSizeAs(recorded);
        }
    }

    /** The answer, or nothing if the node answers the ping sent after the query, and the query not. */
    private static byte[] ask(DatagramSocket socket, NodeProcess node, byte[] query, boolean silent)
            throws IOException {
        send(socket, node, query);
        byte[] last = query;
        if (silent) {
            last = ping();
            send(socket, node, last);
        }
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            socket.receive(packet);
            byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            boolean ofNode = bytes.length > LETTER && bytes[LETTER] != 'q'; // it may ask who asks it
            if (ofNode && silent && hasTransactionOf(last, bytes)) {
                return new byte[0];
            }
            if (ofNode) {
                return bytes;
            }
        }
    }

    private static byte[] ping() throws IOException {
        byte[] ping = Exchange.all().get(0).query().clone();
        ping[TRANSACTION] = 0x5A;
        ping[TRANSACTION + 1] = 0x5A;
        return ping;
    }

    private static void send(DatagramSocket socket, NodeProcess node, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, node.udp()));
    }

    private static boolean hasTransactionOf(byte[] query, byte[] answer) {
        return query[TRANSACTION] == answer[TRANSACTION] && query[TRANSACTION + 1] == answer[TRANSACTION + 1];
    }

    private static boolean isStore(byte[] query) {
        return query.length > TOKEN_IN_STORE + TOKEN_BYTES && query[LETTER] == 'q' && query[BODY] == 's';
    }

    private static boolean givesToken(byte[] answer) {
        return answer.length > BODY && answer[BODY] == 'f';
    }

    private static byte[] tokenAt(byte[] packet, int at) {
        return Arrays.copyOfRange(packet, at, at + TOKEN_BYTES);
    }

    /** {@code rp}, {@code rfn}, {@code rfv} or {@code rs}. */
    private static String kind(byte[] answer) {
        int letters = answer[BODY] == 'f' ? 3 : 2;
        return new String(answer, LETTER, letters, java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Family, address and port of each endpoint in a FIND_VALUE response; all are IPv4. */
    private static Set<ByteBuffer> endpoints(byte[] answer) {
        Set<ByteBuffer> endpoints = new TreeSet<>();
        for (int i = 0; i < answer[COUNT]; i++) {
            int at = COUNT + 1 + 7 * i;
            endpoints.add(ByteBuffer.wrap(Arrays.copyOfRange(answer, at, at + 7)));
        }
        return endpoints;
    }
}
