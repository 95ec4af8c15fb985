package dev.dht.app.command;

import dev.dht.app.simulate.Draft;
import dev.dht.app.text.StatusLine;
import dev.dht.app.text.Wording;
import dev.dht.sim.study.Campaign;
import dev.dht.sim.study.Campaign.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Small universes, each with other faults, held to what is promised. */
@Command(
        name = "universe",
        description = {
            "Hold a small universe to all that is promised, with faults that its seed draws; or one after another.",
            "Each that fails is one line with the command that repeats it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all promises held", "1:a promise was broken", "2:the words are wrong"},
        footer = {"", "Example: dht universe --campaign --minutes 5"})
final class UniverseCommand extends ShellCommand {
    private static final double MOST_MINUTES = 100_000;

    @Option(names = "--campaign", description = "One universe after another, until the time is up.")
    private boolean campaign;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            converter = Minutes.class,
            description = "How long a campaign goes on, in real time (default: 1).")
    private @Nullable Duration limit;

    @Option(
            names = "--seed",
            paramLabel = "S",
            converter = Seed.class,
            description = "The universe; or, of a campaign, where the seeds of its universes come from (default: 1).")
    private @Nullable Long seed;

    UniverseCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        if (campaign) {
            return campaign(seed == null ? 1 : seed, limit == null ? Duration.ofMinutes(1) : limit);
        }
        if (limit != null) {
            throw Failure.words("--minutes: how long a campaign goes on: --campaign is missing");
        }
        if (seed == null) {
            throw Failure.words("which universe? --seed says one, --campaign draws many");
        }
        return one(seed);
    }

    private int one(long number) {
        List<String> story = new ArrayList<>();
        Campaign.Failure verdict = Campaign.one(number, line -> {
            story.add(line);
            say(line);
        });
        Map<String, Object> document = failure(verdict);
        document.put("story", story);
        document(document);
        verdict.violations().forEach(this::say);
        boolean held = verdict.violations().isEmpty();
        say(held ? "all promises held" : Wording.count(verdict.violations().size(), "promise", "promises") + " broken");
        return held ? ExitCode.DONE : ExitCode.NOT_DONE;
    }

    private int campaign(long first, Duration time) {
        long began = System.nanoTime();
        long end = began + time.toNanos();
        List<Object> failures = new ArrayList<>();
        Standing standing;
        try (StatusLine status = new StatusLine(shell.err(), shell.terminal(), System::nanoTime)) {
            standing = Campaign.run(
                    first,
                    () -> System.nanoTime() - end < 0,
                    failed -> {
                        failures.add(failure(failed));
                        status.clear();
                        say(repetition(failed.seed()) + "  # "
                                + failed.violations().get(0));
                    },
                    each -> status.say(() ->
                            text(each) + ", " + Wording.duration(Duration.ofNanos(end - System.nanoTime())) + " left"));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("seed", hex(first));
        document.put("wall_seconds", Math.round((System.nanoTime() - began) / 1e6) / 1e3);
        document.put("universes", standing.universes());
        document.put("failed", standing.failures());
        document.put("late", standing.late());
        document.put("datagrams", standing.datagrams());
        document.put("failures", failures);
        document(document);
        say(text(standing) + ", " + Wording.count(standing.datagrams()) + " datagrams");
        return failures.isEmpty() ? ExitCode.DONE : ExitCode.NOT_DONE;
    }

    private static String text(Standing standing) {
        return Wording.count(standing.universes(), "universe", "universes") + ", "
                + (standing.failures() == 0
                        ? "all promises held"
                        : "in " + Wording.count(standing.failures()) + " a promise was broken")
                + (standing.late() == 0 ? "" : ", " + Wording.count(standing.late()) + " late");
    }

    private static Map<String, Object> failure(Campaign.Failure failed) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("seed", hex(failed.seed()));
        document.put("repeat", repetition(failed.seed()));
        document.put("violations", failed.violations());
        return document;
    }

    private static String repetition(long number) {
        return "dht universe --seed " + hex(number);
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    /** A seed. */
    static final class Seed implements ITypeConverter<Long> {
        @Override
        public Long convert(String word) {
            try {
                return Draft.seed(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Minutes and parts of one. */
    static final class Minutes implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String word) {
            double minutes;
            try {
                minutes = Double.parseDouble(word);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + word + "' is not a number");
            }
            if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
                throw new TypeConversionException("more than 0, to " + (long) MOST_MINUTES + ", not " + word);
            }
            return Duration.ofMillis(Math.round(minutes * 60_000));
        }
    }
}
