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
 * reached, or all there are; where fewer than k are closer, those that are closest; else half of them the nearest on the
 * network of those that were ever met.
 */
final class Settlement {
    /** Who will be there. */
    private record Settler(Host host, Id id) {}

    /** How many of a bucket's range a node has met, at least, that has been there for an hour or two and looks up something now and then. */
    private static final int MET = 12;

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
            buckets.add(
                    isNeighbourhood
                            ? closest(settler, siblingLow, siblingHigh)
                            : some(settler, siblingLow, siblingHigh));
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

    /** Up to k of a range: of so many as a node has met, half are the first, and half the nearest of the rest. */
    private List<Contact> some(Settler settler, int low, int high) {
        int[] met = draw(Math.min(MET, high - low), low, high);
        List<Contact> some = new ArrayList<>(Table.K);
        int first = met.length <= Table.K ? met.length : Table.K - Table.NEAR;
        for (int i = 0; i < first; i++) {
            some.add(contact(met[i]));
        }
        long[] farther = new long[met.length - first];
        for (int i = 0; i < farther.length; i++) {
            Host host = reachable[met[first + i]].host;
            farther[i] = universe.network().roundTrip(settler.host.number, host.endpoint) * MET + i;
        }
        Arrays.sort(farther);
        for (int i = 0; i < farther.length && some.size() < Table.K; i++) {
            some.add(contact(met[first + (int) (farther[i] % MET)]));
        }
        return some;
    }

    /** So many indices of a range, without repetition, in random order. */
    private int[] draw(int count, int low, int high) {
        // Floyd: of each further index, the index itself or one below it.
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            int last = high - count + i;
            int index = low + choices.nextInt(last - low + 1);
            for (int j = 0; j < i; j++) {
                if (drawn[j] == index) {
                    index = last;
                    break;
                }
            }
            drawn[i] = index;
        }
        // That is any set, but in no random order: an index that was drawn in place of another is a high one.
        for (int i = count - 1; i > 0; i--) {
            int other = choices.nextInt(i + 1);
            int index = drawn[i];
            drawn[i] = drawn[other];
            drawn[other] = index;
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
