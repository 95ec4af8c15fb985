package dev.dht.sim.judge;

import dev.dht.id.Endpoint;
import dev.dht.node.Node;
import dev.dht.wire.Packet;
import java.util.function.Consumer;

/** A promise that is checked as a universe runs. Packets are read during the call only. */
abstract class Invariant {
    private final Consumer<String> verdict;

    Invariant(Consumer<String> verdict) {
        this.verdict = verdict;
    }

    /** The promise is broken. */
    final void broken(String how) {
        verdict.accept(getClass().getSimpleName() + ": " + how);
    }

    /** An honest node started. */
    void started(long now, int host, Node node) {}

    /** It stopped. */
    void stopped(long now, int host) {}

    /** An honest node sent a packet. */
    void sent(long now, int host, Endpoint to, Packet packet) {}

    /** A packet is about to be given to an honest node. */
    void delivered(long now, int from, int host, Packet packet) {}

    /** The node has dealt with the packet that was delivered last. */
    void handled(long now, int host) {}

    /** It is time to look at all nodes. */
    void look(long now) {}
}
