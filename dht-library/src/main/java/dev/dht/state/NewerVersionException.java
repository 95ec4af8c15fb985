package dev.dht.state;

import java.io.IOException;

/** A file has a version that this program does not know, and must not touch. */
final class NewerVersionException extends IOException {
    private static final long serialVersionUID = 1;

    NewerVersionException(String file) {
        super(file + " was written by a newer version of this program");
    }
}
