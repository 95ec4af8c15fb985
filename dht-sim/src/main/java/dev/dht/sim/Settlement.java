package dev.dht.sim;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.routing.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Fills the tables of a network from the truth, as they are where it has long run: every bucket holds k nodes that can be
 * reached, or all there are; where fewer than k are closer, those that are closest.
 */
final class Settlement {
    /** Who will be there. */
    private record Settler(Host host, Id id) {}

    private final Universe universe;
    private final SplittableRandom choices;
    private final List<Settler> settlers = new ArrayList<>();
    private Settler[] reachable = {};

    Settlement(Universe universe, SplittableRandom choices) {
        this.universe = universe;
        this.choices = choices;
    }

    void add(Host host, Id id) {
        settlers.add(new Settler(host, id));
    }

    void fill() {
        reachable = settlers.stream()
                .filter(s -> s.host.firewall == null)
                .sorted(Comparator.comparing(Settler::id))
                .toArray(Settler[]::new);
        for (Settler settler : settlers) {
            Lie lie = settler.host.lie;
            if (lie == null) {
                start(settler);
            } else {
                universe.population().startLiar(settler.host, settler.id, lie, List.of());
            }
        }
        settlers.forEach(settler -> universe.population().leaveInTime(settler.host));
    }

    private void start(Settler settler) {
        Host host = settler.host;
        Node node = universe.population().node(host, settler.id);
        List<Contact> contacts = tableOf(settler);
        universe.run(host, () -> {
            long time = host.clock(universe.now());
            node.settle(
                    time,
                    universe.population().introductions(host),
                    contacts,
                    contact -> universe.network().roundTrip(host.number, contact.endpoint()));
            universe.started(host, node);
        });
    }

    /** The contacts of a settled table, those next to the node first. */
    private List<Contact> tableOf(Settler settler) {
        List<List<Contact>> buckets = new ArrayList<>();
        int low = 0;
        int high = reachable.length;
        for (int bit = 0; high - low > Table.K && bit < Id.BITS - 1; bit++) {
            int middle = firstWithBit(low, high, bit);
            boolean isUpper = settler.id.bit(bit);
            int siblingLow = isUpper ? low : middle;
            int siblingHigh = isUpper ? middle : high;
            low = isUpper ? middle : low;
            high = isUpper ? high : middle;
            boolean isNeighbourhood = high - low < Table.K;
            buckets.add(isNeighbourhood ? closest(settler, siblingLow, siblingHigh) : some(siblingLow, siblingHigh));
        }
        List<Contact> contacts = new ArrayList<>();
        for (int i = low; i < high; i++) {
            if (reachable[i].host != settler.host) {
                contacts.add(contact(i));
            }
        }
        for (int i = buckets.size() - 1; i >= 0; i--) {
            contacts.addAll(buckets.get(i));
        }
        return contacts;
    }

    /** The first settler in a range of one prefix whose id has this bit set. */
    private int firstWithBit(int low, int high, int bit) {
        int from = low;
        int to = high;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (reachable[middle].id.bit(bit)) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    private List<Contact> closest(Settler settler, int low, int high) {
        return Arrays.stream(reachable, low, high)
                .sorted((x, y) -> settler.id.compareDistance(x.id, y.id))
                .limit(Table.K)
                .map(Settlement::contact)
                .toList();
    }

    /** Up to k of a range, drawn without repetition. */
    private List<Contact> some(int low, int high) {
        List<Contact> drawn = new ArrayList<>(Table.K);
        if (high - low <= Table.K) {
            for (int i = low; i < high; i++) {
                drawn.add(contact(i));
            }
            return drawn;
        }
        // Floyd: of each further index, the index itself or one below it.
        int[] taken = new int[Table.K];
        for (int i = 0; i < Table.K; i++) {
            int last = high - Table.K + i;
            int index = low + choices.nextInt(last - low + 1);
            for (int j = 0; j < i; j++) {
                if (taken[j] == index) {
                    index = last;
                    break;
                }
            }
            taken[i] = index;
            drawn.add(contact(index));
        }
        return drawn;
    }

    private Contact contact(int index) {
        return contact(reachable[index]);
    }

    private static Contact contact(Settler settler) {
        return new Contact(settler.id, settler.host.endpoint);
    }
}
