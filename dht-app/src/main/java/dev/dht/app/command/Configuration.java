package dev.dht.app.command;

import dev.dht.app.command.ConfigFile.Line;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What options are that the command line does not give: first what the environment says, then what the configuration file
 * says. Each has one name in three forms: {@code --state}, {@code DHT_STATE}, {@code state = …}.
 */
final class Configuration implements IDefaultValueProvider {
    static final String CONFIG = "config";

    /** What is about one run alone, and never configured. */
    private static final Set<String> NEVER = Set.of("help", "json", CONFIG);

    private static final String ANYTHING = "^--[a-z-]+$";

    private final Map<String, String> environment;
    private final Set<String> configurable = new TreeSet<>();
    private final Set<String> repeatable = new TreeSet<>();
    private final Set<String> inFile;
    private final @Nullable Path path;
    private @Nullable ConfigFile file;

    /**
     * That of one command.
     *
     * @param spec its options
     * @param may which of them may be configured
     * @param inFile the names that may stand in a configuration file; of commands that share one, those of all
     * @param words the command line, which may name the file
     * @throws IllegalArgumentException if what is configured is wrong; the message says where
     */
    Configuration(
            CommandSpec spec,
            Predicate<String> may,
            Set<String> inFile,
            Map<String, String> environment,
            List<String> words) {
        this.environment = environment;
        this.inFile = inFile;
        for (OptionSpec option : spec.options()) {
            String name = nameOf(option);
            if (!NEVER.contains(name) && may.test(name)) {
                configurable.add(name);
                if (option.isMultiValue()) {
                    repeatable.add(name);
                }
            }
        }
        path = spec.findOption("--" + CONFIG) == null ? null : pathOf(words);
        file = path == null ? null : readFile(path);
        for (OptionSpec option : spec.options()) {
            String value = defaultValue(option);
            if (value != null && option.arity().max() == 0 && !value.matches("true|false")) {
                String name = nameOf(option);
                throw new WrongConfiguration(
                        sourceOf(name) + ": is true or false, not '" + value + "'", exampleOf(spec, name));
            }
        }
    }

    /** The names of a command's options that a file may have. */
    static Set<String> namesOf(CommandSpec spec) {
        Set<String> names = new TreeSet<>();
        spec.options().forEach(option -> names.add(nameOf(option)));
        names.removeAll(NEVER);
        return names;
    }

    /** The variable of the environment for an option. */
    static String variable(String name) {
        return "DHT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private @Nullable Path pathOf(List<String> words) {
        String named = fromEnvironment(CONFIG);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--" + CONFIG) && i + 1 < words.size()) {
                named = words.get(i + 1);
            } else if (word.startsWith("--" + CONFIG + "=")) {
                named = word.substring(("--" + CONFIG + "=").length());
            }
        }
        try {
            return named == null ? null : Path.of(named);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("--" + CONFIG + ": '" + named + "' is not the name of a file", e);
        }
    }

    private ConfigFile readFile(Path from) {
        return ConfigFile.read(from, inFile, repeatable);
    }

    private @Nullable String fromEnvironment(String name) {
        String value = environment.get(variable(name));
        return value == null || value.isBlank() ? null : value.strip();
    }

    private @Nullable Line inFile(String name) {
        return file == null ? null : file.lines().get(name);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec word) {
        if (!(word instanceof OptionSpec option) || !configurable.contains(nameOf(option))) {
            return null;
        }
        String name = nameOf(option);
        String value = fromEnvironment(name);
        if (value != null) {
            return value;
        }
        Line line = inFile(name);
        return line == null ? null : line.value();
    }

    /** Where an option's value comes from that the command line does not give; null where it is not configured. */
    @Nullable
    String sourceOf(String name) {
        if (!configurable.contains(name)) {
            return null;
        }
        if (fromEnvironment(name) != null) {
            return variable(name);
        }
        Line line = inFile(name);
        return line == null || file == null ? null : file.path() + ":" + line.number() + ": " + name;
    }

    /** How an option is configured where it is: as a variable of the environment, or else as a line of the file. */
    String exampleOf(CommandSpec spec, String name) {
        return fromEnvironment(name) != null ? Example.variable(spec, name) : Example.line(name);
    }

    /** The same for what picocli found wrong. */
    String exampleOf(CommandSpec spec, OptionSpec option) {
        return exampleOf(spec, nameOf(option));
    }

    /** Where a value comes from that picocli found wrong; null where it is not configured. */
    @Nullable
    String sourceOf(ArgSpec word) {
        return word instanceof OptionSpec option ? sourceOf(nameOf(option)) : null;
    }

    /** Whether there is a file that can be read again. */
    boolean hasFile() {
        return path != null;
    }

    /**
     * Reads the file again. The environment and the command line stay what they were, so what they say does not change.
     *
     * @param given the names that the command line gives
     * @param accept told the new file, by name, before it is taken over; what it throws leaves everything as it was
     * @return the names whose value is another now
     * @throws IllegalArgumentException if it is wrong; the message names file and line
     */
    List<String> reread(Set<String> given, Consumer<ConfigFile> accept) {
        if (path == null) {
            return List.of();
        }
        ConfigFile now = readFile(path);
        Set<String> names = new TreeSet<>(now.lines().keySet());
        Map<String, Line> before = Objects.requireNonNull(file).lines();
        names.addAll(before.keySet());
        List<String> changed = new ArrayList<>();
        for (String name : names) {
            String was = textOf(before.get(name));
            String is = textOf(now.lines().get(name));
            boolean counts = configurable.contains(name) && !given.contains(name) && fromEnvironment(name) == null;
            if (counts && !Objects.equals(was, is)) {
                changed.add(name);
            }
        }
        accept.accept(now);
        file = now;
        return changed;
    }

    private static @Nullable String textOf(@Nullable Line line) {
        return line == null ? null : line.value();
    }

    private static String nameOf(OptionSpec option) {
        for (String name : option.names()) {
            if (name.matches(ANYTHING)) {
                return name.substring(2);
            }
        }
        return option.longestName();
    }
}
