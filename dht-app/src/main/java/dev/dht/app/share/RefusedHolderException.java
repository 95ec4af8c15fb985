package dev.dht.app.share;

import java.io.IOException;

/** What a holder gave is none of what was asked for: there is no use in asking it again. */
final class RefusedHolderException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedHolderException(String message) {
        super(message);
    }
}
