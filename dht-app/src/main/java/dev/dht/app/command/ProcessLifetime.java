package dev.dht.app.command;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Until the process is told to end: by SIGTERM, or by Ctrl-C. It then ends within two seconds, with 0. */
public final class ProcessLifetime implements Lifetime {
    /** What closing may take; the rest of the two seconds is for the JVM. */
    private static final long CLOSE_MILLIS = 1_700;

    @Override
    public boolean untilEnd(AutoCloseable service, CompletableFuture<?> ended, Runnable announce)
            throws InterruptedException {
        Thread whenTold = new Thread(() -> end(service), "dht-end");
        Runtime.getRuntime().addShutdownHook(whenTold);
        announce.run();
        CountDownLatch over = new CountDownLatch(1);
        var unused = ended.whenComplete((value, failure) -> over.countDown());
        over.await();
        try {
            Runtime.getRuntime().removeShutdownHook(whenTold);
        } catch (IllegalStateException e) {
            // It ended because the process was told to: the hook ends the process.
            new CountDownLatch(1).await();
        }
        return false;
    }

    private static void end(AutoCloseable service) {
        AtomicBoolean closed = new AtomicBoolean();
        Thread closing = new Thread(() -> closed.set(close(service)), "dht-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The JVM would end with 143 for SIGTERM; being told to end is not a failure.
        Runtime.getRuntime().halt(closed.get() ? ExitCode.DONE : ExitCode.NOT_DONE);
    }

    private static boolean close(AutoCloseable service) {
        try {
            service.close();
            return true;
        } catch (Exception e) {
            System.err.println("dht: could not end cleanly: " + e.getMessage());
            return false;
        }
    }
}
