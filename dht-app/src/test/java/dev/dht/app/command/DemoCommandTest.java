package dev.dht.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import dev.dht.app.node.UdpNodes;
import dev.dht.id.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration: with real nodes where it goes well, with fake ones where it must not. */
@Timeout(120)
class DemoCommandTest {
    private final FakeNodes nodes = new FakeNodes();

    @Test
    void aSwarmOfRealNodesFindsFetchesAndVerifies(@TempDir Path directory) throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);
        Path file = Files.write(directory.resolve("film.mp4"), bytes);

        Outcome outcome = Outcome.of(new UdpNodes(), "demo", "--once", "--nodes", "5", "--file", file.toString());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .contains("5 nodes on loopback")
                .contains("300,000 bytes of film.mp4 have the id")
                .contains(Id.sha256(bytes).hex())
                .containsPattern("enter +at node 3: 4 nodes acknowledged the entry, [1-4] gave it back")
                .containsPattern("look up +from node 5: 127\\.0\\.0\\.1:\\d+ after")
                .contains("300,000 bytes over HTTP")
                .contains("the SHA-256 of what came is the id")
                .contains("Found, fetched and verified");
        assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void itsStepsAreADocumentToo() {
        Outcome outcome = Outcome.of(new UdpNodes(), "demo", "--once", "--nodes", "2", "--json");

        Fields document = outcome.json();
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines()).hasSize(1);
        assertThat(document.flag("verified")).isTrue();
        assertThat(document.objects("steps").stream().map(step -> step.text("step")))
                .containsExactly("start", "hash", "serve", "enter", "look up", "fetch", "verify");
        assertThat(document.objects("steps")).allMatch(step -> step.decimal("ms") >= 0);
    }

    @Test
    void withoutOnceItStaysUpWithItsApi() {
        AtomicReference<Outcome> lookup = new AtomicReference<>();

        Outcome outcome = Outcome.of(
                new UdpNodes(),
                false,
                (service, outSoFar) -> {
                    Fields document = Json.read(outSoFar);
                    lookup.set(
                            Outcome.of(Outcome.NO_NODES, "lookup", document.text("id"), "--api", document.text("api")));
                    service.close();
                },
                "demo",
                "--nodes",
                "3",
                "--json");

        assertThat(outcome.exit()).isZero();
        assertThat(lookup.get().exit()).isZero();
        assertThat(lookup.get().out()).startsWith("127.0.0.1:");
    }

    @Test
    void itSaysWhatToTryWhileItStaysUp() {
        Outcome outcome = Outcome.of(nodes, "demo", "--nodes", "2");

        assertThat(outcome.out()).contains("  dht info", "  dht lookup ", "curl http://127.0.0.1:", "until Ctrl-C");
        assertThat(outcome.out())
                .contains("Node 2 entered the file, so it is in that node's entries, not in node 1's")
                .containsPattern("serves it at\\R  http://127\\.0\\.0\\.1:\\d+/[0-9a-f]{64}\\R")
                .containsPattern("  curl http://127\\.0\\.0\\.1:\\d+/v1/swarm\\R")
                .containsPattern("  dht fetch [0-9a-f]{64} -o copy");
        assertThat(nodes.dht.closed).isTrue();
    }

    @Test
    void theNodeThatEnteredTheFileAndItsUrlAreInTheDocument() {
        AtomicReference<Fields> info = new AtomicReference<>();

        Outcome outcome = Outcome.of(
                nodes,
                false,
                (service, outSoFar) -> {
                    String api = Json.read(outSoFar).text("api");
                    info.set(Outcome.of(Outcome.NO_NODES, "info", "--api", api, "--json")
                            .json());
                    service.close();
                },
                "demo",
                "--nodes",
                "2",
                "--json");

        assertThat(outcome.json().number("owner")).isEqualTo(2);
        assertThat(outcome.json().text("url")).endsWith("/" + outcome.json().text("id"));
        assertThat(info.get().object("counters").number("share_bound_requests_waiting"))
                .as("what its file server refused is told")
                .isZero();
    }

    @Test
    void otherBytesThanThoseSharedAreNotVerified() throws IOException {
        HttpServer liar = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        liar.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write(new byte[4]);
            exchange.close();
        });
        liar.start();
        nodes.dht.liar = liar.getAddress();
        try {
            Outcome outcome = Outcome.of(nodes, "demo", "--once", "--nodes", "2");

            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.err()).contains("another SHA-256 than the id").doesNotContain("Exception");
            assertThat(outcome.out()).doesNotContain("verified");
        } finally {
            liar.stop(0);
        }
    }

    @Test
    void anEntryThatNobodyHoldsIsAFailure() {
        nodes.dht.alone = true;

        Outcome outcome = Outcome.of(nodes, "demo", "--once", "--nodes", "2", "--json");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.json().text("error")).isEqualTo("no node acknowledged the entry");
    }
}
