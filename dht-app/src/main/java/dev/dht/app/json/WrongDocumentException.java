package dev.dht.app.json;

/** A document that is not what it should be. The message is for people and names what is wrong. */
public final class WrongDocumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    WrongDocumentException(String message) {
        super(message);
    }
}
