package dev.dht.udp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * The time of one event loop: monotonic nanoseconds that also count while the machine is suspended, which
 * {@link System#nanoTime} does not everywhere. A suspension shows as the wall clock running ahead of it; whether the
 * machine slept or somebody set the clock, Linux tells in {@code /proc/uptime}, which counts sleep.
 *
 * <p>For one thread alone.
 */
public final class LoopClock {
    /** A gap from this on is a suspension: 20 seconds. Shorter ones are lost in what time-outs allow for. */
    static final long SUSPENSION = 20_000_000_000L;

    private static final long MILLISECOND = 1_000_000L;
    private static final Path UPTIME = Path.of("/proc/uptime");

    private final LongSupplier nanoTime;
    private final LongSupplier wallMillis;
    private final LongSupplier uptime;
    private final long start;
    private long slept;
    private long wallAhead;
    private long uptimeAhead;
    private long lastTurn;

    /** The clocks of this machine. */
    public LoopClock() {
        this(System::nanoTime, System::currentTimeMillis, LoopClock::readUptime);
    }

    /** Clocks for tests: monotonic nanoseconds, wall-clock milliseconds, nanoseconds since boot or -1. */
    LoopClock(LongSupplier nanoTime, LongSupplier wallMillis, LongSupplier uptime) {
        this.nanoTime = nanoTime;
        this.wallMillis = wallMillis;
        this.uptime = uptime;
        this.start = nanoTime.getAsLong();
        this.wallAhead = wallMillis.getAsLong() * MILLISECOND - start;
        this.uptimeAhead = uptime.getAsLong() - start;
        this.lastTurn = start;
    }

    /** Nanoseconds since this clock was made, suspensions included; never less than before. */
    public long now() {
        return nanoTime.getAsLong() - start + slept;
    }

    /** What the wall clock shows, in milliseconds since the epoch. */
    public long wallMillis() {
        return wallMillis.getAsLong();
    }

    /**
     * Called once each turn of the loop, with how long it meant to wait at most.
     *
     * @return whether the machine slept, or the process was stopped, since the last turn
     */
    public boolean turned(long meantToWait) {
        long nanos = nanoTime.getAsLong();
        boolean stopped = nanos - lastTurn - Math.min(meantToWait, Long.MAX_VALUE / 4) > SUSPENSION;
        lastTurn = nanos;
        long ahead = wallMillis.getAsLong() * MILLISECOND - nanos;
        long gap = ahead - wallAhead;
        if (Math.abs(gap) < SUSPENSION) {
            return stopped;
        }
        wallAhead = ahead;
        long boot = uptime.getAsLong();
        if (boot >= 0) {
            gap = boot - nanos - uptimeAhead;
            uptimeAhead += gap;
        }
        if (gap < SUSPENSION) {
            return stopped;
        }
        slept += gap;
        return true;
    }

    private static long readUptime() {
        try {
            String text = Files.readString(UPTIME);
            return (long) (Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1e9);
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }
}
