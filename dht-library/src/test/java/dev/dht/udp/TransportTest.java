package dev.dht.udp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.id.Endpoint;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every transport does, and that the one in batches is where it can be. */
@Timeout(60)
class TransportTest {
    private static final long LONG = SECONDS.toNanos(30);
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private record Received(Endpoint from, String text) {}

    @Test
    void batchesAreThereOnLinuxFromJdk22On() {
        boolean linux = System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
        boolean expected = linux && Runtime.version().feature() >= 22;

        assertThat(BatchTransport.missing(false) == null).isEqualTo(expected);
        assertThat(Loopback.present()).hasSize(expected ? 2 : 1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsSentArrivesWithWhereItCameFrom(Loopback kind) throws IOException {
        try (Transport one = kind.open();
                Transport other = kind.open()) {
            assertThat(one.bound().isLoopback()).isTrue();
            assertThat(one.bound().port())
                    .isNotZero()
                    .isNotEqualTo(other.bound().port());
            ByteBuffer datagram = bytes("hello");

            assertThat(one.send(other.bound(), datagram)).isTrue();

            assertThat(datagram.hasRemaining()).isFalse();
            assertThat(receive(other, 1)).containsExactly(new Received(one.bound(), "hello"));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void moreThanABatchArrivesInOrderAndAnswersLeave(Loopback kind) throws IOException {
        try (Transport server = kind.open();
                DatagramSocket asker = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket third = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            asker.setSoTimeout((int) SECONDS.toMillis(30));
            third.setSoTimeout((int) SECONDS.toMillis(30));
            List<String> sent =
                    IntStream.range(0, 80).mapToObj(i -> "query " + i).toList();
            for (String text : sent) {
                asker.send(packet(text, server.bound()));
            }

            List<Received> received = new ArrayList<>();
            while (received.size() < sent.size()) {
                server.poll(LONG, (from, datagram) -> {
                    String text = text(datagram);
                    received.add(new Received(from, text));
                    assertThat(server.send(from, bytes("1 " + text))).isTrue();
                    assertThat(server.send(endpoint(third), bytes("2 " + text))).isTrue();
                    assertThat(server.send(from, bytes("3 " + text))).isTrue();
                });
            }

            assertThat(received).extracting(Received::text).isEqualTo(sent);
            assertThat(received).extracting(Received::from).containsOnly(endpoint(asker));
            List<String> answers = receive(asker, 160);
            assertThat(answers.stream().filter(each -> each.startsWith("1 ")))
                    .isEqualTo(sent.stream().map(each -> "1 " + each).toList());
            assertThat(answers.stream().filter(each -> each.startsWith("3 "))).hasSize(80);
            assertThat(receive(third, 80))
                    .isEqualTo(sent.stream().map(each -> "2 " + each).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatCannotLeaveIsToldAndHarmsNothing(Loopback kind) throws IOException {
        try (Transport transport = kind.open();
                Transport other = kind.open()) {
            List<Endpoint> unreachable = List.of(
                    Endpoint.v4(0xFFFFFFFF, 9), // broadcast: not permitted
                    Endpoint.v4(0xC0000201, 9), // not from a socket that is bound to loopback
                    Endpoint.v4(0x7F000001, 0),
                    Endpoint.v6(0, 1, 9));
            for (Endpoint to : unreachable) {
                assertThat(transport.send(to, bytes("lost"))).as("%s", to).isFalse();
            }
            assertThat(transport.send(other.bound(), ByteBuffer.allocate(Transport.LONGEST + 1)))
                    .isFalse();

            assertThat(transport.send(other.bound(), bytes("found"))).isTrue();
            assertThat(receive(other, 1)).extracting(Received::text).containsExactly("found");
        }
    }

    /** Among the answers of a batch too: the others leave. */
    @ParameterizedTest
    @MethodSource("kinds")
    void whereNobodyListensAnyMoreNothingBreaks(Loopback kind) throws IOException {
        try (Transport server = kind.open();
                Transport other = kind.open()) {
            List<Transport> gone = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Transport asker = kind.open();
                assertThat(asker.send(server.bound(), bytes("from one who leaves")))
                        .isTrue();
                gone.add(asker);
            }
            assertThat(other.send(server.bound(), bytes("from one who stays"))).isTrue();
            gone.forEach(Transport::close);
            List<Endpoint> askers = new ArrayList<>();
            while (askers.size() < 21) {
                server.poll(LONG, (from, datagram) -> {
                    askers.add(from);
                    server.send(from, bytes("answer"));
                    server.send(from, bytes("again"));
                });
            }

            assertThat(receive(other, 2)).extracting(Received::text).containsExactlyInAnyOrder("answer", "again");
            assertThat(other.send(server.bound(), bytes("and on"))).isTrue();
            assertThat(receive(server, 1)).extracting(Received::text).containsExactly("and on");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsTooLongIsSeenToBe(Loopback kind) throws IOException {
        try (Transport transport = kind.open();
                DatagramSocket sender = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int[] lengths = {Transport.LONGEST, Transport.LONGEST + 1, 9_000, 3, 0};
            for (int length : lengths) {
                sender.send(packet("x".repeat(length), transport.bound()));
            }

            assertThat(receive(transport, 5))
                    .extracting(each -> each.text().length())
                    .containsExactly(Transport.LONGEST, Transport.LONGEST + 1, Transport.LONGEST + 1, 3, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aWakeupEndsThePresentOrTheNextPoll(Loopback kind) throws IOException {
        try (Transport transport = kind.open()) {
            transport.wakeup();
            transport.wakeup();
            transport.poll(LONG, TransportTest::nobody);
            for (int i = 0; i < 100; i++) {
                var waker = CompletableFuture.runAsync(transport::wakeup);
                transport.poll(LONG, TransportTest::nobody);
                waker.join();
            }
            transport.poll(1, TransportTest::nobody);
            transport.poll(0, TransportTest::nobody);
            assertThat(receive(transport, 0)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nothingIsLeftOpen(Loopback kind) throws IOException {
        kind.open().close();
        List<String> before = descriptors();
        for (int i = 0; i < 50; i++) {
            try (Transport transport = kind.open()) {
                assertThatThrownBy(() -> kind.open(transport.bound().toSocketAddress()))
                        .isInstanceOf(BindException.class)
                        .hasMessageContaining("in use");
                assertThatThrownBy(() -> kind.open(new InetSocketAddress("192.0.2.1", 0)))
                        .isInstanceOf(BindException.class)
                        .hasMessageContaining("assign");
                transport.wakeup();
            }
        }
        assertThat(descriptors()).hasSizeLessThan(before.size() + 20);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aWakeupAfterTheCloseReachesNobody(Loopback kind) throws IOException {
        Transport closed = kind.open();
        closed.close();
        try (Transport other = kind.open()) {
            closed.wakeup();
            assertThat(other.send(other.bound(), bytes("still mine"))).isTrue();
            assertThat(receive(other, 1)).extracting(Received::text).containsExactly("still mine");
        }
    }

    static Stream<Loopback> kinds() {
        return Loopback.present().stream();
    }

    private static List<String> descriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.map(Path::toString).toList();
        }
    }

    private static List<Received> receive(Transport transport, int count) throws IOException {
        List<Received> received = new ArrayList<>();
        while (received.size() < count) {
            transport.poll(LONG, (from, datagram) -> received.add(new Received(from, text(datagram))));
        }
        return received;
    }

    private static List<String> receive(DatagramSocket socket, int count) throws IOException {
        List<String> received = new ArrayList<>();
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        while (received.size() < count) {
            socket.receive(packet);
            received.add(new String(Arrays.copyOf(packet.getData(), packet.getLength())));
        }
        return received;
    }

    private static void nobody(Endpoint from, ByteBuffer datagram) {
        throw new AssertionError("nobody sent anything, and yet " + from);
    }

    private static Endpoint endpoint(DatagramSocket socket) {
        return Endpoint.of((InetSocketAddress) socket.getLocalSocketAddress());
    }

    private static DatagramPacket packet(String text, Endpoint to) {
        return new DatagramPacket(text.getBytes(), text.length(), to.toSocketAddress());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes());
    }

    private static String text(ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        return new String(bytes);
    }
}
