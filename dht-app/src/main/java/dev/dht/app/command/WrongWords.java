package dev.dht.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the words of a command line, in plain words. */
final class WrongWords {
    private WrongWords() {}

    static String said(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (e instanceof MissingParameterException missing) {
            return missing(missing);
        }
        if (e instanceof OverwrittenOptionException twice) {
            return name(twice.getOverwritten()) + " is given twice";
        }
        ArgSpec word = e.getArgSpec();
        if (e.getCause() instanceof TypeConversionException conversion && word != null) {
            boolean flag = word.isOption() && word.arity().max() == 0;
            return name(word) + (flag ? " takes no value" : ": " + conversion.getMessage());
        }
        if (word != null && e.getValue() != null) {
            return name(word) + ": '" + e.getValue() + "' makes no sense here";
        }
        return String.valueOf(e.getMessage());
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String word = e.getUnmatched().get(0);
        boolean noCommand = e.getCommandLine().getParent() == null;
        String what;
        List<String> meant = List.of();
        if (isOption(word)) {
            what = "unknown option '" + word + "'"
                    + (noCommand ? ": a command stands first, its options behind it" : "");
            meant = meant(e);
        } else if (noCommand) {
            what = "unknown command '" + word + "'";
            meant = Spelling.near(word, e.getCommandLine().getSubcommands().keySet());
        } else {
            what = "one word too many: '" + word + "'";
        }
        return meant.isEmpty() ? what : what + "; did you mean " + String.join(" or ", meant) + "?";
    }

    /** The option that a mistake is about, or that was meant; null where it is not about one. */
    static @Nullable String option(ParameterException e) {
        ArgSpec word = e instanceof MissingParameterException missing
                ? missing.getMissing().get(0)
                : e instanceof OverwrittenOptionException twice ? twice.getOverwritten() : e.getArgSpec();
        if (e instanceof UnmatchedArgumentException unmatched
                && isOption(unmatched.getUnmatched().get(0))) {
            List<String> meant = meant(unmatched);
            return meant.isEmpty() ? null : meant.get(0);
        }
        return word instanceof OptionSpec option ? option.longestName() : null;
    }

    /** Whether it is about the words that are no options: one is wrong, missing, or too many. */
    static boolean isOfWords(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return !isOption(unmatched.getUnmatched().get(0));
        }
        ArgSpec word = e instanceof MissingParameterException missing
                ? missing.getMissing().get(0)
                : e.getArgSpec();
        return word != null && word.isPositional();
    }

    private static boolean isOption(String word) {
        return word.startsWith("-") && word.length() > 1;
    }

    /** The options that may have been meant: those that are spelt much alike, else those that other programs call so. */
    private static List<String> meant(UnmatchedArgumentException e) {
        String word = e.getUnmatched().get(0);
        Set<String> known = e.getCommandLine().getCommandSpec().optionsMap().keySet();
        List<String> near = Spelling.near(word, known);
        return near.isEmpty() ? Synonyms.of(word, known) : near;
    }

    private static String missing(MissingParameterException e) {
        List<String> missing = new ArrayList<>();
        for (ArgSpec word : e.getMissing()) {
            if (word.isOption()) {
                return name(word) + " has no value: " + word.paramLabel() + " is missing";
            }
            missing.add(word.paramLabel());
        }
        return String.join(" and ", missing) + (missing.size() == 1 ? " is missing" : " are missing");
    }

    private static String name(ArgSpec word) {
        return word instanceof OptionSpec option ? String.join(", ", option.names()) : word.paramLabel();
    }
}
