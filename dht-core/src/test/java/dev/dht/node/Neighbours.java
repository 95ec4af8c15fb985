package dev.dht.node;

import dev.dht.api.Info;
import dev.dht.api.LookupReport;
import dev.dht.api.Receipt;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Driven.Sent;
import dev.dht.virtual.Outcome;
import dev.dht.wire.Message;
import dev.dht.wire.Message.Envelope;
import dev.dht.wire.Message.FindNodeQuery;
import dev.dht.wire.Message.FindValueQuery;
import dev.dht.wire.Message.NodesResponse;
import dev.dht.wire.Message.PingQuery;
import dev.dht.wire.Message.PingResponse;
import dev.dht.wire.Message.StoreQuery;
import dev.dht.wire.Message.StoreResponse;
import dev.dht.wire.Message.ValuesResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node driven by hand among neighbours that do what a test tells them, and a record of what went to and fro. */
final class Neighbours {
    static final long MILLISECOND = 1_000_000L;
    static final long SECOND = Driven.SECOND;
    static final long MINUTE = 60 * SECOND;

    /** Where the neighbours see the node, but for the port. */
    static final Endpoint OWN = Endpoint.v4(0x0B000001, 1);

    /** What a neighbour answers. */
    @FunctionalInterface
    interface Manner {
        /** The answer to a question; null for none. */
        @Nullable
        Message answer(Message question);
    }

    /** The node asked, when so many answers had come; a query that was sent twice stands here twice. */
    record Asked(long at, int answers, Endpoint to, int transaction, Message question) {}

    /** An answer arrived. */
    record Answered(long at, Endpoint from, int transaction, Id id, Message answer) {}

    private record Arrival(long at, int order, Endpoint from, int transaction, Id id, Message answer) {}

    final Driven driven;
    final List<Asked> asked = new ArrayList<>();
    final List<Answered> answered = new ArrayList<>();
    /** What the node said to who asked it. */
    final List<Message> said = new ArrayList<>();

    final List<Neighbour> all = new ArrayList<>();
    private final Map<Endpoint, Neighbour> byEndpoint = new LinkedHashMap<>();
    private final PriorityQueue<Arrival> arrivals =
            new PriorityQueue<>(Comparator.comparingLong(Arrival::at).thenComparingInt(Arrival::order));
    private int order;

    Neighbours(long seed) {
        this(seed, NodeSettings.DEFAULT.withMemoryBits(1 << 14));
    }

    Neighbours(long seed, NodeSettings settings) {
        driven = new Driven(seed, settings);
    }

    /** So many, known to the node and settled: it has looked around, and has nothing to do. */
    static Neighbours of(int count, long seed) {
        return new Neighbours(seed).with(count);
    }

    Neighbours with(int count) {
        for (int i = 0; i < count; i++) {
            add().asks();
        }
        pass(100 * SECOND);
        forget();
        return this;
    }

    /** One of them: honest, until it is told to be otherwise. */
    final class Neighbour {
        final Contact contact;
        final Map<Id, Set<Endpoint>> stored = new TreeMap<>();
        /** The permission that it gives. */
        final long token;

        Manner manner = this::honest;
        /** Under which id it answers. */
        Id id;
        /** How long an answer takes. */
        long delay = 20 * MILLISECOND;

        private Neighbour(Contact contact) {
            this.contact = contact;
            this.id = contact.id();
            this.token = 1_000 + all.size();
        }

        /** Answers as a node does that knows all the others. */
        Message honest(Message question) {
            if (question instanceof FindNodeQuery find) {
                return new NodesResponse(token, closest(find.target()));
            } else if (question instanceof FindValueQuery find) {
                Set<Endpoint> endpoints = stored.getOrDefault(find.id(), Set.of());
                return endpoints.isEmpty()
                        ? new NodesResponse(token, closest(find.id()))
                        : new ValuesResponse(token, List.copyOf(endpoints));
            } else if (question instanceof StoreQuery store) {
                if (store.token() == token) {
                    stored.computeIfAbsent(store.id(), key -> new TreeSet<>()).add(OWN.withPort(store.port()));
                }
                return new StoreResponse();
            }
            return new PingResponse();
        }

        private List<Contact> closest(Id target) {
            return all.stream()
                    .filter(other -> other != this)
                    .map(other -> other.contact)
                    .sorted((x, y) -> target.compareDistance(x.id(), y.id()))
                    .limit(8)
                    .toList();
        }

        void isSilent() {
            manner = question -> null;
        }

        void says(Message answer) {
            manner = question -> answer;
        }

        /** Has given an endpoint for an id. */
        void stores(Id entered, Endpoint endpoint) {
            stored.computeIfAbsent(entered, key -> new TreeSet<>()).add(endpoint);
        }

        /** Asks the node whether it is there. */
        void asks() {
            asks(new PingQuery());
        }

        void asks(Message question) {
            driven.receive(contact.endpoint(), question.encode(7, id));
            carry();
        }

        Endpoint at() {
            return contact.endpoint();
        }
    }

    Neighbour add() {
        return add(Id.random(driven.random));
    }

    Neighbour add(Id id) {
        int number = all.size();
        return add(new Contact(id, Endpoint.v4(0x0A000001 + number, 1_000 + number)));
    }

    Neighbour add(Contact contact) {
        Neighbour neighbour = new Neighbour(contact);
        all.add(neighbour);
        byEndpoint.put(contact.endpoint(), neighbour);
        return neighbour;
    }

    Neighbour at(Endpoint endpoint) {
        return Objects.requireNonNull(byEndpoint.get(endpoint));
    }

    /** The closest to an id first. */
    List<Neighbour> closestTo(Id id) {
        return all.stream()
                .sorted((x, y) -> id.compareDistance(x.contact.id(), y.contact.id()))
                .toList();
    }

    Node node() {
        return driven.node;
    }

    Id drawId() {
        return Id.random(driven.random);
    }

    /** Forgets what went to and fro. */
    void forget() {
        asked.clear();
        answered.clear();
        said.clear();
    }

    /** Has the node do something, and carries what it sent. */
    <T> Outcome<T> call(Consumer<Outcome<T>> verb) {
        Outcome<T> outcome = new Outcome<>();
        verb.accept(outcome);
        carry();
        return outcome;
    }

    /** The same, and waits for what comes of it. */
    <T> Outcome<T> result(Consumer<Outcome<T>> verb) {
        Outcome<T> outcome = call(verb);
        passUntil(outcome::isOver, 10 * MINUTE);
        return outcome;
    }

    /** Enters an id; what the receipt says when the first round has ended. */
    Receipt enter(Id id, int port) {
        return this.<Receipt>result(outcome -> node().enter(driven.now, id, port, outcome))
                .get();
    }

    /** Looks an id up to the end. */
    LookupReport lookup(Id id) {
        return this.<LookupReport>result(outcome -> node().lookup(driven.now, id, endpoint -> {}, outcome))
                .get();
    }

    /** Carries what the node has sent. */
    void carry() {
        for (Sent sent = driven.sent.poll(); sent != null; sent = driven.sent.poll()) {
            Envelope envelope = sent.envelope();
            Message message = envelope.message();
            if (!isQuery(message)) {
                said.add(message);
                continue;
            }
            asked.add(new Asked(driven.now, answered.size(), sent.to(), envelope.transaction(), message));
            Neighbour neighbour = byEndpoint.get(sent.to());
            Message answer = neighbour == null ? null : neighbour.manner.answer(message);
            if (neighbour != null && answer != null) {
                arrivals.add(new Arrival(
                        driven.now + neighbour.delay,
                        order++,
                        sent.to(),
                        envelope.transaction(),
                        neighbour.id,
                        answer));
            }
        }
    }

    private static boolean isQuery(Message message) {
        return message instanceof PingQuery
                || message instanceof FindNodeQuery
                || message instanceof FindValueQuery
                || message instanceof StoreQuery;
    }

    void pass(long span) {
        passUntil(() -> false, span);
    }

    /** Lets time pass until something holds, or the span is over; whether it holds. */
    boolean passUntil(BooleanSupplier holds, long span) {
        long end = driven.now + span;
        carry();
        while (!holds.getAsBoolean()) {
            Arrival first = arrivals.peek();
            long due = Math.min(driven.node.nextDeadline(), first == null ? Long.MAX_VALUE : first.at);
            if (due > end) {
                driven.now = end;
                return holds.getAsBoolean();
            }
            driven.now = Math.max(driven.now, due);
            // What is due fires before a datagram is looked at.
            boolean isDue = driven.node.nextDeadline() <= driven.now;
            if (first != null && first.at <= driven.now && !isDue) {
                arrivals.remove();
                answered.add(new Answered(driven.now, first.from, first.transaction, first.id, first.answer));
                driven.receive(first.from, first.answer.encode(first.transaction, first.id));
            } else {
                driven.node.advance(driven.now);
            }
            carry();
        }
        return true;
    }

    /** What was asked of an endpoint. */
    List<Message> askedOf(Endpoint endpoint) {
        return asked.stream()
                .filter(one -> one.to().equals(endpoint))
                .map(Asked::question)
                .toList();
    }

    /** How many queries the node sent with this question. */
    long count(Message question) {
        return asked.stream().filter(one -> one.question().equals(question)).count();
    }

    /** When queries with this question were sent; those sent once more count once. */
    List<Long> times(Message question) {
        Set<String> seen = new TreeSet<>();
        return asked.stream()
                .filter(one -> one.question().equals(question) && seen.add(one.to() + " " + one.transaction()))
                .map(Asked::at)
                .toList();
    }

    Info info() {
        return node().info(driven.now, OWN);
    }

    /** A counter of the node. */
    long counter(String name) {
        return Objects.requireNonNull(info().counters().get(name));
    }
}
