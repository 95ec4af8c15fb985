package dev.dht.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The alerts for Prometheus: on metrics, with labels and values, that there are; each says what to do. */
class AlertsTest {
    private static final Path FILE = Path.of("..", "dist", "prometheus", "dht.rules.yml");
    private static final Pattern SELECTED = Pattern.compile("\\b(?:dht|jvm|process)_[a-z_]+\\b(?:\\{[^}]*})?");
    private static final Pattern NAMED = Pattern.compile("\\b(?:dht|jvm|process)_[a-z_]+\\b");

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        new YAMLMapper()
                .readTree(Files.readString(FILE))
                .get("groups")
                .forEach(group -> group.get("rules").forEach(alerts::add));
        return alerts;
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }

    /** Whether there is a sample of this name, with these labels first where there are any. */
    private static boolean isTold(String page, String selector) {
        String whole = selector.endsWith("}") ? selector : selector + "[{ ]";
        return Pattern.compile("(?m)^" + whole.replace("{", "\\{").replace("[\\{", "[{"))
                .matcher(page)
                .find();
    }

    @Test
    void eachLooksAtWhatANodeTells(@TempDir Path state) throws IOException {
        String page = MetricsLintTest.page(state);
        assertThat(alerts()).hasSizeGreaterThan(5);
        for (JsonNode alert : alerts()) {
            List<String> selected = found(SELECTED, alert.get("expr").asString());
            assertThat(selected).as(alert.toString()).isNotEmpty();
            assertThat(selected).allMatch(selector -> isTold(page, selector));
        }
    }

    @Test
    void eachSaysWhatIsWrongAndWhatToDo(@TempDir Path state) throws IOException {
        String page = MetricsLintTest.page(state);
        for (JsonNode alert : alerts()) {
            JsonNode says = alert.get("annotations");
            assertThat(says.get("summary").asString()).contains("{{ $labels.instance }}");
            assertThat(says.get("action").asString()).isNotBlank();
            assertThat(found(NAMED, says.toString())).allMatch(name -> isTold(page, name));
        }
    }
}
