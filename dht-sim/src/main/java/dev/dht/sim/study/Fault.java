package dev.dht.sim.study;

import java.time.Duration;
import java.util.Locale;

/**
 * Something that goes wrong.
 *
 * @param kind what
 * @param at when it begins, after the nodes are there
 * @param span how long it lasts
 * @param part how much of the network it concerns, 0 to 1: see {@link Kind}
 */
public record Fault(Kind kind, Duration at, Duration span, double part) {
    /** What can go wrong. */
    public enum Kind {
        /** That part of the nodes is cut off from the others, both ways. */
        PARTITION,
        /** What that part of the nodes sends does not get to the others; what the others send gets to it. */
        ONE_WAY,
        /** That part of the datagrams is lost. */
        LOSS,
        /** That part of the nodes does nothing for a while, and then all at once. */
        STALL,
        /** That part of the nodes stops, all at once, and starts again when it is over. */
        KILL;

        /** Its name as people type it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** As people read it, in the words that a scenario file has. */
    public String describe() {
        return String.format(
                Locale.ROOT, "%s at %s for %s, part %.2f", kind.label(), describe(at), describe(span), part);
    }

    private static String describe(Duration time) {
        long seconds = time.toSeconds();
        return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** Checks that times are not negative and the part is one. */
    public Fault {
        if (at.isNegative() || span.isNegative()) {
            throw new IllegalArgumentException("a fault begins at a time from 0 on and lasts for a while from 0 on");
        }
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException("a part is 0 to 1, not " + part);
        }
    }
}
