package dev.dht.app.command;

/** A command ends here: the exit code, and one line for people. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The words are wrong: the line is followed by the command's example. */
    static Failure words(String message) {
        return new Failure(ExitCode.WORDS, message);
    }

    int exitCode() {
        return exitCode;
    }
}
