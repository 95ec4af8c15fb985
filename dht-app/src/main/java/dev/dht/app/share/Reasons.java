package dev.dht.app.share;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something could not be read, written or asked, in a few words. */
final class Reasons {
    private Reasons() {}

    static String of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String words = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return words == null || words.isBlank() ? e.getClass().getSimpleName() : words;
    }
}
