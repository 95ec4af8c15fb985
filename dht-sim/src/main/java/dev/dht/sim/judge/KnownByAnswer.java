package dev.dht.sim.judge;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.node.Node;
import dev.dht.routing.TableView.BucketView;
import dev.dht.routing.TableView.ContactView;
import dev.dht.routing.TableView.State;
import dev.dht.sim.Universe;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A table holds no contact that never answered. Contacts that a node was given at its start, restored or settled, are
 * excepted; but one that was restored is not good before it has answered.
 */
final class KnownByAnswer extends Invariant {
    /** Nobody answers later than that. */
    private static final long FORGOTTEN_AFTER = 600_000_000_000L;

    private record Asked(Endpoint to, int transaction) {}

    private static final class Memory {
        /** When each query that is open was sent. */
        final Map<Asked, Long> asked = new HashMap<>();

        final Set<Contact> answered = new HashSet<>();
        final Set<Contact> restored = new HashSet<>();
        final Set<Contact> settled = new HashSet<>();
    }

    private final Universe universe;
    private final Map<Integer, Memory> memories = new HashMap<>();

    KnownByAnswer(Universe universe, Consumer<String> verdict) {
        super(verdict);
        this.universe = universe;
    }

    @Override
    void started(long now, int host, Node node) {
        Memory memory = memory(host);
        for (ContactView view : node.table(universe.clock(host)).contacts()) {
            (view.state() == State.GOOD ? memory.settled : memory.restored).add(view.contact());
        }
    }

    /** What a node did since it started; it may send before it is said to have started. */
    private Memory memory(int host) {
        return memories.computeIfAbsent(host, h -> new Memory());
    }

    @Override
    void stopped(long now, int host) {
        memories.remove(host);
    }

    @Override
    void sent(long now, int host, Endpoint to, Packet packet) {
        if (packet.kind().isQuery()) {
            memory(host).asked.put(new Asked(to, packet.transaction()), now);
        }
    }

    @Override
    void delivered(long now, int from, int host, Packet packet) {
        Memory memory = memories.get(host);
        if (memory == null || packet.kind().isQuery() || packet.kind() == Kind.ERROR) {
            return;
        }
        Endpoint source = universe.endpoint(from);
        if (memory.asked.containsKey(new Asked(source, packet.transaction()))) {
            memory.answered.add(new Contact(packet.sender(), source));
        }
    }

    @Override
    void look(long now) {
        memories.forEach((host, memory) -> {
            memory.asked.values().removeIf(at -> now - at > FORGOTTEN_AFTER);
            for (BucketView bucket :
                    universe.node(host).table(universe.clock(host)).buckets()) {
                bucket.contacts().forEach(view -> look(host, memory, view));
                for (Contact contact : bucket.reserve()) {
                    if (!memory.answered.contains(contact) && !memory.settled.contains(contact)) {
                        broken(String.format(
                                Locale.ROOT, "node %d keeps %s in reserve, which never answered", host, contact));
                    }
                }
            }
        });
    }

    private void look(int host, Memory memory, ContactView view) {
        Contact contact = view.contact();
        if (memory.answered.contains(contact) || memory.settled.contains(contact)) {
            return;
        }
        if (!memory.restored.contains(contact)) {
            broken(String.format(Locale.ROOT, "node %d has %s in its table, which never answered", host, contact));
        } else if (view.state() == State.GOOD) {
            broken(String.format(
                    Locale.ROOT, "node %d takes %s for good, which was restored and never answered", host, contact));
        }
    }
}
