package dev.dht.app.simulate;

import dev.dht.sim.Churn;
import dev.dht.sim.Start;
import dev.dht.sim.study.Fault;
import dev.dht.sim.study.Scenario;
import dev.dht.sim.study.Scenario.Conditions;
import dev.dht.sim.study.Scenario.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A scenario that is being said, field by field; what is not said has a default. The fields have the same names and take
 * the same words in a file and as options, and the last word counts.
 */
public final class Draft {
    /** The fields, as they are named in a scenario file and, behind two dashes, on the command line. */
    public static final List<String> FIELDS = List.of(
            "nodes",
            "hours",
            "churn",
            "loss",
            "unreachable",
            "home-lines",
            "liars",
            "start",
            "maintenance",
            "lookups-per-node-hour",
            "parallelism",
            "entries",
            "invariants",
            "seed");

    private static final int DEFAULT_NODES = 1_000;
    private static final int MOST_NODES = 1 << 22;
    private static final double MOST_HOURS = 10_000;
    private static final double MOST_LOOKUPS = 100_000;

    private int nodes = DEFAULT_NODES;
    private double hours = 1;
    private Churn churn = Churn.NONE;
    private @Nullable Double loss;
    private @Nullable Double unreachable;
    private @Nullable Double homeLines;
    private double liars;
    private Start start = Start.JOIN;
    private boolean maintenance = true;
    private @Nullable Double lookups;
    private @Nullable Integer parallelism;
    private @Nullable Integer entries;
    private @Nullable Boolean invariants;
    private long seed = 1;
    private final List<Fault> faults = new ArrayList<>();

    /**
     * Says one field.
     *
     * @param field one of {@link #FIELDS}
     * @throws IllegalArgumentException if the word makes no sense there; the message does not name the field
     */
    public void say(String field, String word) {
        switch (field) {
            case "nodes" -> nodes = (int) whole(word, 2, MOST_NODES);
            case "hours" -> hours = hours(word);
            case "churn" -> churn = oneOf(word, Churn.values(), Churn::label);
            case "loss" -> loss = number(word, 0, 1);
            case "unreachable" -> unreachable = number(word, 0, 1);
            case "home-lines" -> homeLines = number(word, 0, 1);
            case "liars" -> liars = number(word, 0, 1);
            case "start" -> start = oneOf(word, Start.values(), s -> s.name().toLowerCase(Locale.ROOT));
            case "maintenance" -> maintenance = onOrOff(word);
            case "lookups-per-node-hour" -> lookups = number(word, 0, MOST_LOOKUPS);
            case "parallelism" -> parallelism = (int) whole(word, 1, Load.MOST_PARALLELISM);
            case "entries" -> entries = (int) whole(word, 1, Integer.MAX_VALUE);
            case "invariants" -> invariants = onOrOff(word);
            case "seed" -> seed = seed(word);
            default -> throw new IllegalArgumentException("there is no such field");
        }
    }

    /** Adds something that goes wrong. */
    void add(Fault fault) {
        faults.add(fault);
    }

    /** What was said, and defaults for the rest. */
    public Scenario scenario() {
        Scenario usual = Scenario.of(nodes, churn);
        return new Scenario(
                nodes,
                Duration.ofMillis(Math.round(hours * 3_600_000)),
                churn,
                new Conditions(
                        Objects.requireNonNullElse(loss, usual.network().loss()),
                        Objects.requireNonNullElse(unreachable, usual.network().unreachable()),
                        Objects.requireNonNullElse(homeLines, usual.network().homeLines()),
                        liars),
                start,
                maintenance,
                new Load(
                        Objects.requireNonNullElse(entries, usual.load().entries()),
                        Objects.requireNonNullElse(lookups, usual.load().lookupsPerNodeHour()),
                        Objects.requireNonNullElse(parallelism, usual.load().parallelism())),
                Objects.requireNonNullElse(invariants, usual.judged()),
                seed,
                faults);
    }

    private static double hours(String word) {
        double hours = number(word, 0, MOST_HOURS);
        if (hours < 0.001) {
            throw new IllegalArgumentException("a simulation takes some time, 0.001 to 10000 hours, not " + word);
        }
        return hours;
    }

    private static long whole(String word, long least, long most) {
        long number;
        try {
            number = Long.parseLong(word.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + word + "' is not a whole number");
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    most == Integer.MAX_VALUE
                            ? "at least " + least + ", not " + word
                            : least + " to " + most + ", not " + word);
        }
        return number;
    }

    /** A number in a range. */
    static double number(String word, double least, double most) {
        double number;
        try {
            number = Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + word + "' is not a number");
        }
        if (!(number >= least && number <= most)) {
            throw new IllegalArgumentException((long) least + " to " + (long) most + ", not " + word);
        }
        return number;
    }

    /** A seed: any whole number of 64 bits, also as hex digits behind {@code 0x}. */
    public static long seed(String word) {
        try {
            return word.startsWith("0x") ? Long.parseUnsignedLong(word.substring(2), 16) : Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + word + "' is not a whole number of 64 bits, as 7 or 0x1f");
        }
    }

    private static boolean onOrOff(String word) {
        return switch (word) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new IllegalArgumentException("on or off, not '" + word + "'");
        };
    }

    /** One of some constants, by its name. */
    static <T> T oneOf(String word, T[] constants, Function<T, String> name) {
        for (T constant : constants) {
            if (name.apply(constant).equals(word)) {
                return constant;
            }
        }
        String names = String.join(", ", Arrays.stream(constants).map(name).toList());
        throw new IllegalArgumentException("one of " + names + ", not '" + word + "'");
    }
}
