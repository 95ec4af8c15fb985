package dev.dht.app.share;

import dev.dht.api.Dht;
import dev.dht.id.Id;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that ids are entered, and no others. What the node refuses, as while its disk is full, is tried again: at the
 * next time, then after two, four, eight and from then on every sixteen. A person is told when that begins and when it is
 * over, not of each id.
 */
final class Entering {
    private static final int LONGEST_WAIT = 16;

    private final Dht dht;
    private final int port;
    private final Consumer<String> remark;
    private final Map<Id, Attempts> ids = new LinkedHashMap<>();
    private boolean told;
    private boolean closed;

    /** Those of one id. */
    private static final class Attempts {
        private boolean failed;
        /** How many times are let pass before the next. */
        private int wait;

        private int left;
    }

    /**
     * Nothing entered yet.
     *
     * @param port where the bytes can be had
     * @param remark told what a person should know
     */
    Entering(Dht dht, int port, Consumer<String> remark) {
        this.dht = dht;
        this.port = port;
        this.remark = remark;
    }

    /** From now on these are wanted and no others: what is new is entered, what is no longer is deleted. */
    synchronized void want(Set<Id> wanted) {
        for (Id id : new LinkedHashSet<>(ids.keySet())) {
            if (!wanted.contains(id)) {
                ids.remove(id);
                withdraw(id);
            }
        }
        for (Id id : wanted) {
            if (!ids.containsKey(id)) {
                Attempts fresh = new Attempts();
                ids.put(id, fresh);
                enter(id, fresh);
            }
        }
        tellIfWell();
    }

    /** A time has come to try again. */
    synchronized void again() {
        Map.copyOf(ids).forEach((id, attempts) -> {
            if (attempts.failed && --attempts.left <= 0) {
                attempts.failed = false;
                enter(id, attempts);
            }
        });
    }

    /** Is no longer wanted, whoever entered it. */
    void withdraw(Id id) {
        var unused = dht.deleteAsync(id);
    }

    /** What fails from now on is of no interest. */
    synchronized void close() {
        closed = true;
    }

    private void enter(Id id, Attempts attempts) {
        var unused = dht.enterAsync(id, port).whenComplete((receipt, failure) -> ended(id, attempts, failure));
    }

    private synchronized void ended(Id id, Attempts attempts, @Nullable Throwable failure) {
        if (closed || ids.get(id) != attempts) {
            return;
        }
        if (failure == null) {
            attempts.wait = 0;
            tellIfWell();
            return;
        }
        attempts.failed = true;
        attempts.wait = Math.min(LONGEST_WAIT, Math.max(1, 2 * attempts.wait));
        attempts.left = attempts.wait;
        if (!told) {
            told = true;
            remark.accept(id.hex() + " was not entered: " + failure.getMessage()
                    + "; it is tried again, and what else is not entered, until it is");
        }
    }

    private void tellIfWell() {
        // One that is under way for the second time has a wait, and is not well before it has ended.
        if (told && ids.values().stream().allMatch(attempts -> attempts.wait == 0)) {
            told = false;
            remark.accept("all that is shared is entered now");
        }
    }
}
