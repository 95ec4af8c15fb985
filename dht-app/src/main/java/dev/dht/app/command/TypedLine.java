package dev.dht.app.command;

import java.util.StringJoiner;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A line to type into a shell, made of words that stand for themselves. */
final class TypedLine {
    private TypedLine() {}

    /** A word as a shell takes it for one. */
    static String quoted(String word) {
        return word.matches("[\\w./+,:=@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** The name of a file as a shell takes it for one word, and a command for no option. */
    static String fileName(String name) {
        return quoted(name.startsWith("-") ? "./" + name : name);
    }

    /**
     * The line that was typed, with the id of a file in place of its name.
     *
     * @param words from the command's name on
     * @param file its name, one of the words that are no option's value
     */
    static String withIdOf(String file, CommandSpec command, String... words) {
        StringJoiner line = new StringJoiner(" ", "dht ", "");
        boolean isReplaced = false;
        for (int i = 0; i < words.length; i++) {
            boolean isFile = !isReplaced && i > 0 && words[i].equals(file) && !takesNext(command, words[i - 1]);
            line.add(isFile ? "$(dht id " + fileName(file) + ")" : quoted(words[i]));
            isReplaced |= isFile;
        }
        return line.toString();
    }

    private static boolean takesNext(CommandSpec command, String word) {
        OptionSpec option = command.findOption(word);
        return word.startsWith("-") && option != null && option.arity().max() > 0;
    }
}
