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
 * One entry being stored: at the closest nodes of its region, and for each that does not take it at the next.
 */
final class Round {
    private List<Reachable> closest;
    private int wanted;
    double phase;
    private long foundAt;
    /** Whether its look-up is not over. */
    private boolean isOpen;

    private int next;
    /** How many STOREs are in flight, */
    private int storing;
    /** and how many that took it are asked to give it back. */
    private int verifying;

    /** Whether it waits for its turn to ask {@link #next}. */
    boolean queued;

    final Map<Contact, Holder> holders = new LinkedHashMap<>();
    final Map<Contact, String> failures = new LinkedHashMap<>();

    /**
     * A round of storing.
     *
     * @param foundAt when the nodes gave their tokens
     * @param phase the number of {@link Phases} that its region was given
     */
    Round(long foundAt, List<Reachable> closest, int wanted, double phase) {
        this.foundAt = foundAt;
        this.closest = closest;
        this.wanted = wanted;
        this.phase = phase;
    }

    /** One whose look-up is not over. */
    static Round waiting(int wanted) {
        Round round = new Round(0, List.of(), wanted, 0);
        round.isOpen = true;
        return round;
    }

    /** Its look-up goes on, and these of its nodes are certain. */
    void begin(long now, List<Reachable> certain) {
        List<Reachable> nodes = asked();
        Set<Contact> asked = contacts(nodes);
        certain.stream().filter(node -> !asked.contains(node.contact())).forEach(nodes::add);
        closest = nodes;
        foundAt = now;
    }

    /** The look-up that this one waited for has ended, and found what another round would begin with. */
    Round end(Round found) {
        if (closest.isEmpty()) {
            return found;
        }
        // Who was asked and is not among the closest in the end is one more.
        Set<Contact> right = contacts(found.closest.stream().limit(wanted).toList());
        for (Contact asked : contacts(asked())) {
            wanted += right.contains(asked) || failures.containsKey(asked) ? 0 : 1;
        }
        begin(found.foundAt, found.closest);
        phase = found.phase;
        isOpen = false;
        return this;
    }

    private List<Reachable> asked() {
        return new ArrayList<>(closest.subList(0, next));
    }

    private static Set<Contact> contacts(List<Reachable> nodes) {
        return nodes.stream().map(Reachable::contact).collect(Collectors.toSet());
    }

    /** Whether one more node is to be asked to hold it. */
    boolean hasNext() {
        return next < closest.size() && holders.size() + storing < wanted;
    }

    Reachable next() {
        storing++;
        return closest.get(next++);
    }

    /** One took it. */
    void stored(Holder holder, boolean isVerified) {
        storing--;
        verifying += isVerified ? 1 : 0;
        holders.put(holder.contact(), holder);
    }

    /** A STORE was in vain, or a verification is over. */
    void ended(Task task) {
        if (task.isStore()) {
            storing--;
        } else {
            verifying--;
        }
    }

    /** Where more took it than should, because somebody closer was found late, the farthest are left out: they forget it in an hour. */
    void keepClosest(Id id, int most) {
        holders.keySet().stream()
                .sorted((a, b) -> id.compareDistance(a.id(), b.id()))
                .skip(most)
                .toList()
                .forEach(holders::remove);
    }

    /** Whether its tokens may be void: who took one would say so, and not store it. */
    boolean isStale(long now) {
        return now - foundAt > PublishSettings.TOKENS_GOOD_FOR;
    }

    /** Nobody else is asked in it. */
    void giveUp() {
        next = closest.size();
    }

    /** Whether it is known of anybody who was asked what came of it. */
    boolean hasOutcome() {
        return !holders.isEmpty() || !failures.isEmpty();
    }

    boolean isOver() {
        return !isOpen && storing + verifying == 0 && !hasNext();
    }
}
