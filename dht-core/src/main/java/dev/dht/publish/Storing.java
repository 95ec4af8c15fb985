package dev.dht.publish;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The entries that are being stored, in turn. */
final class Storing {
    private final Deque<Entry> queue = new ArrayDeque<>(2);

    /** An entry in a round waits for its turn. */
    void add(Entry entry, Round round) {
        round.queued = true;
        queue.add(entry);
    }

    /** One that was begun has another node to be asked: it goes on before others begin. */
    void goOn(Entry entry, Round round) {
        if (!round.queued) {
            round.queued = true;
            queue.addFirst(entry);
        }
    }

    /** The next STORE; null where there is none. */
    @Nullable
    Task next() {
        while (!queue.isEmpty()) {
            Entry entry = queue.peek();
            Round round = entry.round;
            if (round != null && !entry.deleted && round.hasNext()) {
                Reachable node = round.next();
                return new Task(entry, node.contact(), node.token(), round);
            }
            if (round != null) {
                round.queued = false;
            }
            queue.remove();
        }
        return null;
    }
}
