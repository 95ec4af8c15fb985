package dev.dht.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.http.AccessToken;
import dev.dht.app.json.Json;
import dev.dht.app.node.NodeSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;

/** Options come from the command line, from the environment, or from a file, in that order. */
class ConfigurationTest {
    private final FakeNodes nodes = new FakeNodes();

    @TempDir
    private Path directory;

    private Path config(String... lines) throws IOException {
        return Files.write(directory.resolve("dht.conf"), List.of(lines));
    }

    private Outcome node(Map<String, String> environment, String... words) {
        return Outcome.of(nodes, false, Outcome.UNTIL_NOW, environment, words);
    }

    private NodeSettings started() {
        return nodes.started.get(nodes.started.size() - 1);
    }

    @Test
    void theCommandLineGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
        String file = config("# a node", "", "port = 1001", "no-api = true", "bootstrap=10.0.0.1:1, 10.0.0.2:2")
                .toString();

        assertThat(node(Map.of(), "node", "--config", file).exit()).isZero();
        assertThat(started().port()).isEqualTo(1001);
        assertThat(started().bootstrap()).containsExactly("10.0.0.1:1", "10.0.0.2:2");

        assertThat(node(Map.of("DHT_PORT", "1002", "DHT_CONFIG", file), "node").exit())
                .isZero();
        assertThat(started().port()).isEqualTo(1002);
        assertThat(started().bootstrap()).hasSize(2);

        Map<String, String> environment = Map.of("DHT_PORT", "1002", "DHT_BOOTSTRAP", "10.0.0.3:3");
        assertThat(node(environment, "node", "--config=" + file, "--port", "1003")
                        .exit())
                .isZero();
        assertThat(started().port()).isEqualTo(1003);
        assertThat(started().bootstrap()).containsExactly("10.0.0.3:3");

        node(environment, "node", "--config", file, "--bootstrap", "10.0.0.4:4", "--bootstrap", "10.0.0.5:5");
        assertThat(started().bootstrap()).containsExactly("10.0.0.4:4", "10.0.0.5:5");
    }

    @Test
    void everyOptionOfANodeHasOneNameInThreeForms() throws IOException {
        Path state = directory.resolve("state");
        Path token = Files.writeString(directory.resolve("token"), "a-token-of-some-length\n");
        Map<String, String> values = new TreeMap<>(Map.of(
                "bind", "127.0.0.1",
                "port", "7",
                "state", state.toString(),
                "api", "127.0.0.1:0",
                "api-token-file", token.toString(),
                "log", "error",
                "no-api", "false",
                "bootstrap", "10.0.0.1:1",
                "stores-per-second", "17"));
        Shell shell = new Shell(null, null, null, false, nodes, null, Map.of());
        assertThat(values)
                .as("all options that there are")
                .containsOnlyKeys(Configuration.namesOf(CommandSpec.forAnnotatedObject(new NodeCommand(shell))));
        Map<String, String> environment = new TreeMap<>();
        List<String> words = new ArrayList<>(List.of("node"));
        List<String> lines = new ArrayList<>();
        values.forEach((name, value) -> {
            environment.put(Configuration.variable(name), value);
            words.add("--" + name + "=" + value);
            lines.add(name + " = " + value);
        });
        String file = config(lines.toArray(String[]::new)).toString();

        asksForItsToken(Map.of(), words.toArray(String[]::new));
        NodeSettings first = started();
        asksForItsToken(environment, "node");
        NodeSettings second = started();
        asksForItsToken(Map.of(), "node", "--config", file);

        assertThat(first.state()).isEqualTo(state);
        assertThat(first.storesPerSecond()).isEqualTo(17);
        assertThat(second).isEqualTo(first);
        assertThat(started()).isEqualTo(first);
        assertThat(nodes.started).hasSize(3);
    }

    /** Starts a node whose API wants a token, and is given one by nobody. */
    private void asksForItsToken(Map<String, String> environment, String... words) {
        Outcome outcome = Outcome.of(
                nodes,
                false,
                (service, outSoFar) -> {
                    String url = outSoFar.replaceAll("(?s).*api=(\\S+).*", "$1");
                    HttpResponse<String> answer = HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(url + "/v1/info"))
                                            .build(),
                                    BodyHandlers.ofString());
                    assertThat(answer.statusCode()).isEqualTo(401);
                    service.close();
                },
                environment,
                words);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prot = 1        | dht.conf:2: unknown name 'prot'; known are     | port = 0",
                "stat = 1        | dht.conf:2: unknown name 'stat'; known are     | state = ~/.dht",
                "port = x        | dht.conf:2: port:                              | port = 0",
                "port            | dht.conf:2: not of the form name = value: 'port' | port = 0",
                "state           | dht.conf:2: not of the form name = value: 'state' | state = ~/.dht",
                "no-api = yes    | dht.conf:2: no-api: is true or false, not 'yes' | no-api = true",
                "api = nowhere   | dht.conf:2: api:                               | api = 127.0.0.1:0",
                "log = loud      | dht.conf:2: log: 'loud' is none of off, error  | log = info",
                "bootstrap = x   | dht.conf:2: bootstrap:                         | bootstrap = 192.168.1.123:1729",
                "json = true     | dht.conf:2: unknown name 'json'                | port = 0",
            })
    void whatIsWrongInAFileIsSaidWithItsLineAndWithOneThatIsRight(String line, String message, String example)
            throws IOException {
        Outcome outcome =
                node(Map.of(), "node", "--config", config("# one", line).toString());

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains(message, "(example: " + example).hasLineCount(1);
        assertThat(nodes.started).isEmpty();
    }

    @Test
    void aNameIsGivenOnceButBootstrapAsOftenAsOneLikes() throws IOException {
        Outcome twice = node(
                Map.of(), "node", "--config", config("port = 1", "port = 2").toString());
        assertThat(twice.exit()).isEqualTo(2);
        assertThat(twice.err()).contains("dht.conf:2: port is given twice, first in line 1");

        String file = config("no-api=true", "bootstrap = 10.0.0.1:1", "bootstrap = 10.0.0.2:2")
                .toString();
        assertThat(node(Map.of(), "node", "--config", file).exit()).isZero();
        assertThat(started().bootstrap()).containsExactly("10.0.0.1:1", "10.0.0.2:2");
    }

    @Test
    void whatIsWrongInTheEnvironmentIsSaidWithItsVariable() {
        Outcome outcome = node(Map.of("DHT_PORT", "tcp://10.1.2.3:1729"), "node");

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("DHT_PORT: ", "(example: DHT_PORT=0 dht node; ")
                .hasLineCount(1);
        assertThat(node(Map.of("DHT_NO_API", "no"), "node").err())
                .contains("DHT_NO_API: is true or false, not 'no' (example: DHT_NO_API=true dht node)");
        assertThat(node(Map.of("DHT_API", "x"), "info").err())
                .contains("DHT_API: ", "(example: DHT_API=http://127.0.0.1:1780 dht info; ");
    }

    @Test
    void whatTheCommandLineSaysWrongIsSaidAsEver() throws IOException {
        Outcome outcome = node(Map.of("DHT_PORT", "1"), "node", "--port", "x");

        assertThat(outcome.err()).contains("--port: ").doesNotContain("DHT_PORT");
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        Outcome outcome =
                node(Map.of(), "node", "--config", directory.resolve("none").toString());

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("none does not exist (example: dht node --config dht.conf)");
    }

    @Test
    void commandsThatAskANodeLearnFromTheEnvironmentWhereItIsAndItsTokenButNoOthersOptions() throws IOException {
        Path token = Files.writeString(directory.resolve("t"), "a-token-of-some-length");
        Outcome.Service ask = (service, out) -> {
            String api = out.replaceAll("(?s).*api=(\\S+).*", "$1");
            assertThat(node(Map.of("DHT_API", api, "DHT_BOOTSTRAP", "10.0.0.1:1"), "lookup", "00".repeat(32))
                            .err())
                    .contains("asks for a token");
            assertThat(node(Map.of("DHT_API", api, "DHT_API_TOKEN", "a-token-of-some-length"), "info")
                            .exit())
                    .isZero();
            assertThat(node(Map.of("DHT_TOKEN_FILE", token.toString()), "info", "--api", api)
                            .exit())
                    .isZero();
            assertThat(node(Map.of(), "info", "--api", api, "--token-file", token.toString())
                            .exit())
                    .isZero();
            service.close();
        };
        Outcome outcome =
                Outcome.of(nodes, false, ask, "node", "--api", "127.0.0.1:0", "--api-token-file", token.toString());

        assertThat(outcome.exit()).isZero();
    }

    @Test
    void anApiThatOthersReachAsksForATokenThatTheStateKeeps() throws IOException {
        Path state = directory.resolve("state");
        Outcome with = node(Map.of(), "node", "--api", "0.0.0.0:0", "--state", state.toString());
        assertThat(with.exit()).isZero();
        assertThat(with.err()).contains("the API asks for the token in " + state.resolve(AccessToken.FILE));

        Outcome without = node(Map.of(), "node", "--api", "0.0.0.0:0");
        assertThat(without.exit()).isEqualTo(2);
        assertThat(without.err())
                .contains("--api-token-file FILE", "--state DIR")
                .hasLineCount(1);
    }

    @Test
    void readAgainAFileChangesWhatItCanAndSaysWhatItCannot() throws IOException {
        Path file = config("port = 1", "bootstrap = 10.0.0.1:1");
        Outcome.Service reload = (service, out) -> {
            String api = Json.read(out).text("api");
            config("port = 2", "bootstrap = 10.0.0.2:2", "log = error", "bind = 127.0.0.1");
            HttpResponse<String> answer = post(api);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(Json.read(answer.body()).all())
                    .containsEntry("changed", List.of("bootstrap", "log"))
                    .containsEntry("needs_restart", List.of("port"));

            config("bootstrap = nowhere");
            HttpResponse<String> wrong = post(api);
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(Json.read(wrong.body()).text("detail")).contains("dht.conf:1: bootstrap: ");

            config("bootstrap = 10.0.0.2:2", "port = 2", "log = warn");
            assertThat(Json.read(post(api).body()).all())
                    .containsEntry("changed", List.of("log"))
                    .containsEntry("needs_restart", List.of());
            service.close();
        };
        Outcome outcome = Outcome.of(
                nodes,
                false,
                reload,
                Map.of("DHT_BIND", "127.0.0.1"),
                "node",
                "--api",
                "127.0.0.1:0",
                "--json",
                "--config",
                file.toString());

        assertThat(outcome.exit()).isZero();
        assertThat(nodes.bootstraps).containsExactly(List.of("10.0.0.2:2"));
    }

    private static HttpResponse<String> post(String api) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(api + "/v1/reload"))
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }
}
