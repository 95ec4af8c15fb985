package dev.dht.app.command;

import java.util.ArrayList;
import java.util.List;
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
        if (word.startsWith("-") && word.length() > 1) {
            what = "unknown option '" + word + "'"
                    + (noCommand ? ": a command stands first, its options behind it" : "");
            meant = Spelling.near(
                    word, e.getCommandLine().getCommandSpec().optionsMap().keySet());
        } else if (noCommand) {
            what = "unknown command '" + word + "'";
            meant = Spelling.near(word, e.getCommandLine().getSubcommands().keySet());
        } else {
            what = "one word too many: '" + word + "'";
        }
        return meant.isEmpty() ? what : what + "; did you mean " + String.join(" or ", meant) + "?";
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
