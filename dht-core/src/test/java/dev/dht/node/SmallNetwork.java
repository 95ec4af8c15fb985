package dev.dht.node;

import static dev.dht.virtual.VirtualNetwork.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Info;
import dev.dht.api.Info.ContactInfo;
import dev.dht.api.LookupReport;
import dev.dht.api.Receipt;
import dev.dht.foreign.IdSpread;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.virtual.Outcome;
import dev.dht.virtual.VirtualNetwork;
import dev.dht.virtual.VirtualNetwork.Host;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A network of few nodes of ours, each of which was given the first one to begin with. */
final class SmallNetwork {
    static final int PORT = 1729;
    private static final int ADDRESS = 0x0B000001;

    final VirtualNetwork net;
    final List<Host> hosts = new ArrayList<>();
    private final IdSpread spread;

    private SmallNetwork(long seed, IdSpread spread) {
        net = new VirtualNetwork(seed);
        this.spread = spread;
    }

    /** So many nodes that have found one another. */
    static SmallNetwork of(int size, long seed) {
        return of(size, seed, IdSpread.UNIFORM);
    }

    static SmallNetwork of(int size, long seed, IdSpread spread) {
        SmallNetwork small = new SmallNetwork(seed, spread);
        for (int i = 0; i < size; i++) {
            small.join();
            small.net.run(SECOND);
        }
        small.net.run(30 * SECOND);
        return small;
    }

    /** One node more. */
    Host join() {
        Host host = add(ADDRESS + hosts.size(), drawId());
        hosts.add(host);
        return host;
    }

    private Host add(int address, Id id) {
        Host host = net.add(address, PORT, id);
        if (!hosts.isEmpty()) {
            List<Endpoint> first = List.of(hosts.get(0).endpoint);
            host.run(() -> host.node.bootstrap(net.now(), first));
        }
        return host;
    }

    /** Ends a node; another begins at its endpoint. */
    Host restart(int index, Id id) {
        hosts.get(index).kill();
        Host again = net.add(ADDRESS + index, PORT, id);
        List<Endpoint> other = List.of(hosts.get(index == 0 ? 1 : 0).endpoint);
        hosts.set(index, again);
        again.run(() -> again.node.bootstrap(net.now(), other));
        return again;
    }

    Host host(int index) {
        return hosts.get(index);
    }

    Id drawId() {
        return Id.of(spread.draw(net.random()));
    }

    Receipt enter(Host host, Id id, int port) {
        Outcome<Receipt> outcome = new Outcome<>();
        host.run(() -> host.node.enter(net.now(), id, port, outcome));
        ends(outcome);
        return outcome.get();
    }

    void delete(Host host, Id id) {
        Outcome<Boolean> outcome = new Outcome<>();
        host.run(() -> host.node.delete(net.now(), id, outcome));
        assertThat(outcome.get()).isTrue();
    }

    LookupReport report(Host host, Id id) {
        Outcome<LookupReport> outcome = new Outcome<>();
        Set<Endpoint> told = new TreeSet<>();
        host.run(() -> host.node.lookup(net.now(), id, told::add, outcome));
        ends(outcome);
        assertThat(outcome.get().endpoints())
                .isEqualTo(told.stream().map(Endpoint::toSocketAddress).toList());
        return outcome.get();
    }

    /** What a look-up gives, as {@code address:port}. */
    List<String> lookup(Host host, Id id) {
        return report(host, id).endpoints().stream()
                .map(e -> Endpoint.of(e).toString())
                .toList();
    }

    private void ends(Outcome<?> outcome) {
        assertThat(net.runUntil(outcome::isOver, 60 * SECOND)).as("ends").isTrue();
        assertThat(outcome.times).isEqualTo(1);
    }

    static String at(Host host, int port) {
        return host.endpoint.withPort(port).toString();
    }

    /** The hosts closest to an id, without the one that enters it. */
    List<Contact> closestTo(Id id, Host owner) {
        return hosts.stream()
                .filter(h -> h != owner)
                .map(h -> new Contact(h.node.id(), h.endpoint))
                .sorted((x, y) -> id.compareDistance(x.id(), y.id()))
                .limit(8)
                .sorted(Comparator.comparing(Contact::id))
                .toList();
    }

    static List<Contact> holders(Receipt receipt) {
        return receipt.holders().stream()
                .map(Receipt.Holder::contact)
                .sorted(Comparator.comparing(Contact::id))
                .toList();
    }

    Host at(Contact contact) {
        return hosts.stream()
                .filter(h -> h.endpoint.equals(contact.endpoint()))
                .findFirst()
                .orElseThrow();
    }

    Info info(Host host) {
        return host.node.info(net.now(), null);
    }

    List<Contact> table(Host host) {
        return info(host).table().buckets().stream()
                .flatMap(b -> b.contacts().stream())
                .map(ContactInfo::contact)
                .toList();
    }
}
