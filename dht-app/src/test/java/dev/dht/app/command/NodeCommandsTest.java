package dev.dht.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dht.api.DhtException;
import dev.dht.app.FakeDht;
import dev.dht.app.node.NodeSettings;
import dev.dht.app.node.StartedNode;
import dev.dht.app.node.UdpNodes;
import dev.dht.id.Id;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands that start a node: {@code node}, {@code ping}, and {@code lookup} by itself. */
class NodeCommandsTest {
    private static final Id ID = Id.of(1, 2, 3, 4);

    private final FakeNodes nodes = new FakeNodes();

    @Test
    void nodeSaysWhenItServesAndClosesAtTheEnd() {
        Outcome outcome = Outcome.of(
                nodes,
                false,
                (service, outSoFar) -> {
                    assertThat(nodes.dht.closed).isFalse();
                    service.close();
                },
                "node",
                "--api",
                "127.0.0.1:0",
                "--bind",
                "127.0.0.1",
                "--port",
                "0",
                "--state",
                "some/where",
                "--bootstrap",
                "a.example:1",
                "--bootstrap",
                "[::1]:2");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .matches("ready id=" + FakeDht.ID.hex()
                        + " udp=127\\.0\\.0\\.1:4242 api=http://127\\.0\\.0\\.1:\\d+\\R");
        assertThat(nodes.dht.closed).isTrue();
        assertThat(nodes.started).singleElement().satisfies(settings -> {
            assertThat(settings.port()).isZero();
            assertThat(settings.bind()).isEqualTo(InetAddress.getByName("127.0.0.1"));
            assertThat(settings.state()).isEqualTo(Path.of("some/where"));
            assertThat(settings.bootstrap()).containsExactly("a.example:1", "[::1]:2");
        });
    }

    @Test
    void nodeServesItsApiUntilTheEnd() {
        AtomicReference<Outcome> during = new AtomicReference<>();
        int port = freePort();

        Outcome outcome = Outcome.of(
                nodes,
                false,
                (service, outSoFar) -> {
                    during.set(Outcome.of(Outcome.NO_NODES, "info", "--json", "--api", "127.0.0.1:" + port));
                    service.close();
                },
                "node",
                "--api",
                "127.0.0.1:" + port,
                "--json");

        assertThat(during.get().json().text("id")).isEqualTo(FakeDht.ID.hex());
        assertThat(outcome.json().text("api")).isEqualTo("http://127.0.0.1:" + port);
        assertThat(Outcome.of(Outcome.NO_NODES, "info", "--api", "127.0.0.1:" + port)
                        .exit())
                .isEqualTo(3);
    }

    @Test
    void nodeThatEndsByItselfEndsWithOneAndFreesItsApi() {
        AtomicReference<String> said = new AtomicReference<>();

        Outcome outcome = Outcome.of(
                nodes,
                false,
                (service, outSoFar) -> {
                    said.set(outSoFar);
                    nodes.ended.complete(null);
                },
                "node",
                "--api",
                "127.0.0.1:0",
                "--json");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEqualTo(said.get());
        assertThat(outcome.err())
                .startsWith("dht node: the node ended by itself")
                .hasLineCount(1);
        assertThat(nodes.dht.closed).isTrue();
        assertThat(Outcome.of(Outcome.NO_NODES, "info", "--api", outcome.json().text("api"))
                        .exit())
                .isEqualTo(3);
    }

    @Test
    @Timeout(20)
    void aProcessServesUntilWhatItServesHasEnded() throws Exception {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        AutoCloseable service = () -> {
            throw new AssertionError("it was not told to end");
        };

        boolean told = new ProcessLifetime()
                .untilEnd(service, ended, () -> ended.completeExceptionally(new IllegalStateException("a defect")));

        assertThat(told).isFalse();
    }

    @Test
    @Timeout(60)
    void whoOnlyAsksIsNoNodeForOthers() {
        UdpNodes real = new UdpNodes();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (StartedNode node = real.start(
                        new NodeSettings(loopback, 0, null, List.of(), NodeSettings.STORES_PER_SECOND, false));
                StartedNode asks = real.start(NodeSettings.shortLived(List.of()))) {
            asks.dht().ping(node.address());
            InetSocketAddress asker =
                    new InetSocketAddress(loopback, asks.address().getPort());

            assertThatThrownBy(() -> node.dht().ping(asker))
                    .isInstanceOfSatisfying(
                            DhtException.class, e -> assertThat(e.reason()).isEqualTo(DhtException.Reason.NO_ANSWER));
            assertThat(node.dht().info().table().contacts()).isZero();
        }
    }

    @Test
    void nodeHasDefaults() {
        Outcome outcome = Outcome.of(nodes, "node", "--no-api");

        assertThat(outcome.out()).endsWith(" api=-" + System.lineSeparator());
        assertThat(nodes.started).singleElement().satisfies(settings -> {
            // The one it had before, or the usual one: the node knows.
            assertThat(settings.port()).isNull();
            assertThat(settings.clientOnly()).isFalse();
            assertThat(settings.bind()).isNull();
            assertThat(settings.state()).isNull();
            assertThat(settings.bootstrap()).isEmpty();
        });
    }

    @Test
    void nodeThatCannotStartEndsWithTwoAndFreesItsApi() throws Exception {
        nodes.refusal = DhtException.cannotStart(DhtException.Setting.PORT, "UDP port 1729 is in use", null);
        int port = freePort();

        Outcome outcome = Outcome.of(nodes, "node", "--api", "127.0.0.1:" + port);

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("UDP port 1729 is in use", "(example: dht node --port 0)");
        await().atMost(10, TimeUnit.SECONDS)
                .ignoreException(BindException.class)
                .until(() -> {
                    new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
                    return true;
                });
    }

    @Test
    void theExampleIsOfTheSettingThatIsToBlameWhateverTheMessageSays() {
        Map<DhtException.Setting, String> examples = Map.of(
                DhtException.Setting.PORT, "--port 0",
                DhtException.Setting.ADDRESS, "--bind 127.0.0.1",
                DhtException.Setting.STATE_DIRECTORY, "--state ~/.dht");
        for (DhtException.Setting setting : DhtException.Setting.values()) {
            nodes.refusal = DhtException.cannotStart(setting, "no UDP port or address in that directory", null);

            assertThat(Outcome.of(nodes, "node", "--no-api").err())
                    .contains("(example: dht node " + examples.get(setting));
        }
        nodes.refusal = new DhtException(DhtException.Reason.CANNOT_START, "no UDP port or address in that directory");
        assertThat(Outcome.of(nodes, "node", "--no-api").err())
                .contains("(example: dht node ")
                .doesNotContain("--port 0", "--bind 127");
    }

    @Test
    void nodeWhoseApiIsTakenEndsWithTwoBeforeItJoins() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Outcome outcome = Outcome.of(nodes, "node", "--api", "127.0.0.1:" + taken.getLocalPort());

            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.err())
                    .contains(
                            "cannot listen on 127.0.0.1:" + taken.getLocalPort(),
                            "--no-api",
                            "(example: dht node --api 127.0.0.1:0)");
            assertThat(nodes.started).isEmpty();
        }
    }

    @Test
    void pingPrintsTheIdAndTheRoundTrip() {
        nodes.dht.knows(new InetSocketAddress("127.0.0.1", 1730), ID);

        Outcome text = Outcome.of(nodes, "ping", "localhost:1730");
        Outcome json = Outcome.of(nodes, "ping", "127.0.0.1:1730", "--json");

        assertThat(text).isEqualTo(new Outcome(0, ID.hex() + "  1.2 ms" + System.lineSeparator(), ""));
        assertThat(json.json().all()).containsEntry("id", ID.hex()).containsEntry("rtt_ms", 1.235);
        assertThat(nodes.dht.closed).isTrue();
        assertThat(nodes.started)
                .allSatisfy(settings -> assertThat(settings.port()).isZero())
                .allSatisfy(settings -> assertThat(settings.clientOnly()).isTrue());
    }

    @Test
    void pingWithoutAnswerEndsWithOne() {
        Outcome outcome = Outcome.of(nodes, "ping", "127.0.0.1:1731");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .isEqualToNormalizingNewlines("dht ping: no answer from 127.0.0.1:1731 (does a node run there?)\n");
        assertThat(nodes.dht.closed).isTrue();
    }

    @Test
    void lookupByItselfAsksThroughAShortLivedNode() {
        nodes.dht.holds(ID, "127.0.0.1", 8080).holds(ID, "127.0.0.1", 80);

        Outcome outcome = Outcome.of(nodes, "lookup", ID.hex(), "--bootstrap", "127.0.0.1:1729");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).isEqualToNormalizingNewlines("127.0.0.1:80\n127.0.0.1:8080\n");
        assertThat(nodes.started).singleElement().satisfies(settings -> {
            assertThat(settings.bootstrap()).containsExactly("127.0.0.1:1729");
            assertThat(settings.state()).isNull();
            assertThat(settings.clientOnly()).isTrue();
        });
        assertThat(nodes.dht.closed).isTrue();
    }

    @Test
    void severalNodesToBeginWithAreTypedInEitherForm() {
        nodes.dht.holds(ID, "127.0.0.1", 80);

        Outcome.of(nodes, "lookup", ID.hex(), "--bootstrap", "127.0.0.1:1729, 127.0.0.1:1730");
        Outcome.of(nodes, "lookup", ID.hex(), "--bootstrap", "127.0.0.1:1729", "--bootstrap", "127.0.0.1:1730");

        assertThat(nodes.started)
                .hasSize(2)
                .allSatisfy(settings ->
                        assertThat(settings.bootstrap()).containsExactly("127.0.0.1:1729", "127.0.0.1:1730"));
    }

    @Test
    void lookupWhoseBootstrapIsSilentEndsWithOne() {
        nodes.dht.ready = CompletableFuture.failedFuture(new DhtException(DhtException.Reason.NO_ANSWER, "silent"));

        Outcome outcome = Outcome.of(nodes, "lookup", ID.hex(), "--bootstrap", "127.0.0.1:1729", "--json");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.json().text("error")).contains("no answer from 127.0.0.1:1729");
        assertThat(nodes.dht.closed).isTrue();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
