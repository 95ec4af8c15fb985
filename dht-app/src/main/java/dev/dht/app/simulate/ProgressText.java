package dev.dht.app.simulate;

import dev.dht.app.text.Wording;
import dev.dht.sim.study.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far a simulation is, how fast, and how long it will take, in one line. */
public final class ProgressText {
    private static final int BAR = 12;

    private final LongSupplier clock;
    /** Real time when virtual time began to pass; -1 before. */
    private long beganAt = -1;

    /**
     * Of a simulation that begins now.
     *
     * @param clock real time in nanoseconds
     */
    public ProgressText(LongSupplier clock) {
        this.clock = clock;
    }

    /** The line. */
    public String of(Progress progress) {
        if (beganAt < 0) {
            return Wording.count(progress.nodes(), "node is", "nodes are") + " there, "
                    + Wording.count(progress.datagrams()) + " datagrams";
        }
        double real = Math.max(1, clock.getAsLong() - beganAt);
        double speed = progress.virtual().toNanos() / real;
        double done = Math.min(
                1, (double) progress.virtual().toNanos() / progress.goal().toNanos());
        Duration left = progress.goal().minus(progress.virtual());
        return String.format(
                Locale.ROOT,
                "[%s%s] %3d %%  %s of %s, %s times real time, %s left",
                "#".repeat((int) (BAR * done)),
                ".".repeat(BAR - (int) (BAR * done)),
                (int) (100 * done),
                Wording.duration(progress.virtual()),
                Wording.duration(progress.goal()),
                speed < 10 ? String.format(Locale.ROOT, "%.1f", speed) : Wording.count(Math.round(speed)),
                Wording.duration(Duration.ofNanos((long) (left.toNanos() / Math.max(1e-9, speed)))));
    }

    /** A step was made; told of every one, so that the speed is right. */
    public void step(Progress progress) {
        if (beganAt < 0 && !progress.virtual().isZero()) {
            beganAt = clock.getAsLong();
        }
    }
}
