package dev.dht.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import dev.dht.app.node.NodeSettings;
import dev.dht.app.node.StartedNode;
import dev.dht.app.node.UdpNodes;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code share} and {@code fetch}: between real nodes on loopback, and where they go wrong. */
@Timeout(120)
class ShareCommandsTest {
    private static final Id ID = Id.of(1, 2, 3, 4);

    @TempDir
    private Path directory;

    private final FakeNodes nodes = new FakeNodes();

    @Test
    void whatOneSharesAnotherFetches() throws IOException {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(directory.resolve("film"), bytes);
        Path copy = directory.resolve("copy");
        String id = Id.sha256(bytes).hex();
        try (StartedNode first = new UdpNodes()
                .start(new NodeSettings(
                        InetAddress.getLoopbackAddress(), 0, null, List.of(), NodeSettings.STORES_PER_SECOND, false))) {
            String udp = "127.0.0.1:" + first.address().getPort();

            Outcome shared = Outcome.of(
                    new UdpNodes(),
                    false,
                    (service, outSoFar) -> {
                        await().atMost(60, TimeUnit.SECONDS)
                                .until(() -> !first.dht().lookup(Id.parse(id)).isEmpty());
                        Outcome fetched = fetch(id, copy, udp);
                        assertThat(fetched.err()).isEmpty();
                        assertThat(fetched.exit()).isZero();
                        assertThat(fetched.json().number("bytes")).isEqualTo(bytes.length);
                        service.close();
                    },
                    "share",
                    file.toString(),
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    "0",
                    "--bootstrap",
                    udp);

            assertThat(shared.exit()).isZero();
            assertThat(shared.out()).isEqualToNormalizingNewlines(id + "  " + file + "\n");
            assertThat(shared.err())
                    .containsPattern("dht share: http://127\\.0\\.0\\.1:\\d+/" + id + "\\R")
                    .contains("listens on 127.0.0.1 alone");
            assertThat(copy).hasBinaryContent(bytes);
            assertThat(fetch(id, copy, udp).exit()).isZero();
            assertThat(fetch(id, directory.resolve("other"), udp))
                    .satisfies(dead -> assertThat(dead.exit()).isEqualTo(1))
                    .satisfies(dead -> assertThat(dead.json().text("error")).contains("nobody gave " + id));
        }
    }

    @Test
    void whatWasSharedIsRememberedAndHashedAgainWhereItChanged() throws IOException {
        Path state = Files.createDirectory(directory.resolve("state"));
        Path one = Files.writeString(directory.resolve("one"), "one");
        Path two = Files.writeString(directory.resolve("two"), "two");
        Outcome before = share(state, one.toString(), two.toString());
        Files.writeString(two, "another");

        Outcome after = share(state);
        Outcome only = share(state, "--only", one.toString());
        Outcome last = share(state);

        assertThat(paths(before)).containsExactly(one.toString(), two.toString());
        assertThat(paths(after)).isEqualTo(paths(before));
        assertThat(after.json().number("http_port")).isEqualTo(before.json().number("http_port"));
        assertThat(after.json().objects("files").get(1).text("id")).isEqualTo(id("another"));
        assertThat(after.err()).contains("has changed", id("another"));
        assertThat(paths(only)).containsExactly(one.toString());
        assertThat(paths(last)).containsExactly(one.toString());
    }

    @Test
    void whatIsGoneIsSaidAndComesBack() throws IOException {
        Path state = Files.createDirectory(directory.resolve("state"));
        Path one = Files.writeString(directory.resolve("one"), "one");
        share(state, one.toString());
        Files.delete(one);

        Outcome gone = share(state);
        Files.writeString(one, "one again");
        Outcome back = share(state);

        assertThat(gone.exit()).isZero();
        assertThat(paths(gone)).isEmpty();
        assertThat(gone.err()).contains("not shared: there is no file " + one);
        assertThat(paths(back)).containsExactly(one.toString());
    }

    @Test
    void aFileThatChangesWhileItIsSharedIsGivenUnderItsNewIdAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("one"), "one");

        Outcome outcome = Outcome.of(
                nodes,
                false,
                (service, outSoFar) -> {
                    long port = Json.read(outSoFar).number("http_port");
                    assertThat(status(port, id("one"))).isEqualTo(200);
                    Files.writeString(file, "changed");
                    assertThat(status(port, id("one"))).isEqualTo(404);
                    await().atMost(60, TimeUnit.SECONDS).until(() -> status(port, id("changed")) == 200);
                    service.close();
                },
                "share",
                file.toString(),
                "--bind",
                "127.0.0.1",
                "--json");

        assertThat(outcome.exit()).isZero();
        assertThat(nodes.dht.closed).isTrue();
    }

    @Test
    void anEmptyFileThatIsFetchedWasNotThereAlready() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty"));
        Path copy = directory.resolve("copy");

        Outcome.of(
                nodes,
                false,
                (service, outSoFar) -> {
                    long port = Json.read(outSoFar).number("http_port");
                    nodes.dht.holds(Id.parse(id("")), "127.0.0.1", (int) port);
                    String[] words = {"fetch", id(""), "-o", copy.toString(), "--bootstrap", "127.0.0.1:1"};
                    assertThat(Outcome.of(nodes, words).out())
                            .isEqualToNormalizingNewlines(copy + "  0 bytes from 127.0.0.1:" + port + "\n");
                    assertThat(Outcome.of(nodes, words).out())
                            .isEqualToNormalizingNewlines(copy + "  0 bytes there already\n");
                    service.close();
                },
                "share",
                empty.toString(),
                "--bind",
                "127.0.0.1",
                "--json");

        assertThat(copy).isEmptyFile();
    }

    @Test
    void whatIsThereAlreadyIsNotOverwritten() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "something else");

        Outcome outcome = fetch(ID.hex(), other, "127.0.0.1:1729");

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.json().text("error")).contains("is there already, and it is something else");
        assertThat(other).hasContent("something else");
    }

    @Test
    void whereNobodyHasEnteredItNothingIsLeft() {
        Outcome outcome = Outcome.of(
                nodes, "fetch", ID.hex(), "-o", directory.resolve("copy").toString(), "--bootstrap", "127.0.0.1:1729");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualToNormalizingNewlines("dht fetch: nobody that was asked knows " + ID.hex() + "\n");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void itSaysAtWhichUrlEachFileIsAndThatItListensOnAllAddresses() throws IOException {
        Path one = Files.writeString(directory.resolve("one"), "one");
        Path two = Files.writeString(directory.resolve("two"), "two");
        nodes.dht.address = Endpoint.v4(0x0A000001, 1729);

        Outcome text = Outcome.of(nodes, "share", one.toString(), two.toString());
        Outcome json = Outcome.of(nodes, "share", one.toString(), "--json");

        assertThat(text.err())
                .containsPattern("dht share: http://10\\.0\\.0\\.1:\\d+/" + id("one") + "\\R")
                .containsPattern("dht share: http://10\\.0\\.0\\.1:\\d+/" + id("two") + "\\R")
                .contains("listens on all addresses of this machine (--bind ADDR for one alone)");
        assertThat(json.json().objects("files").get(0).text("url"))
                .isEqualTo("http://10.0.0.1:" + json.json().number("http_port") + "/" + id("one"));
    }

    @Test
    void whoWatchesASharingNodeSeesWhatItRefusedAndCanChangeNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("one"), "one");
        nodes.refusals.put("bound_calls_waiting", 7L);

        Outcome outcome = Outcome.of(
                nodes,
                false,
                (service, outSoFar) -> {
                    String url = Json.read(outSoFar).text("metrics");
                    assertThat(get(url + "/metrics"))
                            .contains("dht_share_bound_hit_total{bound=\"requests_of_address\"} 0.0")
                            .contains("dht_share_bound_hit_total{bound=\"requests_waiting\"} 0.0")
                            .contains("dht_share_bound_hit_total{bound=\"answers_stalled\"} 0.0")
                            .contains("dht_bound_limit{bound=\"share_connections\"}")
                            .contains("dht_bound_hit_total{bound=\"calls_waiting\"} 7.0");
                    Fields counters = Json.read(get(url + "/v1/info")).object("counters");
                    assertThat(counters.number("bound_calls_waiting")).isEqualTo(7);
                    assertThat(counters.number("share_bound_requests_waiting")).isZero();
                    assertThat(code(url + "/healthz")).isEqualTo(200);
                    for (String path : List.of("/", "/v1/entries", "/v1/lookup/" + ID.hex())) {
                        assertThat(code(url + path)).as(path).isEqualTo(404);
                    }
                    service.close();
                    assertThatThrownBy(() -> code(url + "/healthz")).isInstanceOf(IOException.class);
                },
                "share",
                file.toString(),
                "--bind",
                "127.0.0.1",
                "--metrics",
                "127.0.0.1:0",
                "--json");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
    }

    @Test
    void othersThanThisMachineAreAskedForATokenOrNotServed() throws IOException {
        Path file = Files.writeString(directory.resolve("one"), "one");
        Path token = Files.writeString(directory.resolve("token"), "a-token-of-some-length\n");
        String[] words = {"share", file.toString(), "--bind", "127.0.0.1", "--metrics", "0.0.0.0:0", "--json"};

        Outcome without = Outcome.of(nodes, words);
        List<String> more = new ArrayList<>(List.of(words));
        more.addAll(List.of("--api-token-file", token.toString()));
        Outcome with = Outcome.of(
                nodes,
                false,
                (service, outSoFar) -> {
                    String url = Json.read(outSoFar).text("metrics").replace("0.0.0.0", "127.0.0.1");
                    assertThat(code(url + "/metrics")).isEqualTo(401);
                    service.close();
                },
                more.toArray(String[]::new));

        assertThat(without.exit()).isEqualTo(2);
        assertThat(without.json().text("error")).contains("--metrics on", "asks for a token", "--api-token-file");
        assertThat(nodes.started).hasSize(1);
        assertThat(with.exit()).as(with.out()).isZero();
    }

    @Test
    void itsHelpSaysWhatTheTokenGuards() {
        String help = Outcome.of(nodes, "share", "--help").out().replaceAll("\\s+", " ");

        assertThat(help).contains("Ask for the token in this file at --metrics").doesNotContain("at the API");
        assertThat(Outcome.of(nodes, "node", "--help").out().replaceAll("\\s+", " "))
                .contains("Ask for the token in this file at the API");
    }

    @Test
    void aListThatIsDamagedIsSaid() throws IOException {
        Files.writeString(directory.resolve("shared.json"), "{");

        Outcome outcome = Outcome.of(nodes, "share", "--state", directory.toString());

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("shared.json is damaged").hasLineCount(1);
    }

    private Outcome share(Path state, String... more) {
        List<String> words =
                new ArrayList<>(List.of("share", "--json", "--bind", "127.0.0.1", "--state", state.toString()));
        words.addAll(List.of(more));
        return Outcome.of(nodes, words.toArray(String[]::new));
    }

    private static Outcome fetch(String id, Path into, String bootstrap) {
        return Outcome.of(new UdpNodes(), "fetch", id, "-o", into.toString(), "--bootstrap", bootstrap, "--json");
    }

    private static List<String> paths(Outcome outcome) {
        return outcome.json().objects("files").stream()
                .map((Fields file) -> file.text("path"))
                .toList();
    }

    private static int status(long port, String id) throws IOException {
        return code("http://127.0.0.1:" + port + "/" + id);
    }

    private static int code(String url) throws IOException {
        return ((HttpURLConnection) URI.create(url).toURL().openConnection()).getResponseCode();
    }

    private static String get(String url) throws IOException {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String id(String content) {
        return Id.sha256(content.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
