package dev.dht.app.command;

import java.util.concurrent.CompletableFuture;

/** How long a command that serves goes on. */
@FunctionalInterface
public interface Lifetime {
    /**
     * Waits until the command is told to end, then closes what it serves; or until that has ended by itself.
     *
     * @param ended completes, in whatever way, when what is served runs no longer
     * @param announce run when from now on to be told is to end cleanly
     * @return whether it was told; if not, nothing was closed
     */
    boolean untilEnd(AutoCloseable service, CompletableFuture<?> ended, Runnable announce) throws InterruptedException;
}
