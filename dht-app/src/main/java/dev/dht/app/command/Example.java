package dev.dht.app.command;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * An example that fits a mistake: of the option that is wrong, of the words before the options, of a line in a configuration;
 * else that which the command's help ends with.
 */
final class Example {
    private static final String EXAMPLE = "Example: ";

    /** What stands before the options, by command. */
    private static final Map<String, String> BEGINNINGS = Map.ofEntries(
            Map.entry("node", "node"),
            Map.entry("share", "share song.ogg"),
            Map.entry("fetch", "fetch $(dht id song.ogg)"),
            Map.entry("lookup", "lookup $(dht id song.ogg)"),
            Map.entry("delete", "delete $(dht id song.ogg)"),
            Map.entry("enter", "enter $(dht id song.ogg) 8080"),
            Map.entry("id", "id README.md"),
            Map.entry("ping", "ping 127.0.0.1:1729"),
            Map.entry("info", "info"),
            Map.entry("demo", "demo"),
            Map.entry("simulate", "simulate"),
            Map.entry("universe", "universe"),
            Map.entry("bench", "bench table"));

    /** Options that want other words before them, or another value than elsewhere. */
    private static final Map<String, String> SPECIAL = Map.of(
            "node --api", "node --api 127.0.0.1:0",
            "universe --minutes", "universe --campaign --minutes 5",
            "bench --entries", "bench store --entries 100000",
            "bench --nodes", "bench lookup --nodes 1000");

    /** A value of each option that makes sense wherever there is such an option. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("--api", "http://127.0.0.1:1780"),
            Map.entry("--api-token-file", "api-token"),
            Map.entry("--bind", "127.0.0.1"),
            Map.entry("--bootstrap", "192.168.1.123:1729"),
            Map.entry("--churn", "kad"),
            Map.entry("--config", "dht.conf"),
            Map.entry("--dump-trace", "trace.txt"),
            Map.entry("--entries", "1000"),
            Map.entry("--file", "song.ogg"),
            Map.entry("--home-lines", "0.2"),
            Map.entry("--hours", "2"),
            Map.entry("--http-port", "0"),
            Map.entry("--invariants", "off"),
            Map.entry("--liars", "0.1"),
            Map.entry("--log", "info"),
            Map.entry("--loss", "0.05"),
            Map.entry("--maintenance", "off"),
            Map.entry("--metrics", "127.0.0.1:0"),
            Map.entry("--nodes", "100"),
            Map.entry("--output", "song.ogg"),
            Map.entry("--lookups-per-node-hour", "4"),
            Map.entry("--parallelism", "8"),
            Map.entry("--port", "0"),
            Map.entry("--report", "report.html"),
            Map.entry("--scenario", "faults.json"),
            Map.entry("--seconds", "1"),
            Map.entry("--seed", "7"),
            Map.entry("--start", "settled"),
            Map.entry("--state", "~/.dht"),
            Map.entry("--stores-per-second", "1000"),
            Map.entry("--token-file", "api-token"),
            Map.entry("--unreachable", "0.3"));

    private Example() {}

    /**
     * That of an option.
     *
     * @param name in any of its forms; null where none is wrong
     * @return a line to type; null where the command has none
     */
    static @Nullable String of(CommandSpec command, @Nullable String name) {
        String usual = usual(command);
        OptionSpec option = name == null ? null : command.findOption(name);
        if (option == null || shows(usual, option)) {
            return usual;
        }
        String longest = option.longestName();
        String special = SPECIAL.get(command.name() + " " + longest);
        if (special != null) {
            return "dht " + special;
        }
        String value = VALUES.get(longest);
        if (option.arity().max() == 0) {
            return words(command) + " " + longest;
        }
        return value == null ? usual : words(command) + " " + longest + " " + value;
    }

    /** That of the words before the options: a line without any. */
    static String words(CommandSpec command) {
        return "dht " + Objects.requireNonNull(BEGINNINGS.get(command.name()), command.name());
    }

    /** That of a line in the configuration file of a node: the name of an option, and its value. */
    static String line(String name) {
        return name + " = " + configured(name, name.equals("api"));
    }

    /** That of a variable of the environment for an option of a command. */
    static String variable(CommandSpec command, String name) {
        boolean listens = name.equals("api") && command.name().equals("node");
        return Configuration.variable(name) + "=" + configured(name, listens) + " " + words(command);
    }

    private static String configured(String name, boolean listens) {
        return listens ? "127.0.0.1:0" : VALUES.getOrDefault("--" + name, "true");
    }

    /** The option that a line begins with, as in {@code --port: …}; null where it does not. */
    static @Nullable String named(String line) {
        int colon = line.indexOf(':');
        return line.startsWith("-") && colon > 0 ? line.substring(0, colon) : null;
    }

    private static boolean shows(@Nullable String example, OptionSpec option) {
        return example != null
                && Arrays.stream(option.names())
                        .anyMatch(name -> Arrays.asList(example.split(" ")).contains(name));
    }

    private static @Nullable String usual(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        return Stream.concat(Stream.of(usage.footerHeading()), Stream.of(usage.footer()))
                .flatMap(text -> Stream.of(text.split("%n")))
                .filter(line -> line.startsWith(EXAMPLE))
                .findFirst()
                .map(line -> line.substring(EXAMPLE.length()))
                .orElse(null);
    }
}
