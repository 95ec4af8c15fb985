package dev.dht.app.command;

/** What a command ends with. */
final class ExitCode {
    static final int DONE = 0;
    /** Not found, no answer, refused (by a node, or for want of a token), or not done for another reason. */
    static final int NOT_DONE = 1;
    /** The words are wrong, or say what cannot be had here: a port in use, a file that is not there. */
    static final int WORDS = 2;
    /** No node at the API address. */
    static final int NO_NODE = 3;

    private ExitCode() {}
}
