package dev.dht.app.command;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** An example that fits a mistake: of the option that is wrong, else that which the command's help ends with. */
final class Example {
    private static final String EXAMPLE = "Example: ";

    /** What stands before the options, by command; of those that are not named the help's example is given. */
    private static final Map<String, String> BEGINNINGS = Map.of(
            "node", "node",
            "share", "share song.ogg",
            "fetch", "fetch $(dht id song.ogg)",
            "lookup", "lookup $(dht id song.ogg)",
            "delete", "delete $(dht id song.ogg)",
            "enter", "enter $(dht id song.ogg) 8080",
            "info", "info",
            "demo", "demo",
            "simulate", "simulate");

    /** A value of each option that makes sense wherever there is such an option. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("--api", "http://127.0.0.1:1780"),
            Map.entry("--api-token-file", "api-token"),
            Map.entry("--bind", "127.0.0.1"),
            Map.entry("--bootstrap", "192.168.1.123:1729"),
            Map.entry("--churn", "kad"),
            Map.entry("--config", "dht.conf"),
            Map.entry("--entries", "1000"),
            Map.entry("--file", "song.ogg"),
            Map.entry("--hours", "2"),
            Map.entry("--http-port", "0"),
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
            Map.entry("--seed", "7"),
            Map.entry("--start", "settled"),
            Map.entry("--state", "~/.dht"),
            Map.entry("--stores-per-second", "1000"),
            Map.entry("--token-file", "api-token"),
            Map.entry("--unreachable", "0.3"));

    private Example() {}

    /**
     * The example.
     *
     * @param name of the option that is wrong, in any of its forms; null where it is not one
     * @return a line to type; null where the command has none
     */
    static @Nullable String of(CommandSpec command, @Nullable String name) {
        String usual = usual(command);
        OptionSpec option = name == null ? null : command.findOption(name);
        String beginning = BEGINNINGS.get(command.name());
        if (option == null || beginning == null || shows(usual, option)) {
            return usual;
        }
        String longest = option.longestName();
        boolean listens = longest.equals("--api") && command.name().equals("node");
        String value = listens ? "127.0.0.1:0" : VALUES.get(longest);
        if (option.arity().max() == 0) {
            return "dht " + beginning + " " + longest;
        }
        return value == null ? usual : "dht " + beginning + " " + longest + " " + value;
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
