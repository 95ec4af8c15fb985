package dev.dht.state;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be used, in words for who runs the node. */
final class Reasons {
    private Reasons() {}

    static String of(IOException e) {
        if (e instanceof FileSystemException failed) {
            return ofFile(failed);
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String ofFile(FileSystemException e) {
        String file = e.getFile() == null ? "a file" : e.getFile();
        if (e instanceof AccessDeniedException) {
            return "permission denied for " + file;
        }
        if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
            return file + " is not a directory";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no " + file;
        }
        return e.getReason() == null ? "cannot use " + file : e.getReason();
    }
}
