package dev.dht.app.text;

import java.io.PrintWriter;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Says how far something is: on a terminal in one line that changes, else in a new line every few seconds. */
public final class StatusLine implements AutoCloseable {
    private static final long SECOND = 1_000_000_000L;
    private static final int WIDTH = 79;

    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier clock;
    private long saidAt;

    /**
     * Nothing said yet.
     *
     * @param clock real time in nanoseconds
     */
    public StatusLine(PrintWriter err, boolean terminal, LongSupplier clock) {
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
        this.saidAt = clock.getAsLong();
    }

    /** Says what may last: on a terminal now, else if it is time to. */
    public void sayAtOnce(Supplier<String> line) {
        if (terminal) {
            saidAt = clock.getAsLong() - SECOND;
        }
        say(line);
    }

    /** Says it, if it is time to say something again. */
    public void say(Supplier<String> line) {
        long now = clock.getAsLong();
        if (now - saidAt < (terminal ? SECOND / 5 : 5 * SECOND)) {
            return;
        }
        saidAt = now;
        if (terminal) {
            String text = line.get();
            String cut = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
            err.print("\r" + cut + " ".repeat(WIDTH - cut.length()));
        } else {
            err.println(line.get());
        }
        err.flush();
    }

    @Override
    public void close() {
        clear();
    }

    /** Leaves the line of a terminal to what comes next. */
    public void clear() {
        if (terminal) {
            err.print("\r" + " ".repeat(WIDTH) + "\r");
            err.flush();
        }
    }
}
