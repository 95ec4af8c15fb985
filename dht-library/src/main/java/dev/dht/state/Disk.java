package dev.dht.state;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The files of one directory, each under its plain name. What was written is sure to survive a loss of power only after
 * {@link Output#force}; what was renamed or deleted, only after {@link #sync}.
 */
interface Disk {
    /** The names of all files and directories in it. */
    Set<String> list() throws IOException;

    /** The bytes of a file, unbuffered; the caller closes it. */
    InputStream read(String name) throws IOException;

    /** A new file, or the one of this name made empty. */
    Output create(String name) throws IOException;

    /** Gives a file another name, at once; replaces the file that has it. */
    void rename(String from, String to) throws IOException;

    /** Removes a file, if there is one. */
    void delete(String name) throws IOException;

    /** Makes durable which names there are. */
    void sync() throws IOException;

    /** A file that is being written, from its start to its end. */
    interface Output extends Closeable {
        /** Appends all that remains of {@code bytes}; some of it where it fails. */
        void write(ByteBuffer bytes) throws IOException;

        /** Makes durable what was written. Once it failed, what was written is lost, whatever a later call says. */
        void force() throws IOException;
    }
}
