package dev.dht.node;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.id.Contact;
import dev.dht.id.Id;
import dev.dht.lookup.LookupSettings;
import dev.dht.publish.Wanted;
import dev.dht.routing.Audience;
import dev.dht.routing.Closest;
import dev.dht.routing.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The look-ups of a node: those that run, those that wait for their turn. */
final class Lookups {
    /** How many contacts of our own table a look-up begins with. */
    private static final int SEEDS = 16;

    /** The same, where it is to see what a stranger sees. */
    private static final int STRANGERS_SEEDS = 4;

    /** Where somebody waits for one entry so many times as many are asked at once: it is entered once, and renewed for as long as it lives. */
    private static final int HURRIED = 2;

    /** Of those near a target that have just answered so many are asked again: they name the closest. */
    private static final int ASKED_AGAIN = 2;

    /** Starts a look-up that the node needs itself. */
    @FunctionalInterface
    interface Starter {
        void start(long now, Id target, LookupRun.Listener listener);
    }

    private final LookupSettings settings;
    private final LookupSettings hurried;
    private final Id self;
    private final int mostRunning;
    private final int mostWaiting;
    private final Table table;
    private final Inquiry inquiry;
    private final Counters counters;
    private final List<LookupRun> running = new ArrayList<>(2);
    private final Deque<LookupRun> waiting = new ArrayDeque<>(2);

    Lookups(NodeSettings settings, Id self, Table table, Inquiry inquiry, Counters counters) {
        this.settings = settings.lookup();
        this.hurried = this.settings.withParallelism(HURRIED * this.settings.parallelism());
        this.self = self;
        this.mostRunning = settings.bounds().lookupsRunning();
        this.mostWaiting = settings.bounds().lookupsWaiting();
        this.table = table;
        this.inquiry = inquiry;
        this.counters = counters;
    }

    /** A look-up for the endpoints of an id, yet to be started. */
    LookupRun forValues(long now, Id id, LookupRun.Listener listener) {
        return new LookupRun(now, id, self, true, settings, this, counters, listener);
    }

    /** Starts a look-up for contacts that the node needs itself, at once; their number is bounded by those who need them. */
    void startOwn(long now, Id target, LookupRun.Listener listener) {
        begin(now, new LookupRun(now, target, self, false, settings, this, counters, listener), target, SEEDS);
    }

    /** Starts a look-up for entries, at once: of those that have just answered the look-up of another id only the closest are asked again. */
    void startForEntries(long now, Wanted wanted, LookupRun.Listener listener) {
        LookupSettings how = wanted.isHurried() ? hurried : settings;
        LookupRun run = new LookupRun(now, wanted.target(), self, false, how, this, counters, listener);
        if (!wanted.isUrgent()) {
            run.lookup().takeTime();
        }
        wanted.near().stream().limit(ASKED_AGAIN).forEach(node -> run.lookup().seed(node.contact(), true));
        wanted.near().stream()
                .skip(ASKED_AGAIN)
                .forEach(node -> run.lookup().seedAnswered(node.contact(), node.token()));
        begin(now, run, wanted.target(), SEEDS);
    }

    /** Starts a look-up for endpoints as a stranger would make it: from the contacts of our table that are farthest from the id. */
    void startAsStranger(long now, Id id, LookupRun.Listener listener) {
        begin(now, forValues(now, id, listener), id.withTail(0, true).distance(id), STRANGERS_SEEDS);
    }

    /** Starts a look-up, now or when its turn comes; {@link LookupRun.Listener#ended} follows in any case. */
    void start(long now, LookupRun run) {
        running.removeIf(LookupRun::hasEnded);
        if (running.size() >= mostRunning && waiting.size() >= mostWaiting) {
            counters.add(Counter.BOUND_LOOKUPS_WAITING);
            run.end(
                    now,
                    new DhtException(
                            Reason.BUSY,
                            mostWaiting + " look-ups are waiting already; try again when some have ended"));
        } else if (running.size() >= mostRunning) {
            waiting.add(run);
        } else {
            begin(now, run, run.target(), SEEDS);
        }
    }

    /** Begins it with the contacts of our table that are closest to {@code from}. */
    private void begin(long now, LookupRun run, Id from, int count) {
        counters.add(Counter.LOOKUPS_STARTED);
        running.add(run);
        Closest seeds = new Closest(count);
        table.closest(now, from.word(0), from.word(1), from.word(2), from.word(3), -1, Audience.US, seeds);
        List<Contact> contacts = seeds.contacts();
        for (int i = 0; i < contacts.size() && (seeds.isBad(0) || !seeds.isBad(i)); i++) {
            // Where it is for storing, who is not proven yet is worth trying: it is asked again whether it still holds.
            run.lookup().seed(contacts.get(i), seeds.isProven(i) || !run.seeksValues());
        }
        run.begin(now, inquiry);
    }

    /** Lets every look-up go on as far as it can, and the next begin where one has ended. */
    void pump(long now) {
        for (int i = 0; i < running.size(); i++) {
            running.get(i).pump(now);
        }
        running.removeIf(LookupRun::hasEnded);
        beginWaiting(now);
    }

    private void beginWaiting(long now) {
        while (running.size() < mostRunning && !waiting.isEmpty()) {
            LookupRun next = waiting.remove();
            if (!next.hasEnded()) {
                begin(now, next, next.target(), SEEDS);
            }
        }
    }

    /** Whether one that waits could begin: another has ended since {@link #pump}. */
    boolean hasTurn() {
        return !waiting.isEmpty() && running.stream().anyMatch(LookupRun::hasEnded);
    }

    /** A look-up went to its end. */
    void ended(long now, LookupRun run) {
        counters.add(Counter.LOOKUPS_ENDED);
        table.lookedUp(now, run.target());
    }

    void endAll(long now, DhtException why) {
        List<LookupRun> all = new ArrayList<>(running);
        all.addAll(waiting);
        running.clear();
        waiting.clear();
        all.forEach(run -> run.end(now, why));
    }

    int running() {
        return running.size();
    }

    int waiting() {
        return waiting.size();
    }
}
