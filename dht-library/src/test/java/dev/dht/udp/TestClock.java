package dev.dht.udp;

import java.util.concurrent.atomic.AtomicLong;

/** The machine's clocks, but for sleeps that a test makes up. */
public final class TestClock {
    private final AtomicLong slept = new AtomicLong();

    /** The clock of a loop on a machine that sleeps so. */
    public LoopClock loopClock() {
        return new LoopClock(
                System::nanoTime,
                () -> System.currentTimeMillis() + slept.get() / 1_000_000,
                () -> System.nanoTime() + slept.get());
    }

    /** The machine was suspended for so long. */
    public void sleep(long seconds) {
        slept.addAndGet(seconds * 1_000_000_000L);
    }
}
