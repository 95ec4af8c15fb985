package dev.dht.app.client;

/** No node answers where its API should be. The message is for people. */
public final class NoNodeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoNodeException(String message, Throwable cause) {
        super(message, cause);
    }

    NoNodeException(String message) {
        super(message);
    }
}
