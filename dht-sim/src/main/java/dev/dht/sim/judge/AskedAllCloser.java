package dev.dht.sim.judge;

import dev.dht.api.LookupReport;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.lookup.LookupSettings;
import dev.dht.query.Queries;
import dev.dht.sim.Universe;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A look-up goes to the end: every contact that it heard of, and that is closer to its target than the eighth that answered, was
 * asked, or rejected for a reason that can be named: it is the asker itself; no datagram can be sent there; its endpoint was
 * asked under another id; its id answered elsewhere; there were more than a look-up remembers. Where fewer than eight
 * answered, that holds for all contacts it heard of. And whom it reports has answered. Seen from the wire alone.
 *
 * <p>The wire does not say which look-up a query is of. Where a node sent more queries for a target than the look-up reports,
 * because it publishes that very id or looks for it twice, what each of them heard cannot be told, and nothing is judged.
 */
final class AskedAllCloser extends Invariant {
    /** An answer that comes as soon is not given up yet, whatever the round trips were; a moment is left for clocks. */
    private static final long HEARD_WITHIN = Queries.TIME_OUT * 9 / 10;

    private static final class Search {
        final Set<Sent> queries = new HashSet<>();
        /** When each query that is open was sent first. */
        final Map<Asked, Long> open = new HashMap<>();

        final Set<Endpoint> asked = new HashSet<>();
        /** Under which ids an endpoint may have been asked: what its own table, others, and itself said that it is. */
        final Map<Endpoint, Set<Id>> idsAt = new HashMap<>();

        final Set<Contact> heard = new HashSet<>();
        /** Who answered what it may have been asked. */
        final Set<Id> answered = new HashSet<>();
        /** Whoever answered, in time or not, under the id it was asked under or another. */
        final Set<Contact> replied = new HashSet<>();

        int running = 1;
        boolean isShared;
        int known;

        void know(Contact contact) {
            if (idsAt.computeIfAbsent(contact.endpoint(), endpoint -> new HashSet<>())
                    .add(contact.id())) {
                known++;
            }
        }
    }

    private record Sent(Kind kind, Endpoint to, int transaction) {}

    private record Asked(Endpoint to, int transaction) {}

    private record Key(int host, Id target) {}

    private final Universe universe;
    private final LookupSettings settings;
    private final Map<Key, Search> searches = new HashMap<>();
    private final Map<Integer, List<Key>> byHost = new HashMap<>();
    private long judged;
    private long ended;

    AskedAllCloser(Universe universe, LookupSettings settings, Consumer<String> verdict) {
        super(verdict);
        this.universe = universe;
        this.settings = settings;
    }

    void begins(int host, Id target) {
        Key key = new Key(host, target);
        Search known = searches.get(key);
        if (known != null) {
            known.running++;
            known.isShared = true;
            return;
        }
        Search search = new Search();
        universe.node(host).table(universe.clock(host)).contacts().forEach(view -> search.know(view.contact()));
        searches.put(key, search);
        byHost.computeIfAbsent(host, h -> new ArrayList<>()).add(key);
    }

    @Override
    void stopped(long now, int host) {
        List<Key> gone = byHost.remove(host);
        if (gone != null) {
            gone.forEach(searches::remove);
        }
    }

    @Override
    void sent(long now, int host, Endpoint to, Packet packet) {
        boolean isFind = packet.kind() == Kind.FIND_NODE_QUERY || packet.kind() == Kind.FIND_VALUE_QUERY;
        if (isFind && byHost.containsKey(host)) {
            Search search = searches.get(new Key(host, packet.target()));
            if (search != null) {
                search.asked.add(to);
                if (search.queries.add(new Sent(packet.kind(), to, packet.transaction()))) {
                    search.open.put(new Asked(to, packet.transaction()), now);
                }
            }
        }
    }

    @Override
    void delivered(long now, int from, int host, Packet packet) {
        List<Key> keys = byHost.get(host);
        boolean isAnswer = packet.kind() == Kind.NODES_RESPONSE || packet.kind() == Kind.VALUES_RESPONSE;
        if (keys == null || !isAnswer) {
            return;
        }
        for (Key key : keys) {
            Search search = searches.get(key);
            if (search != null) {
                answered(now, search, universe.endpoint(from), packet);
            }
        }
    }

    private void answered(long now, Search search, Endpoint from, Packet answer) {
        Long sentAt = search.open.remove(new Asked(from, answer.transaction()));
        if (sentAt == null) {
            return;
        }
        search.replied.add(new Contact(answer.sender(), from));
        Set<Id> ids = search.idsAt.computeIfAbsent(from, endpoint -> new HashSet<>());
        // Where it came late, or was asked under another id, or may have been, this may not be the answer that counts.
        boolean isHeard = now - sentAt <= HEARD_WITHIN && ids.contains(answer.sender()) && ids.size() == 1;
        search.know(new Contact(answer.sender(), from));
        if (isHeard) {
            search.answered.add(answer.sender());
        }
        int named = answer.kind() == Kind.NODES_RESPONSE ? Math.min(answer.count(), settings.fromOneAnswer()) : 0;
        for (int i = 0; i < named; i++) {
            search.know(answer.node(i));
            if (isHeard) {
                search.heard.add(answer.node(i));
            }
        }
    }

    /** A look-up was refused or broken off: there is nothing to judge. */
    void failed(int host, Id target) {
        Search unused = take(host, target);
    }

    /** The search of the last look-up for a target; null where another runs still. */
    private @Nullable Search take(int host, Id target) {
        Key key = new Key(host, target);
        Search search = searches.get(key);
        if (search == null || --search.running > 0) {
            return null;
        }
        searches.remove(key);
        byHost.computeIfPresent(host, (h, keys) -> {
            keys.remove(key);
            return keys.isEmpty() ? null : keys;
        });
        return search;
    }

    /** A look-up ended: the contacts it was named are judged. */
    void ended(int host, Id target, LookupReport report) {
        ended++;
        Search search = take(host, target);
        if (search == null) {
            return;
        }
        int sent = search.queries.size();
        if (sent < report.queries()) {
            broken(host, target, "says it sent " + report.queries() + " queries, and sent " + sent);
        }
        if (search.isShared || sent != report.queries()) {
            return;
        }
        judged++;
        List<Contact> closest = report.closest();
        for (Contact contact : closest) {
            if (!search.replied.contains(contact)) {
                broken(host, target, "reports " + contact + ", which never answered");
            }
        }
        Id eighth = closest.size() < settings.width()
                ? null
                : closest.get(settings.width() - 1).id();
        for (Contact contact : search.heard) {
            boolean isCloser = eighth == null || target.compareDistance(contact.id(), eighth) < 0;
            if (isCloser && search.known <= settings.candidates() && !isRejected(host, search, contact)) {
                broken(host, target, "ended without asking " + contact);
            }
        }
    }

    private void broken(int host, Id target, String what) {
        broken(String.format(Locale.ROOT, "the look-up of node %d for %s %s", host, target, what));
    }

    /** How many look-ups were judged. */
    long judged() {
        return judged;
    }

    /** How many came to their end. */
    long ended() {
        return ended;
    }

    private boolean isRejected(int host, Search search, Contact contact) {
        return search.asked.contains(contact.endpoint())
                || contact.id().equals(universe.node(host).id())
                || !contact.endpoint().isUnicast()
                || contact.endpoint().isLoopback()
                || search.answered.contains(contact.id());
    }
}
