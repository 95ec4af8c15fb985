package dev.dht.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What {@code dist} holds uses options that there are, and the page for operators names each. */
class DistTest {
    private static final Path DIST = Path.of("..", "dist");
    private static final Set<String> OTHERS = Set.of("DHT_API_TOKEN", "DHT_TOKEN_FILE", "DHT_CONFIG");

    private static Set<String> names() {
        Shell shell = new Shell(null, null, null, false, Outcome.NO_NODES, null, Map.of());
        Set<String> names =
                new TreeSet<>(Configuration.namesOf(CommandSpec.forAnnotatedObject(new NodeCommand(shell))));
        names.addAll(Configuration.namesOf(CommandSpec.forAnnotatedObject(new ShareCommand(shell))));
        return names;
    }

    private static Set<String> variables() {
        Set<String> variables = new HashSet<>(OTHERS);
        names().forEach(name -> variables.add(Configuration.variable(name)));
        return variables;
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker/Dockerfile", "kubernetes/dht.yaml", "systemd/dht.service", "../docs/operating.md"})
    void eachVariableThatIsNamedIsOne(String file) throws IOException {
        Matcher named = Pattern.compile("\\bDHT_[A-Z_]+\\b").matcher(Files.readString(DIST.resolve(file)));
        List<String> found = new ArrayList<>();
        while (named.find()) {
            found.add(named.group());
        }

        assertThat(variables()).containsAll(found);
    }

    /** Also with the lines that are examples. */
    @Test
    void theConfigurationFileIsOneThatANodeReads(@TempDir Path directory) throws IOException {
        String text = Files.readString(DIST.resolve("dht.conf"));
        Path all = Files.writeString(directory.resolve("all.conf"), text.replaceAll("(?m)^#(?=[a-z])", ""));
        FakeNodes nodes = new FakeNodes();

        Outcome outcome =
                Outcome.of(nodes, "node", "--config", DIST.resolve("dht.conf").toString(), "--no-api");
        Outcome examples = Outcome.of(nodes, "node", "--config", all.toString(), "--no-api");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(examples.exit()).as(examples.err()).isZero();
        assertThat(nodes.started.get(1).bootstrap()).containsExactly("192.168.1.123:1729");
    }

    @Test
    void theUnitStartsANode() throws IOException {
        String unit = Files.readString(DIST.resolve("systemd/dht.service"));
        Matcher start = Pattern.compile("(?m)^ExecStart=/opt/dht/bin/dht (.*)$").matcher(unit);

        assertThat(start.find()).isTrue();
        assertThat(start.group(1).split(" ")).startsWith("node", "--config").contains("--state");
        assertThat(unit).contains("DynamicUser=yes", "ProtectSystem=strict", "MemoryMax=", "SystemCallFilter=");
    }

    @Test
    void theStatefulSetAndItsServiceFitEachOther() throws IOException {
        ObjectMapper yaml = new YAMLMapper();
        List<JsonNode> documents = new ArrayList<>();
        for (String each : Files.readString(DIST.resolve("kubernetes/dht.yaml")).split("(?m)^---$")) {
            documents.add(yaml.readTree(each));
        }
        JsonNode service = documents.get(0);
        JsonNode set = documents.get(2);
        JsonNode pod = set.at("/spec/template/spec");

        assertThat(service.at("/spec/clusterIP").asString()).isEqualTo("None");
        assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
        assertThat(set.at("/spec/serviceName")).isEqualTo(service.at("/metadata/name"));
        assertThat(service.at("/spec/selector")).isEqualTo(set.at("/spec/template/metadata/labels"));
        assertThat(set.at("/spec/selector/matchLabels")).isEqualTo(service.at("/spec/selector"));
        assertThat(pod.at("/enableServiceLinks").asBoolean(true)).isFalse();
        assertThat(pod.at("/volumes/0/secret/secretName"))
                .isEqualTo(documents.get(1).at("/metadata/name"));
        Set<String> mounted = new HashSet<>();
        pod.at("/containers/0/volumeMounts")
                .forEach(mount -> mounted.add(mount.get("name").asString()));
        assertThat(mounted).containsExactlyInAnyOrder("state", "token", "tmp");
    }

    @Test
    void thePageForOperatorsNamesEachOption() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operating.md"));

        // Each as a line of the table, not somewhere else.
        assertThat(names())
                .contains("http-port")
                .allSatisfy(name -> assertThat(page).contains("\n| `" + name + "` | "));
    }
}
