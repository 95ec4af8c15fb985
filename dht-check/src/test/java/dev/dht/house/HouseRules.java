package dev.dht.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of the house that no compiler knows. Each gives {@code path:line: what is wrong} for what breaks it. */
final class HouseRules {
    private static final int LINES = 400;

    private static final String[] LIBRARY = {"dht-core", "dht-library", "dht-sim", "dht-bench", "dht-check"};

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record)\\s+(\\w+)");
    private static final Pattern IDENTIFIER = Pattern.compile("\\b[A-Za-z_]\\w*");
    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Impl|Manager|Helper|Util|Utils)");

    // A word in camel case: "peer" is in peerId, PEERS and foundPeer, and not in supeer.
    private static final Pattern FOREIGN_WORD =
            Pattern.compile("^(peer|info[Hh]ash|cookie)|(Peer|Info[Hh]ash|Cookie)|(^|_)(PEER|INFO_?HASH|COOKIE)");
    private static final Pattern FOREIGN_TYPE = Pattern.compile("Peer|Info[Hh]ash|NodeInfo|Cookie|Evict|Search");

    private static final Pattern SLEEP =
            Pattern.compile("\\bThread\\s*\\.\\s*sleep\\b|\\bTimeUnit\\b.*\\.\\s*sleep\\b|\\bparkNanos\\b");
    private static final Pattern DISABLED =
            Pattern.compile("@Disabled|@Ignore\\b|\\bassumeTrue\\s*\\(\\s*false|\\bassumeFalse\\s*\\(\\s*true");
    private static final Pattern OPEN_END = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");
    private static final Pattern CONSOLE = Pattern.compile("\\bSystem\\s*\\.\\s*(out|err)\\b");
    private static final Pattern BANNER =
            Pattern.compile("^\\s*(//\\s*[-=*/#~_]{4,}|/\\*{3,}|/\\*\\s*[-=#~_]{4,}|\\*\\s*[=#~]{4,})");

    private HouseRules() {}

    static List<String> brokenBy(Source source) {
        List<String> broken = new ArrayList<>();
        length(source, broken);
        names(source, broken);
        each(source, source.comments(), OPEN_END, "finish it, or file it as an issue", broken);
        each(source, source.comments(), BANNER, "no banner: a file that needs one has two ideas", broken);
        if (source.isTest()) {
            each(
                    source,
                    source.code(),
                    SLEEP,
                    "no sleep in a test: time is an argument, or wait for the event",
                    broken);
            each(source, source.code(), DISABLED, "no disabled test: mend it or delete it", broken);
        }
        if (source.isMainOf(LIBRARY)) {
            each(source, source.code(), CONSOLE, "a library does not print", broken);
        }
        return broken;
    }

    private static void length(Source source, List<String> broken) {
        if (source.lines().size() > LINES) {
            broken.add(source.path() + ":" + source.lines().size() + ": more than " + LINES
                    + " lines: what is its second idea?");
        }
    }

    private static void names(Source source, List<String> broken) {
        boolean core = source.isMainOf("dht-core");
        for (int i = 0; i < source.code().size(); i++) {
            String line = source.code().get(i);
            Matcher type = TYPE.matcher(line);
            while (type.find()) {
                String name = type.group(1);
                if (EMPTY_NAME.matcher(name).matches()) {
                    broken.add(at(source, i) + name + ": name what it is");
                }
                if (core && FOREIGN_TYPE.matcher(name).find()) {
                    broken.add(at(source, i) + name + ": not a word of this house");
                }
            }
            Matcher identifier = IDENTIFIER.matcher(line);
            while (core && identifier.find()) {
                if (FOREIGN_WORD.matcher(identifier.group()).find()) {
                    broken.add(at(source, i) + identifier.group() + ": not a word of this house");
                }
            }
        }
    }

    private static void each(Source source, List<String> lines, Pattern bad, String why, List<String> broken) {
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = bad.matcher(lines.get(i));
            if (matcher.find()) {
                broken.add(at(source, i) + matcher.group().strip() + ": " + why);
            }
        }
    }

    private static String at(Source source, int index) {
        return source.path() + ":" + (index + 1) + ": ";
    }
}
