package dev.dht.sim;

import dev.dht.node.NodeSettings;

/** What a universe is made with. Each method but {@link #begin} gives back the builder itself. */
public final class UniverseBuilder {
    final long seed;
    int nodes = 16;
    double loss;
    double duplication;
    double reordering;
    double unreachable;
    double homeLines = 0.1;
    Churn churn = Churn.NONE;
    NodeSettings settings = NodeSettings.DEFAULT.withMemoryBits(1 << 11);

    UniverseBuilder(long seed) {
        this.seed = seed;
    }

    /** How many nodes are up, in the mean where they come and go; 16 if not told. */
    public UniverseBuilder nodes(int count) {
        if (count < 1 || count > 1 << 23) {
            throw new IllegalArgumentException("a universe has 1 to 8,388,608 nodes, not " + count);
        }
        nodes = count;
        return this;
    }

    /** The probability that a datagram gets lost, 0 to 1; none if not told. */
    public UniverseBuilder loss(double probability) {
        loss = share(probability);
        return this;
    }

    /** The probability that a datagram arrives twice, 0 to 1; none if not told. */
    public UniverseBuilder duplication(double probability) {
        duplication = share(probability);
        return this;
    }

    /** The probability that a datagram is held up for up to a second, 0 to 1; none if not told. */
    public UniverseBuilder reordering(double probability) {
        reordering = share(probability);
        return this;
    }

    /** Which part of the nodes is behind NAT and answers only whom it asked, 0 to 1; none if not told. */
    public UniverseBuilder unreachable(double part) {
        unreachable = share(part);
        return this;
    }

    /** Which part of the nodes is on slow home lines, 0 to 1; a tenth if not told. */
    public UniverseBuilder homeLines(double part) {
        homeLines = share(part);
        return this;
    }

    /** How nodes come and go; not at all if not told. */
    public UniverseBuilder churn(Churn profile) {
        churn = profile;
        return this;
    }

    /** The bounds of its nodes and how they do things. */
    public UniverseBuilder settings(NodeSettings other) {
        settings = other;
        return this;
    }

    private static double share(double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a probability is 0 to 1, not " + value);
        }
        return value;
    }

    /** Begins the universe: its nodes join one after another, each told of one that was there before. */
    public Universe begin() {
        return new Universe(this);
    }
}
