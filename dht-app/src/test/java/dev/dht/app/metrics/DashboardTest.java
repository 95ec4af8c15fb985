package dev.dht.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard for Grafana: it reads metrics and labels that there are, and holds to what Grafana asks of a file. */
class DashboardTest {
    private static final Path FILE = Path.of("..", "dist", "grafana", "dht.json");
    private static final int COLUMNS = 24;

    private static final Pattern METRIC = Pattern.compile("\\b(?:dht|jvm|process)_[a-z_]+\\b");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");
    private static final Pattern BY = Pattern.compile("\\bby \\(([a-z_, ]+)\\)");
    private static final Pattern MATCHER = Pattern.compile("[{,]\\s*([a-z_]+)\\s*(?:=~|!=|!~|=)");

    /** What Grafana puts in by itself, and the label that Prometheus adds. */
    private static final Set<String> BUILT_IN = Set.of("__rate_interval");

    private static final Set<String> OF_PROMETHEUS = Set.of("instance");

    /** What is allowed in a panel of either kind, of all that Grafana's schema has. */
    private static final Set<String> IN_PANEL = Set.of(
            "id",
            "type",
            "title",
            "description",
            "datasource",
            "gridPos",
            "fieldConfig",
            "options",
            "targets",
            "collapsed",
            "panels");

    private Fields dashboard;

    @BeforeEach
    void read() throws IOException {
        dashboard = Json.read(Files.readString(FILE));
    }

    private List<Fields> panels() {
        return dashboard.objects("panels");
    }

    private static boolean isRow(Fields panel) {
        return panel.text("type").equals("row");
    }

    private List<Fields> targets() {
        return panels().stream()
                .filter(panel -> !isRow(panel))
                .flatMap(panel -> panel.objects("targets").stream())
                .toList();
    }

    @Test
    void itIsOneThatGrafanaKnows() {
        assertThat(dashboard.text("title")).isEqualTo("dht");
        assertThat(dashboard.text("uid")).matches("[a-zA-Z0-9_-]{1,40}");
        assertThat(dashboard.number("schemaVersion")).isBetween(36L, 41L);
        Set<Long> ids = new HashSet<>();
        for (Fields panel : panels()) {
            String title = panel.text("title");
            assertThat(panel.all().keySet()).as(title).isSubsetOf(IN_PANEL);
            assertThat(ids.add(panel.number("id"))).as("the id of %s", title).isTrue();
            assertThat(panel.text("type")).as(title).isIn("row", "stat", "timeseries", "bargauge");
            if (isRow(panel)) {
                assertThat(panel.objects("panels")).as(title).isEmpty();
            } else {
                assertThat(panel.text("description")).as(title).isNotBlank();
                assertThat(panel.objects("targets")).as(title).isNotEmpty();
                List<String> references = panel.objects("targets").stream()
                        .map(target -> target.text("refId"))
                        .toList();
                assertThat(references).as(title).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void noPanelLiesUponAnother() {
        Map<Long, String> taken = new HashMap<>();
        for (Fields panel : panels()) {
            Fields place = panel.object("gridPos");
            long right = place.number("x") + place.number("w");
            assertThat(place.number("x")).isNotNegative();
            assertThat(place.number("w")).isPositive();
            assertThat(place.number("h")).isPositive();
            assertThat(right).as(panel.text("title")).isLessThanOrEqualTo(COLUMNS);
            for (long y = place.number("y"); y < place.number("y") + place.number("h"); y++) {
                for (long x = place.number("x"); x < right; x++) {
                    String other = taken.put(y * COLUMNS + x, panel.text("title"));
                    assertThat(other).as("below %s", panel.text("title")).isNull();
                }
            }
        }
    }

    @Test
    void allIsReadFromTheDataSourceThatOneChooses() {
        Map<String, String> variables = new HashMap<>();
        dashboard
                .object("templating")
                .objects("list")
                .forEach(variable -> variables.put(variable.text("name"), variable.text("type")));
        assertThat(variables).containsEntry("datasource", "datasource");

        Stream.concat(panels().stream().filter(panel -> !isRow(panel)), targets().stream())
                .map(each -> each.object("datasource"))
                .forEach(source -> {
                    assertThat(source.text("type")).isEqualTo("prometheus");
                    assertThat(source.text("uid")).isEqualTo("${datasource}");
                });
        for (Fields target : targets()) {
            assertThat(found(VARIABLE, target.text("expr")))
                    .as(target.text("expr"))
                    .filteredOn(name -> !BUILT_IN.contains(name))
                    .isSubsetOf(variables.keySet());
        }
    }

    @Test
    void itReadsOnlyMetricsAndLabelsThatThereAre(@TempDir Path state) throws IOException {
        String page = MetricsLintTest.page(state);
        Set<String> names = MetricsLint.namesOf(page);
        Map<String, Set<String>> labels = labels(page);
        assertThat(targets()).hasSizeGreaterThan(15);
        for (Fields target : targets()) {
            String expression = target.text("expr");
            Set<String> read = found(METRIC, expression);
            assertThat(read).as(expression).isNotEmpty();
            assertThat(names).as(expression).containsAll(read);
            Set<String> known = read.stream()
                    .flatMap(name -> labels.getOrDefault(name, Set.of()).stream())
                    .collect(Collectors.toCollection(HashSet::new));
            known.addAll(OF_PROMETHEUS);
            Set<String> used = found(MATCHER, expression);
            found(BY, expression).forEach(list -> used.addAll(List.of(list.split(", ?", -1))));
            used.addAll(found(Pattern.compile("\\{\\{(\\w+)}}"), target.text("legendFormat")));
            assertThat(known)
                    .as("%s, %s", expression, target.text("legendFormat"))
                    .containsAll(used);
            assertThat(expression.chars().filter(c -> c == '(').count())
                    .as(expression)
                    .isEqualTo(expression.chars().filter(c -> c == ')').count());
        }
    }

    /** Every bound has a place where one sees that it was hit. */
    @Test
    void eachCounterOfBoundsIsShown(@TempDir Path state) throws IOException {
        Set<String> read = new HashSet<>();
        targets().forEach(target -> read.addAll(found(METRIC, target.text("expr"))));

        assertThat(MetricsLint.namesOf(MetricsLintTest.page(state)))
                .filteredOn(name -> name.contains("_bound_"))
                .hasSizeGreaterThan(4)
                .allMatch(read::contains);
    }

    /** The labels of each metric of a page. */
    private static Map<String, Set<String>> labels(String page) {
        Map<String, Set<String>> labels = new HashMap<>();
        Matcher sample = Pattern.compile("(?m)^([a-z_]+)\\{(.*)} ").matcher(page);
        while (sample.find()) {
            labels.computeIfAbsent(sample.group(1), name -> new HashSet<>())
                    .addAll(found(Pattern.compile("([a-z_]+)=\""), sample.group(2)));
        }
        return labels;
    }

    /** What a pattern finds: its group, or all of it where it has none. */
    private static Set<String> found(Pattern pattern, String text) {
        List<String> all = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            all.add(matcher.group(matcher.groupCount()));
        }
        return new LinkedHashSet<>(all);
    }
}
