package dev.dht.publish;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One entry being stored: at the closest nodes of its region, and for each that does not take it at the next. It begins with its
 * look-up: nodes may be asked before that has ended, as soon as it is as good as certain that they are among the closest.
 */
final class Round {
    private final Id id;
    private final int wanted;
    /** Those that were asked, in this order, and behind them those to be asked, the closest first. */
    private List<Reachable> nodes = List.of();

    private int asked;
    private long foundAt;
    /** Whether its look-up is not over. */
    private boolean isOpen = true;
    /** Whether all that came of it is worth nothing. */
    private boolean isVoid;

    /** The number of {@link Phases} that its region was given. */
    double phase;

    int outstanding;
    /** Whether it waits for its turn to ask {@link #next}. */
    boolean queued;

    final Map<Contact, Holder> holders = new LinkedHashMap<>();
    final Map<Contact, String> failures = new LinkedHashMap<>();

    /** One whose look-up is not over, of an entry that so many nodes should hold. */
    Round(Id id, int wanted) {
        this.id = id;
        this.wanted = wanted;
    }

    /** What it is for. */
    Id id() {
        return id;
    }

    /** Its look-up goes on, and will end with these among others, as far as can be told. Whether any of them are new. */
    boolean offer(long now, List<Reachable> likely) {
        int before = nodes.size();
        if (isOpen && !isVoid) {
            toAsk(now, likely);
        }
        return nodes.size() > before;
    }

    /**
     * Its look-up has ended.
     *
     * @param at when the nodes gave their tokens
     * @param closest the closest first
     */
    void found(long at, List<Reachable> closest, double newPhase) {
        isOpen = false;
        phase = newPhase;
        toAsk(at, closest);
    }

    private void toAsk(long at, List<Reachable> others) {
        giveUp();
        Set<Contact> known = nodes.stream().map(Reachable::contact).collect(Collectors.toSet());
        others.stream().filter(node -> !known.contains(node.contact())).forEach(nodes::add);
        foundAt = at;
    }

    /** Nobody else is asked in it, unless more are found. */
    void giveUp() {
        nodes = new ArrayList<>(nodes.subList(0, asked));
    }

    /** The machine slept: who was asked may have forgotten all. Nobody else is asked. */
    void makeVoid() {
        isVoid = true;
        giveUp();
    }

    boolean isVoid() {
        return isVoid;
    }

    /**
     * Whether one more node is to be asked to hold it: fewer that are closer hold it, or may yet. Farther ones that were asked
     * too early do not count.
     */
    boolean hasNext() {
        if (asked == nodes.size()) {
            return false;
        }
        Id next = nodes.get(asked).contact().id();
        int closer = 0;
        for (int i = 0; i < asked; i++) {
            Contact contact = nodes.get(i).contact();
            boolean counts = !failures.containsKey(contact) && id.compareDistance(contact.id(), next) < 0;
            closer += counts ? 1 : 0;
        }
        return closer < wanted;
    }

    Reachable next() {
        outstanding++;
        return nodes.get(asked++);
    }

    /** More may have taken it than should, because some were asked too early: the farthest are left out, and forget it in an hour. */
    void keepClosest() {
        if (holders.size() > wanted) {
            holders.keySet().stream()
                    .sorted((a, b) -> id.compareDistance(a.id(), b.id()))
                    .skip(wanted)
                    .toList()
                    .forEach(holders::remove);
        }
    }

    /** Whether its tokens may be void: who took one would say so, and not store it. */
    boolean isStale(long now) {
        return now - foundAt > PublishSettings.TOKENS_GOOD_FOR;
    }

    /** Whether it is known of anybody who was asked what came of it. */
    boolean hasOutcome() {
        return !holders.isEmpty() || !failures.isEmpty();
    }

    boolean isOver() {
        return !isOpen && outstanding == 0 && !hasNext();
    }
}
