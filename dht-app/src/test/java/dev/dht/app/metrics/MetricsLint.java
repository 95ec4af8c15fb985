package dev.dht.app.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules by which {@code promtool check metrics} judges a page in the text format (prometheus/client_golang, package
 * promlint), and what the text format itself asks of it. Each broken rule is told with the name that broke it.
 */
final class MetricsLint {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([^ ]+) (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([-+0-9.eE]+|[+-]?Inf|NaN)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Units that are not base units, and abbreviations of any. */
    private static final Set<String> FOREIGN_UNITS = Set.of(
            ("nanoseconds microseconds milliseconds minutes hours days kilobytes megabytes gigabytes kibibytes mebibytes"
                            + " percent fahrenheit kelvin s ms us ns sec b kb mb gb tb pb m h d")
                    .split(" "));

    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary", "untyped");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Set<String> helped = new HashSet<>();
    private final Set<String> series = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final List<String> broken = new ArrayList<>();
    private String family = "";

    private MetricsLint() {}

    static List<String> brokenBy(String page) {
        MetricsLint lint = new MetricsLint();
        page.lines().forEach(lint::line);
        lint.types.forEach(lint::type);
        return lint.broken;
    }

    /** The metrics of a page by name, as queries name them: a histogram has three. */
    static Set<String> namesOf(String page) {
        MetricsLint lint = new MetricsLint();
        page.lines().forEach(lint::line);
        Set<String> names = new HashSet<>();
        lint.types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                names.addAll(List.of(name + "_bucket", name + "_sum", name + "_count"));
            } else {
                names.add(name);
            }
        });
        return names;
    }

    private void line(String line) {
        Matcher comment = COMMENT.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (comment.matches()) {
            String name = comment.group(2);
            enter(name);
            boolean isNew = comment.group(1).equals("HELP")
                    ? helped.add(name)
                    : types.putIfAbsent(name, comment.group(3)) == null;
            check(isNew, name, "has two lines of " + comment.group(1));
        } else if (sample.matches()) {
            sample(sample.group(1), sample.group(2) == null ? "" : sample.group(2));
        } else {
            check(line.isEmpty(), line, "is no line of the text format");
        }
    }

    /** All lines of a family stand together. */
    private void enter(String name) {
        if (!name.equals(family)) {
            check(ended.add(name), name, "is there in two places");
            family = name;
        }
    }

    private void sample(String name, String labels) {
        String of = types.containsKey(name) ? name : name.replaceAll("_(bucket|sum|count)$", "");
        check(types.containsKey(of), name, "has no TYPE");
        check(helped.contains(of), name, "has no HELP");
        check(of.equals(family), name, "stands among those of another");
        check(series.add(name + "{" + labels + "}"), name + "{" + labels + "}", "is there twice");
        Matcher label = LABEL.matcher(labels);
        while (label.find()) {
            String key = label.group(1);
            check(key.matches("[a-z][a-z0-9_]*"), name, "has a label in camel case: " + key);
            boolean bucket = name.endsWith("_bucket") && "histogram".equals(types.get(of));
            check(!key.equals("le") || bucket, name, "has a label that is kept for histograms: le");
            check(!key.equals("quantile"), name, "has a label that is kept for summaries: quantile");
        }
    }

    private void type(String name, String type) {
        check(TYPES.contains(type), name, "is of no type: " + type);
        check(name.endsWith("_total") == type.equals("counter"), name, "is a counter, or ends with _total, not both");
        check(name.matches("[a-z][a-z0-9_]*"), name, "is in camel case, or has a colon");
        if (!type.equals("histogram")) {
            check(!name.matches(".*_(bucket|count|sum)"), name, "ends as parts of histograms do");
        }
        for (String word : name.split("_")) {
            check(!FOREIGN_UNITS.contains(word), name, "has a unit that is no base unit: " + word);
            check(!TYPES.contains(word), name, "has its type in its name");
        }
    }

    private void check(boolean holds, String name, String rule) {
        if (!holds) {
            broken.add(name + " " + rule);
        }
    }
}
