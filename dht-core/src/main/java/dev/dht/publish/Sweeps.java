package dev.dht.publish;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The sweeps whose next look-up waits for its turn. */
final class Sweeps {
    private final Schedule schedule;
    private final Deque<Sweep> waiting = new ArrayDeque<>(0);

    Sweeps(Schedule schedule) {
        this.schedule = schedule;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void add(Sweep sweep) {
        waiting.add(sweep);
    }

    @Nullable
    Sweep poll() {
        return waiting.poll();
    }

    /** All are given up. */
    void giveUp() {
        waiting.forEach(this::release);
        waiting.clear();
    }

    /** It is over: who waited for it in vain is looked up alone. */
    void release(Sweep sweep) {
        for (Entry entry : sweep.entries()) {
            if (sweep.holds(entry)) {
                entry.round = null;
                entry.alone = true;
                schedule.put(entry, entry.due);
            }
        }
    }
}
