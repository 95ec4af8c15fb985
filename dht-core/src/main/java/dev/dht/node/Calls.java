package dev.dht.node;

import dev.dht.api.DhtException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What waits for the end of the present call: completions, and verbs that were called from within completions. Delivered
 * in order, one after another, never one within another.
 */
final class Calls {
    private final Deque<Runnable> waiting = new ArrayDeque<>(2);
    private boolean delivering;

    /** Whether a call to the node is in progress. */
    boolean isInside() {
        return delivering;
    }

    void add(Runnable call) {
        waiting.add(call);
    }

    /** A reply that hands what it is told to another when it is delivered. */
    <T> Reply<T> delivered(Reply<T> reply) {
        return new Reply<>() {
            @Override
            public void done(T value) {
                add(() -> reply.done(value));
            }

            @Override
            public void failed(DhtException why) {
                add(() -> reply.failed(why));
            }
        };
    }

    /** Runs what waits, and what that adds. */
    void deliver() {
        if (waiting.isEmpty()) {
            return;
        }
        delivering = true;
        try {
            for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
            }
        } finally {
            delivering = false;
        }
    }
}
