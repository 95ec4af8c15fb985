package dev.dht.app.command;

/** How long a command that serves goes on. */
@FunctionalInterface
public interface Lifetime {
    /**
     * Waits until the command is told to end, then closes what it serves.
     *
     * @param announce run when from now on to be told is to end cleanly
     */
    void untilEnd(AutoCloseable service, Runnable announce) throws InterruptedException;
}
