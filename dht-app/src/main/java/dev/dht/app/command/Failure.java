package dev.dht.app.command;

import org.jspecify.annotations.Nullable;

/** A command ends here: the exit code, and one line for people. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final @Nullable String option;

    Failure(int exitCode, String message) {
        this(exitCode, message, null);
    }

    private Failure(int exitCode, String message, @Nullable String option) {
        super(message);
        this.exitCode = exitCode;
        this.option = option;
    }

    /**
     * The words are wrong: the line is followed by an example. Where it begins with an option ({@code --port: …}), it is one
     * of that option.
     */
    static Failure words(String message) {
        return words(Example.named(message), message);
    }

    /** The same, of an option that the message does not begin with; null for none. */
    static Failure words(@Nullable String option, String message) {
        return new Failure(ExitCode.WORDS, message, option);
    }

    /** The option that is wrong; null where it is not one, or none is known. */
    @Nullable
    String option() {
        return option;
    }

    int exitCode() {
        return exitCode;
    }
}
