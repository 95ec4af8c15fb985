package dev.dht.app.share;

import dev.dht.api.Dht;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that ids are entered, and no others. What the node refuses, as while its disk is full, is tried again, be it
 * entering or deleting: at the next time, then after two, four, eight and from then on every sixteen. A person is told when
 * that begins and when it is over, not of each id.
 */
final class Entering {
    private static final int LONGEST_WAIT = 16;

    /** So many a node may have entered as things are; of more that are to be deleted the oldest are given up. */
    private static final int MOST_DELETIONS = 300_000;

    private final Dht dht;
    private final int port;
    private final int mostDeletions;
    private final Consumer<String> remark;

    /** Those of what is wanted, and of what is still to be deleted. */
    private final Map<Id, Attempts> ids = new LinkedHashMap<>();

    private int deletions;
    private boolean told;
    private boolean toldOfGivenUp;
    private boolean closed;

    private enum State {
        UNDER_WAY,
        FAILED,
        DONE
    }

    /** Those to enter one id, or to delete it. */
    private static final class Attempts {
        private final boolean wanted;
        private State state = State.UNDER_WAY;
        /** How many times are let pass before the next. */
        private int wait;

        private int left;

        private Attempts(boolean wanted) {
            this.wanted = wanted;
        }
    }

    /**
     * Nothing entered yet.
     *
     * @param port where the bytes can be had
     * @param remark told what a person should know
     */
    Entering(Dht dht, int port, Consumer<String> remark) {
        this(dht, port, remark, MOST_DELETIONS);
    }

    Entering(Dht dht, int port, Consumer<String> remark, int mostDeletions) {
        this.dht = dht;
        this.port = port;
        this.remark = remark;
        this.mostDeletions = mostDeletions;
    }

    /** From now on these are wanted and no others: what is new is entered, what is no longer is deleted. */
    synchronized void want(Set<Id> wanted) {
        // All are known before one is begun, which may end at once.
        List<Id> fresh = new ArrayList<>();
        for (Map.Entry<Id, Attempts> each : List.copyOf(ids.entrySet())) {
            if (each.getValue().wanted && !wanted.contains(each.getKey())) {
                replace(each.getKey(), false);
                fresh.add(each.getKey());
            }
        }
        for (Id id : wanted) {
            Attempts known = ids.get(id);
            if (known == null || !known.wanted) {
                replace(id, true);
                fresh.add(id);
            }
        }
        fresh.forEach(this::begin);
        giveUp();
        tellIfWell();
    }

    /** What is to be deleted, and has not been so far: those that were given up are not among them. */
    synchronized Set<Id> leaving() {
        Set<Id> leaving = new LinkedHashSet<>();
        ids.forEach((id, attempts) -> {
            if (!attempts.wanted) {
                leaving.add(id);
            }
        });
        return leaving;
    }

    /** A time has come to try again. */
    synchronized void again() {
        for (Map.Entry<Id, Attempts> each : List.copyOf(ids.entrySet())) {
            Attempts attempts = each.getValue();
            if (attempts.state == State.FAILED && --attempts.left <= 0) {
                attempts.state = State.UNDER_WAY;
                begin(each.getKey());
            }
        }
    }

    /** Is no longer wanted, whoever entered it. */
    synchronized void withdraw(Id id) {
        replace(id, false);
        begin(id);
        giveUp();
    }

    /** What fails from now on is of no interest. */
    synchronized void close() {
        closed = true;
    }

    /** What was tried of an id before is of no interest from now on; it goes behind the others. */
    private void replace(Id id, boolean wanted) {
        forget(id);
        ids.put(id, new Attempts(wanted));
        deletions += wanted ? 0 : 1;
    }

    private void forget(Id id) {
        Attempts attempts = ids.remove(id);
        deletions -= attempts == null || attempts.wanted ? 0 : 1;
    }

    private void begin(Id id) {
        Attempts attempts = ids.get(id);
        if (attempts == null) {
            return;
        }
        CompletableFuture<?> end = attempts.wanted ? dht.enterAsync(id, port) : dht.deleteAsync(id);
        var unused = end.whenComplete((done, failure) -> ended(id, attempts, failure));
    }

    private synchronized void ended(Id id, Attempts attempts, @Nullable Throwable failure) {
        if (closed || ids.get(id) != attempts) {
            return;
        }
        if (failure == null) {
            attempts.state = State.DONE;
            attempts.wait = 0;
            if (!attempts.wanted) {
                forget(id);
            }
            tellIfWell();
            return;
        }
        attempts.state = State.FAILED;
        attempts.wait = Math.min(LONGEST_WAIT, Math.max(1, 2 * attempts.wait));
        attempts.left = attempts.wait;
        if (!told) {
            told = true;
            String done = attempts.wanted ? "entered" : "deleted";
            remark.accept(id.hex() + " was not " + done + ": " + failure.getMessage()
                    + "; it is tried again, and what else is not " + done + ", until it is");
        }
    }

    private void giveUp() {
        while (deletions > mostDeletions) {
            Id oldest = ids.entrySet().stream()
                    .filter(each -> !each.getValue().wanted)
                    .findFirst()
                    .orElseThrow()
                    .getKey();
            forget(oldest);
            if (!toldOfGivenUp) {
                toldOfGivenUp = true;
                remark.accept(oldest.hex() + " may stay entered, though it is not shared: more than " + mostDeletions
                        + " wait to be deleted, and the oldest are given up");
            }
        }
    }

    private void tellIfWell() {
        if (told && ids.values().stream().allMatch(attempts -> attempts.state == State.DONE)) {
            told = false;
            toldOfGivenUp = false;
            remark.accept("all that is shared is entered now");
        }
    }
}
