package dev.dht.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.dht.api.DhtException;
import dev.dht.api.Info;
import dev.dht.api.Reachability;
import dev.dht.app.FakeDht;
import dev.dht.app.http.LocalApi;
import dev.dht.app.json.Fields;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that ask the node beside them, and {@code id}. */
class CommandsTest {
    private static final Id ID = Id.of(1, 2, 3, 4);
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final FakeDht dht = new FakeDht();
    private LocalApi api;

    @BeforeEach
    void serve() throws IOException {
        api = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        api.serve(dht, false);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void idIsTheSha256OfAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("abc"), "abc", StandardCharsets.UTF_8);

        Outcome outcome = Outcome.of(Outcome.NO_NODES, "id", file.toString());

        assertThat(outcome).isEqualTo(new Outcome(0, ABC + System.lineSeparator(), ""));
    }

    @Test
    void idReadsStandardInput() {
        assertThat(Outcome.of(Outcome.NO_NODES, "id", "-").out()).isEqualTo(ABC + System.lineSeparator());
        assertThat(Outcome.of(Outcome.NO_NODES, "id", "-", "--json").json().all())
                .containsEntry("id", ABC)
                .containsEntry("base32", Id.parse(ABC).base32());
    }

    @Test
    void enterPrintsTheReceipt() {
        Outcome outcome = ask("enter", ID.hex(), "8080");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualToNormalizingNewlines("""
                        entered %s port 8080
                        2 of 8 nodes acknowledged it, 1 gave it back, 1 failed; a stranger found it at 1 node
                          00000000  127.0.0.1:4007         acknowledged, gave it back
                          00000000  127.0.0.1:4008         acknowledged
                          00000000  127.0.0.1:4009         it did not answer
                        """.formatted(ID.hex()));
        assertThat(dht.entry(ID)).isPresent();
    }

    @Test
    void enterOfANodeAloneSaysThatNobodyHoldsItYet() {
        dht.alone = true;

        Outcome outcome = ask("enter", ID.hex(), "8080");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("no node holds it yet");
    }

    @Test
    void aReceiptOfAllNodesThereAreSaysSo() {
        dht.few = true;

        assertThat(ask("enter", ID.hex(), "8080").out())
                .contains("2 nodes acknowledged it (8 are wanted, where there are so many), 1 gave it back;");
    }

    @Test
    void enterDoesNotWaitIfToldSo() {
        dht.holdEnters = true;

        Outcome outcome = ask("enter", ID.hex(), "8080", "--no-wait");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).startsWith("entered " + ID.hex());
    }

    @Test
    void enterAsJsonIsTheReceipt() {
        Fields receipt = ask("enter", "sha256:" + ID.hex(), "8080", "--json").json();

        assertThat(receipt.number("acknowledged")).isEqualTo(2);
        assertThat(receipt.objects("holders")).hasSize(2);
    }

    @Test
    void enterThatTheNodeRefusesEndsWithOne() {
        dht.failure = new DhtException(DhtException.Reason.BUSY, "the most entries are entered");

        Outcome outcome = ask("enter", ID.hex(), "8080");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).isEqualToNormalizingNewlines("dht enter: the most entries are entered\n");
    }

    @Test
    void deleteForgetsOnce() {
        dht.enter(ID, 8080);

        Outcome first = ask("delete", ID.base32());
        Outcome second = ask("delete", ID.hex(), "--json");

        assertThat(first.exit()).isZero();
        assertThat(first.out()).contains("deleted " + ID.hex());
        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.json().text("error")).contains("has not entered");
        assertThat(second.json().number("exit")).isEqualTo(1);
    }

    @Test
    void lookupPrintsSortedLines() {
        dht.holds(ID, "127.0.0.1", 8080).holds(ID, "127.0.0.1", 80).holds(ID, "10.1.2.3", 9000);

        Outcome outcome = ask("lookup", ID.hex());

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).isEqualToNormalizingNewlines("10.1.2.3:9000\n127.0.0.1:80\n127.0.0.1:8080\n");
    }

    @Test
    void lookupOnATerminalPrintsEachLineOnceAsItIsFound() {
        dht.holds(ID, "127.0.0.1", 8080).holds(ID, "127.0.0.1", 80);

        Outcome outcome = Outcome.of(Outcome.NO_NODES, true, Outcome.UNTIL_NOW, "lookup", ID.hex(), "--api", api.url());

        assertThat(outcome.out()).isEqualToNormalizingNewlines("127.0.0.1:8080\n127.0.0.1:80\n");
    }

    @Test
    void lookupThroughANodeThatKnowsNobodyDoesNotSayThatNobodyEnteredIt() {
        dht.alone = true;

        Outcome outcome = ask("lookup", ID.hex());

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("this node knows nobody whom it could ask")
                .contains("--bootstrap");
    }

    @Test
    void lookupOfWhatNobodyEnteredEndsWithOne() {
        Outcome text = ask("lookup", ID.hex());
        Outcome json = ask("lookup", ID.hex(), "--json");

        assertThat(text).isEqualTo(new Outcome(1, "", text.err()));
        assertThat(text.err()).contains("nobody that was asked knows " + ID.hex());
        assertThat(json.exit()).isEqualTo(1);
        assertThat(json.json().objects("endpoints")).isEmpty();
        assertThat(json.err()).isEmpty();
    }

    @Test
    void lookupAsJsonIsTheWholeReport() {
        dht.holds(ID, "127.0.0.1", 80);

        Fields report = ask("lookup", ID.hex(), "--json").json();

        assertThat(report.objects("endpoints")).hasSize(1);
        assertThat(report.number("queries")).isEqualTo(17);
    }

    @Test
    void lookupExplainsItselfAsATree() {
        dht.enter(ID, 8080);

        Outcome outcome = ask("lookup", ID.hex(), "--explain");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines())
                .element(0, InstanceOfAssertFactories.STRING)
                .endsWith(":8080");
        assertThat(outcome.out().lines().skip(2).toList().subList(1, 10))
                .containsExactly(
                        "1 endpoint this node knew itself",
                        "",
                        "Each query stands below the one that named its node; at the left: known before."
                                + " A bit less of distance is half as far.",
                        "query    distance  id        address                    sent at  round trip  answer",
                        "├─ 0     254 bits  00000000  127.0.0.1:1730              0.0 ms     15.0 ms  named 2 nodes",
                        "│  ·               00000000  127.0.0.1:1729         not asked: it is this node",
                        "│  └─ 2  247 bits  00000000  127.0.0.1:1732             20.0 ms     15.0 ms  gave 3 endpoints",
                        "└─ 1     255 bits  00000000  127.0.0.1:1731              0.0 ms           -  silent",
                        "");
        assertThat(outcome.out()).contains("5 farther nodes were named and not needed");
        assertThat(ask("lookup", ID.hex(), "--explain", "--json")
                        .json()
                        .object("explanation")
                        .objects("steps"))
                .hasSize(3);
    }

    @Test
    void lookupThatFailsEndsWithOne() {
        dht.failure = new DhtException(DhtException.Reason.CLOSED, "the node was closed");

        Outcome outcome = ask("lookup", ID.hex());

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("the node was closed");
    }

    @Test
    void infoIsReadByPeopleAndPrograms() {
        dht.enter(ID, 8080);

        Outcome text = ask("info");
        Outcome json = ask("info", "--json");

        assertThat(text.exit()).isZero();
        assertThat(text.out())
                .contains("id         " + FakeDht.ID.hex())
                .contains("bound      127.0.0.1:1729")
                .contains("up         66 min")
                .contains("reachable  no: strangers cannot reach it")
                .contains("           Forward UDP port 1729.")
                .contains("contacts   1 good, 1 of them proven to be reachable by strangers too")
                .doesNotContain("(proven: ")
                .contains("store      20 entries of 10 ids, room for 1,000,000")
                .contains(
                        "entered    1 entry, 1 held by fewer nodes than wanted, renewals 12 s behind: more than this node can renew")
                .contains(ID.hex() + " port 8080")
                .contains("2 of 8 nodes acknowledged it, 1 gave it back")
                .containsPattern("stored \\d+ d \\d+ h ago, due again now; 127\\.0\\.0\\.1:\\d+: ")
                .containsPattern("counters   datagrams_received +12,345");
        assertThat(json.json().text("id")).isEqualTo(FakeDht.ID.hex());
        assertThat(json.json().objects("entries")).hasSize(1);
    }

    @Test
    void infoTellsWhetherOthersToldTheAddress() {
        dht.address = Endpoint.v4(0x0A000001, 1729);
        dht.addressSource = Info.AddressSource.INTERFACE;

        Outcome before = ask("info");
        dht.addressSource = Info.AddressSource.OTHERS;
        Outcome after = ask("info");

        assertThat(before.out())
                .contains("address    10.0.0.1:1729 (of its network interface; nobody has told it yet)");
        assertThat(after.out()).contains("address    10.0.0.1:1729 (as others see it)");
    }

    @Test
    void infoTellsFromWhereStrangersCameAndWhatIsProvenOfOthers() {
        dht.proven = 0;
        // One came from elsewhere once, and does not count any more.
        dht.counters.put("strangers_public", 1L);
        dht.reachability = reached(Reachability.Origin.LOCAL);

        Outcome fromOwn = ask("info");
        dht.reachability = reached(Reachability.Origin.PUBLIC);
        Outcome fromAnywhere = ask("info");

        assertThat(fromOwn.out())
                .contains("reachable  yes, within its own network" + System.lineSeparator())
                .contains("contacts   1 good, 0 of them proven to be reachable by strangers too")
                .contains("           (proven: it answered though it had sent nothing here for 5 minutes;");
        assertThat(fromAnywhere.out()).contains("reachable  yes" + System.lineSeparator());
    }

    private static Reachability reached(Reachability.Origin from) {
        return new Reachability(Reachability.Verdict.REACHABLE, "They have reached it.", 3, from, null, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "lookup ID", "enter ID 80", "delete ID"})
    void withoutANodeItEndsWithThreeAndSaysHowToStartOne(String line) throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        String[] words = (line.replace("ID", ID.hex()) + " --api 127.0.0.1:" + port).split(" ");

        Outcome outcome = Outcome.of(Outcome.NO_NODES, words);

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("no node answers at http://127.0.0.1:" + port, "start one: dht node");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<h1>hello</h1>", "", "{}", "{\"id\":1}", "[1]"})
    void whatIsNoNodeIsNotTakenForOne(String text) throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] page = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length == 0 ? -1 : page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        other.start();
        try {
            String url = "http://127.0.0.1:" + other.getAddress().getPort();
            for (String line : List.of("info", "info --json", "enter " + ID + " 80")) {
                Outcome outcome = Outcome.of(Outcome.NO_NODES, (line + " --api " + url + "/").split(" "));

                assertThat(outcome.exit()).isEqualTo(3);
                assertThat(outcome.err())
                        .contains("what answers at " + url + " is not a dht node (start one:")
                        .hasLineCount(1);
            }
        } finally {
            other.stop(0);
        }
    }

    private Outcome ask(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--api";
        all[words.length + 1] = api.url();
        return Outcome.of(Outcome.NO_NODES, all);
    }
}
