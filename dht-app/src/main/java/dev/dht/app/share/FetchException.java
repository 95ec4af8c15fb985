package dev.dht.app.share;

/** A file could not be fetched. The message says why, to people. */
public final class FetchException extends Exception {
    private static final long serialVersionUID = 1;

    FetchException(String message) {
        super(message);
    }

    FetchException(String message, Throwable cause) {
        super(message, cause);
    }
}
