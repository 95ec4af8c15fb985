package dev.dht.app.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Breaks the lines of a help at spaces alone. What makes the help breaks them wherever a line of prose may be broken, and so
 * within addresses and URLs.
 */
final class HelpLines {
    /** Columns of a line. */
    static final int WIDTH = 100;

    /** So wide that what makes the help breaks nothing. */
    private static final int ENDLESS = 2_000;

    private static final Pattern COLOUR = Pattern.compile("\\x1b\\[[0-9;]*m");

    /** The names of an option, a command or an exit code, and the space behind them. */
    private static final Pattern NAMES = Pattern.compile(" +\\S.*?\\S {2,}(?=\\S)");

    /** What the synopsis begins with: the line's heading, which is a section of its own, and the command. */
    private static final Pattern SYNOPSIS = Pattern.compile("dht( [a-z]+)? ");

    private static final int HEADING = "Usage: ".length();

    /** How far a description goes on to the right of where it began. */
    private static final int HANGING = 2;

    private HelpLines() {}

    /** Has the help of a command and of all below it broken so. */
    static void of(CommandLine command) {
        Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>();
        command.getHelpSectionMap()
                .forEach((name, section) -> sections.put(name, help -> broken(section.render(help))));
        IHelpSectionRenderer synopsis =
                Objects.requireNonNull(command.getHelpSectionMap().get(UsageMessageSpec.SECTION_KEY_SYNOPSIS));
        sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, help -> synopsis(synopsis.render(help)));
        command.setHelpSectionMap(sections).setUsageHelpWidth(ENDLESS);
    }

    private static String synopsis(String text) {
        Matcher command = SYNOPSIS.matcher(plain(text));
        int indent = HEADING + (command.lookingAt() ? command.end() : 0);
        return String.join(System.lineSeparator(), broken(" ".repeat(HEADING) + text, indent))
                .substring(HEADING);
    }

    /** A section with its long lines broken; that of a description goes on below where it began. */
    static String broken(String section) {
        List<String> lines = Arrays.asList(section.split("\\R", -1));
        int column = lines.stream().mapToInt(HelpLines::column).max().orElse(0);
        List<String> all = new ArrayList<>();
        lines.forEach(line -> all.addAll(broken(line, line.startsWith(" ") ? column + HANGING : 0)));
        return String.join(System.lineSeparator(), all);
    }

    /** Where a description begins; 0 where there is none. */
    private static int column(String line) {
        Matcher names = NAMES.matcher(plain(line));
        return names.lookingAt() ? names.end() : 0;
    }

    private static List<String> broken(String line, int indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder now = new StringBuilder();
        for (String word : line.split("(?<=\\S)(?= )", -1)) {
            if (width(now) > indent && width(now) + width(word) > WIDTH) {
                lines.add(now.toString());
                now.setLength(0);
                now.append(" ".repeat(indent)).append(word.stripLeading());
            } else {
                now.append(word);
            }
        }
        lines.add(now.toString());
        return lines;
    }

    private static String plain(CharSequence text) {
        return COLOUR.matcher(text).replaceAll("");
    }

    private static int width(CharSequence text) {
        return plain(text).length();
    }
}
