package dev.dht.check;

import dev.dht.check.Recording.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Makes a failing case smaller: fewer choices, then lower ones, for as long as it fails in the same way.
 *
 * <p>Passes follow one another until none helps: cut spans (half of them, a quarter, … one), cut runs of choices, set
 * runs to zero, and lower each choice by bisection, which finds its least failing value where all above it fail too.
 * What is tried is bounded in number and in time.
 */
final class Shrinking {
    private static final int MOST_TRIES = 10_000;
    private static final long MOST_NANOS = 20_000_000_000L;
    private static final int LONGEST_RUN = 16;
    private static final int SPARE_DRAWS = 1_024;

    private final Body body;
    private final Kind kind;
    private final long began = System.nanoTime();
    private Trial best;
    private int tries;

    Shrinking(Body body, Trial failed) {
        this.body = body;
        this.kind = Kind.of(Objects.requireNonNull(failed.failure()));
        this.best = failed;
    }

    Trial smallest() {
        long[] before;
        do {
            before = best.recorded();
            cutSpans();
            changeRuns(true);
            changeRuns(false);
            lowerEach();
        } while (!Arrays.equals(before, best.recorded()) && mayTry());
        return best;
    }

    int tries() {
        return tries;
    }

    private void cutSpans() {
        for (int together = best.spans().size(); together > 0; together /= 2) {
            for (int last = best.spans().size() - 1; last >= together - 1; last--) {
                List<Span> spans = best.spans();
                if (last < spans.size()) {
                    int start = spans.get(last - together + 1).start();
                    attempt(without(start, spans.get(last).end()));
                }
            }
        }
    }

    /** Cuts runs of choices, or sets them to zero, long runs first and from the end. */
    private void changeRuns(boolean cut) {
        for (int length = LONGEST_RUN; length > 0; length /= 2) {
            for (int start = best.recorded().length - length; start >= 0; start--) {
                if (start + length <= best.recorded().length) {
                    attempt(cut ? without(start, start + length) : withZeros(start, start + length));
                }
            }
        }
    }

    private void lowerEach() {
        for (int i = 0; i < best.recorded().length; i++) {
            if (!attempt(with(i, 0))) {
                lower(i);
            }
        }
    }

    /** Bisects between the highest choice that is known to hold and the lowest that is known to fail, both unsigned. */
    private void lower(int index) {
        long holds = 0;
        while (index < best.recorded().length && mayTry()) {
            long gap = best.recorded()[index] - holds;
            if (gap == 0 || gap == 1) {
                return;
            }
            long middle = holds + (gap >>> 1);
            if (!attempt(with(index, middle))) {
                holds = middle;
            }
        }
    }

    /** Whether the candidate fails in the same way and is simpler; it is the best case then. */
    private boolean attempt(long[] candidate) {
        if (!mayTry() || compare(candidate, best.recorded()) >= 0) {
            return false;
        }
        tries++;
        int mostDraws = (int) Math.min(Integer.MAX_VALUE, 2L * best.recorded().length + SPARE_DRAWS);
        Trial trial = Trial.of(body, new Choices(Source.replaying(candidate), mostDraws));
        if (trial.failure() == null
                || !kind.same(Kind.of(trial.failure()))
                || compare(trial.recorded(), best.recorded()) >= 0) {
            return false;
        }
        best = trial;
        return true;
    }

    private boolean mayTry() {
        return tries < MOST_TRIES && System.nanoTime() - began < MOST_NANOS;
    }

    /** The shorter is the simpler, and of two of one length the one that is lower where they first differ. */
    private static int compare(long[] one, long[] other) {
        return one.length != other.length
                ? Integer.compare(one.length, other.length)
                : Arrays.compareUnsigned(one, other);
    }

    private long[] without(int start, int end) {
        long[] choices = best.recorded();
        long[] rest = Arrays.copyOf(choices, choices.length - (end - start));
        System.arraycopy(choices, end, rest, start, choices.length - end);
        return rest;
    }

    private long[] withZeros(int start, int end) {
        long[] choices = best.recorded();
        Arrays.fill(choices, start, end, 0);
        return choices;
    }

    private long[] with(int index, long choice) {
        long[] choices = best.recorded();
        choices[index] = choice;
        return choices;
    }
}
