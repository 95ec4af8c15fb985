package dev.dht.app;

import dev.dht.api.Dht;
import dev.dht.api.DhtException;
import dev.dht.api.Explanation;
import dev.dht.api.Found;
import dev.dht.api.Histogram;
import dev.dht.api.Info;
import dev.dht.api.LookupObserver;
import dev.dht.api.LookupReport;
import dev.dht.api.LookupStep;
import dev.dht.api.LookupStep.Outcome;
import dev.dht.api.Pong;
import dev.dht.api.Reachability;
import dev.dht.api.Receipt;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A node without a network: it knows what a test tells it, and waits where a test wants it to. */
public final class FakeDht implements Dht {
    public static final Id ID = Id.of(0xA0A0, 0, 0, 1);
    public static final Instant PUBLISHED = Instant.parse("2026-03-01T12:00:00.123456Z");
    public static final Contact HOLDER = new Contact(Id.of(7, 0, 0, 7), Endpoint.v4(0x7F000001, 4007));
    public static final Contact UNVERIFIED = new Contact(Id.of(8, 0, 0, 8), Endpoint.v4(0x7F000001, 4008));
    public static final Contact FAILED = new Contact(Id.of(9, 0, 0, 9), Endpoint.v4(0x7F000001, 4009));

    /** A look-up that is under way. */
    public record Running(Id id, Consumer<InetSocketAddress> found, CompletableFuture<LookupReport> report) {}

    /** What {@code info} says of the counters. */
    public final SortedMap<String, Long> counters = new ConcurrentSkipListMap<>(Map.of("datagrams_received", 12_345L));
    /** What {@code info} says of how long things took. */
    public final TreeMap<String, Histogram> timings = new TreeMap<>();
    /** Look-ups that were begun while {@link #holdLookups} was set, for the test to feed. */
    public final BlockingQueue<Running> running = new LinkedBlockingQueue<>();

    public volatile boolean alone;
    /** Nobody else was found who could hold an entry. */
    public volatile boolean few;

    /** What it takes for its address. */
    public volatile Endpoint address;
    /** How it knows that. */
    public volatile Info.AddressSource addressSource;

    /** What it says of who reaches it. */
    public volatile Reachability reachability = new Reachability(
            Reachability.Verdict.UNREACHABLE,
            "Nobody reaches it. Forward UDP port 1729.",
            0,
            Reachability.Origin.NOWHERE,
            null,
            new Reachability.Probe(Duration.ofSeconds(60), 8, 7, 2, 1, List.of(Endpoint.v4(0x0B000001, 1729))));

    /** How many of its contacts are proven. */
    public volatile int proven = 1;

    public volatile boolean holdLookups;
    public volatile boolean holdEnters;
    /** What ends when what was entered while {@link #holdEnters} was set has been stored, for the test to complete. */
    public final Map<Id, CompletableFuture<Receipt>> heldEnters = new ConcurrentHashMap<>();
    /** What is entered reaches the node only when its disk has it, which here is never. */
    public volatile boolean slowDisk;

    public volatile boolean closed;
    /** How many receipts were asked for at once, at most. */
    public final AtomicInteger mostAsked = new AtomicInteger();

    /** How often {@code info} was asked for. */
    public final AtomicInteger infos = new AtomicInteger();

    /** How often it was asked to enter something. */
    public final AtomicInteger enters = new AtomicInteger();

    /** What it was asked to enter, in that order. */
    public final Queue<Id> order = new ConcurrentLinkedQueue<>();

    /** What every verb fails with; null for nothing. */
    public volatile RuntimeException failure;

    /** What every look-up finds, and nothing else; null for what is entered. */
    public volatile InetSocketAddress liar;

    public volatile CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);

    private final Map<Endpoint, Pong> nodes = new TreeMap<>();
    private final TreeMap<Id, Receipt> entries = new TreeMap<>();
    private final Map<Id, TreeSet<Endpoint>> network = new TreeMap<>();

    /** Another node that answers pings. */
    public FakeDht knows(InetSocketAddress address, Id id) {
        nodes.put(Endpoint.of(address), new Pong(id, Duration.ofNanos(1_234_500)));
        return this;
    }

    /** An endpoint that a look-up finds. */
    public FakeDht holds(Id id, String host, int port) {
        network.computeIfAbsent(id, i -> new TreeSet<>()).add(Endpoint.of(new InetSocketAddress(host, port)));
        return this;
    }

    @Override
    public Id nodeId() {
        return ID;
    }

    @Override
    public Info info() {
        TreeMap<String, Long> counted = new TreeMap<>(counters);
        counted.put("infos", (long) infos.incrementAndGet());
        fail();
        Info.BucketInfo bucket =
                new Info.BucketInfo(0, List.of(new Info.ContactInfo(HOLDER, "good", true, Duration.ofSeconds(5))));
        Info.Table table = new Info.Table(alone ? 0 : 1, 2, 3, proven, 4, List.of(bucket));
        return new Info(
                ID,
                Endpoint.v4(0x7F000001, 1729),
                address,
                addressSource,
                Duration.ofSeconds(4000),
                alone,
                table,
                new Info.Store(10, 20, 1_000_000),
                entries.size(),
                1,
                Duration.ofSeconds(12),
                2,
                3,
                4,
                Duration.ofMillis(250),
                counted,
                timings,
                new TreeMap<>(Map.of("queries", 1_024L, "store_entries", 1_000_000L)),
                1_234.5,
                reachability);
    }

    @Override
    public CompletableFuture<Void> ready() {
        return ready;
    }

    @Override
    public Pong ping(InetSocketAddress node) {
        return join(pingAsync(node));
    }

    @Override
    public CompletableFuture<Pong> pingAsync(InetSocketAddress node) {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        Pong pong = nodes.get(Endpoint.of(node));
        return pong != null
                ? CompletableFuture.completedFuture(pong)
                : CompletableFuture.failedFuture(
                        new DhtException(DhtException.Reason.NO_ANSWER, "no answer from " + node));
    }

    @Override
    public Receipt enter(Id id, int port) {
        return join(enterAsync(id, port));
    }

    @Override
    public CompletableFuture<Receipt> enterAsync(Id id, int port) {
        enters.incrementAndGet();
        order.add(id);
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (slowDisk) {
            return new CompletableFuture<>();
        }
        Receipt receipt = receipt(id, port);
        entries.put(id, receipt);
        network.computeIfAbsent(id, i -> new TreeSet<>()).add(Endpoint.v4(0x7F000001, port));
        return holdEnters
                ? heldEnters.computeIfAbsent(id, i -> new CompletableFuture<>())
                : CompletableFuture.completedFuture(receipt);
    }

    /** A receipt of two holders and one failure; of nobody where the node is alone. */
    private Receipt receipt(Id id, int port) {
        Instant renewal = PUBLISHED.plusSeconds(2_700);
        if (alone) {
            return new Receipt(id, port, 8, List.of(), null, renewal, null, List.of());
        }
        return new Receipt(
                id,
                port,
                8,
                List.of(
                        new Receipt.Holder(HOLDER, PUBLISHED, PUBLISHED),
                        new Receipt.Holder(UNVERIFIED, PUBLISHED, null)),
                PUBLISHED,
                renewal,
                new Receipt.Audit(PUBLISHED, 1, 0, 3, PUBLISHED.plusSeconds(600)),
                few ? List.of() : List.of(new Receipt.Failure(FAILED, "it did not answer")));
    }

    @Override
    public boolean delete(Id id) {
        return join(deleteAsync(id));
    }

    @Override
    public CompletableFuture<Boolean> deleteAsync(Id id) {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        return CompletableFuture.completedFuture(entries.remove(id) != null);
    }

    @Override
    public List<Receipt> entries() {
        mostAsked.set(Integer.MAX_VALUE);
        return List.copyOf(entries.values());
    }

    @Override
    public List<Receipt> entries(Id from, int most) {
        fail();
        mostAsked.accumulateAndGet(most, Math::max);
        return entries.tailMap(from).values().stream().limit(most).toList();
    }

    @Override
    public Optional<Receipt> entry(Id id) {
        return Optional.ofNullable(entries.get(id));
    }

    @Override
    public List<InetSocketAddress> lookup(Id id) {
        return join(lookupAsync(id));
    }

    @Override
    public CompletableFuture<List<InetSocketAddress>> lookupAsync(Id id) {
        return lookup(id, found -> {}).thenApply(LookupReport::endpoints);
    }

    @Override
    public CompletableFuture<LookupReport> lookup(Id id, Consumer<InetSocketAddress> found) {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (holdLookups) {
            Running lookup = new Running(id, found, new CompletableFuture<>());
            running.add(lookup);
            return lookup.report;
        }
        List<InetSocketAddress> endpoints = liar != null ? List.of(liar) : known(id);
        // The last first: a look-up finds in no order.
        for (int i = endpoints.size() - 1; i >= 0; i--) {
            found.accept(endpoints.get(i));
        }
        return CompletableFuture.completedFuture(
                alone ? new LookupReport(id, endpoints, List.of(), 0, 0, Duration.ZERO) : report(id, endpoints));
    }

    @Override
    public CompletableFuture<Explanation> explain(Id id, LookupObserver observer) {
        return lookup(id, observer::found).thenApply(report -> {
            Explanation explanation = explanation(report);
            explanation.steps().forEach(observer::step);
            return explanation;
        });
    }

    /** A look-up of three queries: of two contacts of the table one answers, and names one that gives the endpoints. */
    public static Explanation explanation(LookupReport report) {
        return new Explanation(
                report,
                Explanation.Ending.ALL_ASKED,
                1,
                List.of(
                        step(0, 1_730, 254, List.of(), Outcome.ANSWERED, 0, 2),
                        step(1, 1_731, 255, List.of(), Outcome.SILENT, 0, 0),
                        step(2, 1_732, 247, List.of(0), Outcome.ANSWERED, 3, 0)),
                5);
    }

    private static LookupStep step(
            int number, int port, int distance, List<Integer> namedBy, Outcome outcome, int endpoints, int contacts) {
        boolean answered = outcome == Outcome.ANSWERED;
        Duration asked = Duration.ofMillis(namedBy.isEmpty() ? 0 : 20);
        Contact self = new Contact(ID, Endpoint.v4(0x7F000001, 1_729));
        return new LookupStep(
                number,
                new Contact(Id.of(number + 1L, 0, 0, 0), Endpoint.v4(0x7F000001, port)),
                false,
                distance,
                namedBy,
                asked,
                answered ? asked.plusMillis(15) : null,
                answered ? Duration.ofMillis(15) : null,
                outcome,
                endpoints,
                contacts,
                contacts > 0 ? List.of(new LookupStep.Rejected(self, "it is this node")) : List.of());
    }

    private List<InetSocketAddress> known(Id id) {
        return network.getOrDefault(id, new TreeSet<>()).stream()
                .map(Endpoint::toSocketAddress)
                .toList();
    }

    /** The report of a look-up that asked 17 nodes. */
    public static LookupReport report(Id id, List<InetSocketAddress> endpoints) {
        return new LookupReport(id, endpoints, List.of(HOLDER), 17, 3, Duration.ofMillis(212));
    }

    @Override
    public Found findNode(InetSocketAddress node, Id target) {
        throw new AssertionError("the command has no need of it");
    }

    @Override
    public Found findValue(InetSocketAddress node, Id id) {
        throw new AssertionError("the command has no need of it");
    }

    @Override
    public Pong store(InetSocketAddress node, Token token, Id id, int port) {
        throw new AssertionError("the command has no need of it");
    }

    @Override
    public void close() {
        closed = true;
    }

    private void fail() {
        if (failure != null) {
            throw failure;
        }
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
