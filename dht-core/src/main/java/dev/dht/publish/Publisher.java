package dev.dht.publish;

import static dev.dht.publish.PublishSettings.*;

import dev.dht.id.Id;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this node's entries published. An entry waits until it is due; then a look-up finds the nodes around it, and
 * all entries of that region which are due soon are stored along with it, each at the closest nodes. Where somebody waits, storing
 * begins before the look-up has ended. Between, its
 * holders are asked whether they still hold it, within a budget; losses make it due early.
 */
public final class Publisher {
    private final PublishSettings settings;
    private final RandomGenerator choices;
    private final Checks checks;
    private final NavigableMap<Id, Entry> entries = new TreeMap<>();
    private final Schedule schedule = new Schedule();
    private final Offers offers;
    private final Audits audits;
    private final Storing storing;
    private final Sweeps sweeps = new Sweeps(schedule);
    private final Phases phases;
    private int rounds;
    /** Raised when all that was heard is void: see {@link #renewAll}. */
    private int era;

    private int inFlight;
    private int late;

    /** Nothing entered. */
    public Publisher(PublishSettings settings, RandomGenerator choices, long now) {
        this.settings = settings;
        this.choices = choices;
        this.offers = new Offers(now);
        this.phases = new Phases(choices);
        this.storing = new Storing(settings, schedule, this::endIfOver, now);
        this.checks = new Checks(settings.checksPerSecond(), now);
        this.audits = new Audits(choices, now);
    }

    // What is entered

    /** Enters an id with a port, to be published at once; the listener hears of the next round that ends. */
    public Entered enter(long now, Id id, int port, Entry.@Nullable Listener listener) {
        Entry known = entries.get(id);
        if (known != null && known.port() == port) {
            known.listen(listener);
            schedule.put(known, now);
            return Entered.AGAIN;
        }
        if (known != null) {
            drop(now, known);
        } else if (entries.size() >= settings.entries()) {
            return Entered.FULL;
        }
        Entry entry = new Entry(id, port, now);
        entry.listen(listener);
        entries.put(id, entry);
        offers.add(entry);
        schedule.put(entry, now);
        return Entered.NEW;
    }

    /** Stops publishing an id; whether it was entered. */
    public boolean delete(long now, Id id) {
        Entry entry = entries.remove(id);
        if (entry == null) {
            return false;
        }
        drop(now, entry);
        return true;
    }

    private void drop(long now, Entry entry) {
        schedule.remove(entry);
        checks.forget(entry);
        audits.forget(entry);
        offers.remove(entry);
        entry.deleted = true;
        entry.tell(now, true);
    }

    /** Forgets everything; who waits is told that it was deleted. */
    public void close(long now) {
        List<Entry> all = List.copyOf(entries.values());
        entries.clear();
        all.forEach(entry -> drop(now, entry));
        sweeps.giveUp();
    }

    /** What was entered, by id; a view. */
    public SortedMap<Id, Entry> entries() {
        return Collections.unmodifiableSortedMap(entries);
    }

    /** How many fewer nodes took than wanted, in the last round, or lost a holder since. */
    public int underReplicated() {
        return offers.size();
    }

    /** For how long the most urgent renewal is overdue, in nanoseconds: 0, or moments, while the budgets suffice. */
    public long behind(long now) {
        return Math.max(schedule.behind(now), storing.behind(now));
    }

    /** How many renewals came later than they should, since this was asked before; of a machine that slept, all do. */
    public int pollLate() {
        int count = late;
        late = 0;
        return count;
    }

    /** How many nodes should hold an entry. */
    public int wanted() {
        return settings.wanted();
    }

    /** Somebody new is in the table, or answers after a long silence: what fewer took than wanted is offered soon. */
    public void neighbourhoodChanged(long now) {
        offers.neighbourhoodChanged(now);
    }

    /** Time in which the machine slept has passed: all is due, and who took an entry before may have forgotten it. */
    public void renewAll(long now) {
        era++;
        sweeps.giveUp();
        schedule.forgetRunning();
        for (Entry entry : entries.values()) {
            if (entry.round != null) {
                entry.round.makeVoid();
            }
            schedule.advance(entry, now);
            endIfOver(now, entry);
        }
    }

    // Look-ups

    /** The look-up that is needed most, or null; {@link #found} must follow. */
    public @Nullable Wanted pollRound(long now) {
        offers.poll(now).forEach(entry -> schedule.advance(entry, now));
        Sweep sweep = rounds < settings.rounds() ? sweeps.poll() : null;
        Id unknown = sweep == null ? null : sweep.unknown();
        if (sweep != null && unknown != null) {
            rounds++;
            return new Wanted(unknown, sweep, era);
        }
        Entry entry = rounds < settings.rounds() ? schedule.poll(now, storing) : null;
        if (entry != null) {
            entry.round = new Round(entry.id(), settings.wanted());
            rounds++;
        }
        return entry == null ? null : new Wanted(entry, era);
    }

    /** A look-up that goes on will end with these nodes, as far as can be told, the closest first: storing begins. */
    public void likely(long now, Wanted wanted, List<Reachable> nodes) {
        Entry entry = wanted.era == era ? wanted.entry : null;
        if (entry != null && entry.round != null && !entry.deleted && entry.round.offer(now, nodes)) {
            storing.add(entry, entry.round);
        }
    }

    /**
     * The look-up ended with these nodes, the closest to its target first.
     *
     * @param whole whether nearly everybody that it heard of answered
     */
    public void found(long now, Wanted wanted, List<Reachable> nodes, boolean whole) {
        rounds--;
        boolean isVoid = wanted.era != era;
        if (wanted.sweep != null && isVoid) {
            sweeps.release(wanted.sweep);
        } else if (wanted.sweep != null) {
            wanted.sweep.region().found(nodes);
            goOn(now, wanted.sweep);
        }
        if (wanted.entry != null) {
            found(now, wanted.entry, nodes, whole, isVoid);
        }
    }

    private void found(long now, Entry first, List<Reachable> nodes, boolean whole, boolean isVoid) {
        Region region = new Region(first.id(), settings.wanted(), nodes, whole, now, phases.next());
        schedule.ended(first, region.prefix());
        Round round = first.round;
        if (first.deleted || isVoid || round == null) {
            schedule.putBack(now, first);
            return;
        }
        boolean servesOthers = !nodes.isEmpty() && (region.unknown() == null || !first.alone);
        begin(now, first, round, region);
        List<Entry> along = servesOthers ? schedule.along(now, region, settings.along(), entries) : List.of();
        if (region.unknown() == null || along.size() >= SWEPT_FROM) {
            Round waiting = new Round(first.id(), settings.wanted());
            schedule.begin(along, waiting);
            goOn(now, new Sweep(region, along, waiting));
        } else {
            along.forEach(entry -> entry.alone = true);
        }
    }

    /** Looks up what is not known of a region yet, or stores its entries. */
    private void goOn(long now, Sweep sweep) {
        if (sweep.unknown() != null && !sweep.region().isOld(now)) {
            sweeps.add(sweep);
            return;
        }
        sweep.ready().forEach(entry -> begin(now, entry, new Round(entry.id(), settings.wanted()), sweep.region()));
        sweeps.release(sweep);
    }

    /** The entry that is to be looked up as a stranger would, or null; {@link #audited} must follow. */
    public @Nullable Entry pollAudit(long now) {
        Entry entry = rounds < settings.rounds() ? audits.poll(now) : null;
        rounds += entry == null ? 0 : 1;
        return entry;
    }

    /** What a stranger found of an entry; null where nobody answered. Where few have it, it is stored again at once. */
    public void audited(long now, Entry entry, @Nullable Audit audit) {
        rounds--;
        audits.ended(now, entry, audit);
        if (!entry.deleted && audit != null && audit.isPoor()) {
            schedule.advance(entry, now);
        }
    }

    private void begin(long now, Entry entry, Round round, Region region) {
        region.serve(round, settings.most());
        entry.round = round;
        storing.add(entry, round);
        endIfOver(now, entry);
    }

    // Queries

    /** The next query that may be sent now, or null. One of the methods below must follow, once. */
    public @Nullable Task pollTask(long now) {
        if (inFlight >= settings.inFlight()) {
            return null;
        }
        Task verification = checks.pollVerification();
        Task urgent = verification == null ? storing.next(now) : verification;
        Task task = urgent == null ? checks.pollDue(now) : urgent;
        inFlight += task == null ? 0 : 1;
        return task;
    }

    /** The STORE was answered. */
    public void stored(long now, Task task) {
        inFlight--;
        Round round = task.round();
        if (round == null || task.entry().deleted) {
            return;
        }
        Holder former = task.entry().holders.get(task.contact());
        round.holders.put(task.contact(), new Holder(task.contact(), now, former));
        if (!checks.verify(now, task.entry(), task.contact(), round)) {
            round.outstanding--;
            endIfOver(now, task.entry());
        }
    }

    /** The holder gave the entry back. */
    public void gaveBack(long now, Task task) {
        Round round = task.round();
        Holder holder = (round == null ? task.entry().holders : round.holders).get(task.contact());
        if (holder != null) {
            holder.verifiedAt = now;
            holder.silent = false;
        }
        endOf(now, task);
    }

    /** The holder answered, and did not give the entry back. */
    public void gaveNothing(long now, Task task, String why) {
        lose(now, task, why);
        endOf(now, task);
    }

    /**
     * The holder answered with endpoints of others. Where it could not give all that it has, ours may be among the rest,
     * and nothing is known; else it does not have ours.
     */
    public void gaveOthers(long now, Task task, int count) {
        if (count < MANY_ENDPOINTS) {
            gaveNothing(now, task, "it gave other endpoints for the id, and not this node's");
        } else {
            endOf(now, task);
        }
    }

    /** There was no answer. */
    public void silent(long now, Task task, String why) {
        Round round = task.round();
        if (round != null && task.isStore()) {
            round.failures.put(task.contact(), why);
        } else if (round == null && !task.entry().deleted) {
            Holder holder = task.entry().holders.get(task.contact());
            if (holder != null && !holder.silent) {
                holder.silent = true;
                checks.at(task.entry(), Math.min(task.entry().checkAt, now + FIRST_RETRY));
            } else {
                lose(now, task, why);
            }
        }
        endOf(now, task);
    }

    /** The query could not be sent now, and nobody is to blame. */
    public void notSent(long now, Task task) {
        if (task.round() != null && task.isStore()) {
            task.round().failures.put(task.contact(), "nothing could be sent to it, or our own network was down");
        }
        endOf(now, task);
    }

    /** Nobody at all answers: all holders may be gone, or our own network. A round of storing finds out. */
    public void outOfTouch(long now, Task task) {
        if (task.round() == null && !task.entry().deleted) {
            schedule.advance(task.entry(), now + FIRST_RETRY);
        }
        notSent(now, task);
    }

    private void lose(long now, Task task, String why) {
        Entry entry = task.entry();
        Round round = task.round();
        if (round != null) {
            round.holders.remove(task.contact());
            round.failures.put(task.contact(), why);
        } else if (!entry.deleted && entry.holders.remove(task.contact()) != null) {
            entry.failures.put(task.contact(), why);
            entry.lostAt = now;
            offers.add(entry);
            boolean half = entry.holders.size() <= settings.wanted() * 5 / 8;
            schedule.advance(entry, half ? now : now + choices.nextLong(REPAIR_WITHIN));
        }
    }

    private void endOf(long now, Task task) {
        inFlight--;
        Round round = task.round();
        if (round != null && !task.entry().deleted) {
            round.outstanding--;
            if (round.hasNext() && round == task.entry().round) {
                storing.goOn(task.entry(), round);
            }
            endIfOver(now, task.entry());
        }
    }

    private void endIfOver(long now, Entry entry) {
        Round round = entry.round;
        if (round == null || !round.isOver()) {
            return;
        }
        if (round.isVoid()) {
            schedule.putBack(now, entry);
            return;
        }
        round.keepClosest();
        boolean isElsewhere = entry.isElsewhere(round);
        boolean isFirst = entry.fresh;
        late += settings.renewal() && entry.isLate(now, round) ? 1 : 0;
        entry.settle(now, round, settings.wanted());
        boolean isEnough = round.holders.size() >= settings.wanted();
        offers.set(entry, !isEnough);
        long again = entries.size() >= SPREAD_FROM && isEnough && isFirst
                ? entry.spread(now, round.phase)
                : entry.again(now, round, isEnough, isElsewhere, choices);
        schedule.put(entry, isEnough && !settings.renewal() ? Long.MAX_VALUE : again);
        if (settings.renewal() && !round.holders.isEmpty()) {
            audits.begin(now, entry);
        }
        checks.at(entry, entry.holders.isEmpty() || !settings.renewal() ? Long.MAX_VALUE : now + CHECK_EVERY);
        entry.tell(now, false);
    }

    /** When one of the polls may have something, at the earliest. */
    public long nextDeadline() {
        long next = Long.MAX_VALUE;
        if (rounds < settings.rounds()) {
            long due = Math.min(audits.nextDeadline(), Math.min(schedule.nextDue(storing), offers.due()));
            next = sweeps.isEmpty() ? due : Long.MIN_VALUE;
        }
        return inFlight < settings.inFlight()
                ? Math.min(next, Math.min(storing.nextDeadline(), checks.nextDeadline()))
                : next;
    }
}
