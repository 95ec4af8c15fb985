package dev.dht.sim;

import dev.dht.node.NodeSettings;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a universe is made with. Each method but {@link #begin} gives back the builder itself. */
public final class UniverseBuilder {
    final long seed;
    int nodes = 16;
    int anchors;
    double loss;
    double duplication;
    double reordering;
    double unreachable;
    double homeLines = 0.1;
    double liars;
    int drift;
    Churn churn = Churn.NONE;
    Start start = Start.JOIN;
    NodeSettings settings = NodeSettings.DEFAULT.withMemoryBits(1 << 11);

    final List<Function<Universe, ? extends Observer>> observers = new ArrayList<>();

    @Nullable
    OutputStream trace;

    UniverseBuilder(long seed) {
        this.seed = seed;
    }

    /** How many nodes are up, in the mean where they come and go; 16 if not told. */
    public UniverseBuilder nodes(int count) {
        if (count < 1 || count > 1 << 22) {
            throw new IllegalArgumentException("a universe has 1 to 4,194,304 nodes, not " + count);
        }
        nodes = count;
        return this;
    }

    /** How many nodes, the first ones, are honest, can be reached and never leave by themselves; none if not told. */
    public UniverseBuilder anchors(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("there cannot be " + count + " anchors");
        }
        anchors = count;
        return this;
    }

    /** The probability that a datagram gets lost, 0 to 1; none if not told. */
    public UniverseBuilder loss(double probability) {
        loss = share("a probability", probability);
        return this;
    }

    /** The probability that a datagram arrives twice, 0 to 1; none if not told. */
    public UniverseBuilder duplication(double probability) {
        duplication = share("a probability", probability);
        return this;
    }

    /** The probability that a datagram is held up for up to a second, 0 to 1; none if not told. */
    public UniverseBuilder reordering(double probability) {
        reordering = share("a probability", probability);
        return this;
    }

    /**
     * Which part of the nodes is behind NAT and answers only whom it asked, 0 to 1; none if not told. Anchors are not, nor is the
     * first node of a network that joins: nobody could join it else.
     */
    public UniverseBuilder unreachable(double part) {
        unreachable = share("a part of the nodes", part);
        return this;
    }

    /** Which part of the nodes is on slow home lines, 0 to 1; a tenth if not told. */
    public UniverseBuilder homeLines(double part) {
        homeLines = share("a part of the nodes", part);
        return this;
    }

    /** Which part of the nodes lies, each in one of the ways of {@link Lie}, 0 to 1; none if not told. */
    public UniverseBuilder liars(double part) {
        liars = share("a part of the nodes", part);
        return this;
    }

    /** By how much clocks go wrong at most, in parts of a million, 0 to 100,000; each its own way; none if not told. */
    public UniverseBuilder drift(int partsOfAMillion) {
        if (partsOfAMillion < 0 || partsOfAMillion > 100_000) {
            throw new IllegalArgumentException(
                    "a clock is wrong by 0 to 100,000 parts of a million, not by " + partsOfAMillion);
        }
        drift = partsOfAMillion;
        return this;
    }

    /** How nodes come and go; not at all if not told. */
    public UniverseBuilder churn(Churn profile) {
        churn = profile;
        return this;
    }

    /** How it begins; nodes join if not told. */
    public UniverseBuilder start(Start how) {
        start = how;
        return this;
    }

    /** Whether nodes ask their contacts, refresh buckets and renew entries; they do if not told. */
    public UniverseBuilder maintenance(boolean whether) {
        settings = settings.withMaintenance(whether);
        return this;
    }

    /** The bounds of its nodes and how they do things. */
    public UniverseBuilder settings(NodeSettings other) {
        settings = other;
        return this;
    }

    /** Where the whole trace is written to, as {@link Universe#trace} hashes it; nowhere if not told. The caller closes it. */
    public UniverseBuilder traceTo(OutputStream file) {
        trace = file;
        return this;
    }

    /** Has somebody see all that happens, from before the first node on. */
    public UniverseBuilder observedBy(Function<Universe, ? extends Observer> observer) {
        observers.add(observer);
        return this;
    }

    private static double share(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " is 0 to 1, not " + value);
        }
        return value;
    }

    /** Begins the universe: its nodes join one after another, or are there at once. */
    public Universe begin() {
        if (anchors > nodes) {
            throw new IllegalArgumentException(anchors + " of " + nodes + " nodes cannot be anchors");
        }
        return new Universe(this);
    }
}
