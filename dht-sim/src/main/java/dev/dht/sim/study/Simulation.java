package dev.dht.sim.study;

import dev.dht.api.DhtException;
import dev.dht.api.LookupReport;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.lookup.LookupSettings;
import dev.dht.node.Node;
import dev.dht.node.NodeSettings;
import dev.dht.sim.Observer;
import dev.dht.sim.Truth;
import dev.dht.sim.Universe;
import dev.dht.sim.UniverseBuilder;
import dev.dht.sim.judge.Judge;
import dev.dht.sim.study.Entries.Entry;
import dev.dht.wire.Packet;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Scenario}: nodes enter ids and look them up at random moments, and what comes of it is measured against the
 * truth. One thread; the same scenario gives the same {@link Summary}, but for what it says of real time and memory.
 */
public final class Simulation implements Observer {
    private static final long SECOND = 1_000_000_000L;
    /** An id is looked up when it has been entered for as long. */
    private static final long ENTERED_FOR = 60 * SECOND;
    /** Entries are entered within as long after the beginning, or after their owner's start. */
    private static final long ENTER_WITHIN = 60 * SECOND;
    /** The course is told in as many parts. */
    private static final int MOMENTS = 48;

    /** Of so many nodes each remembers less of who asked it. */
    private static final int MANY = 100_000;

    /** While nodes start, each so-manieth is told. */
    private static final int TELL_EVERY = 1_000;

    private static final int PORT = 8080;
    private static final int K = 8;

    private final Scenario scenario;
    private final Consumer<Progress> progress;
    private final SplittableRandom choices;
    private final Entries entries = new Entries();
    /** How many entries a host that is away will enter when its node starts. */
    private final Map<Integer, Integer> waitingEntries = new HashMap<>();

    private final Map<Integer, List<Probe>> probes = new HashMap<>();
    private final Packet packet = new Packet();
    private final Tally tally = new Tally();
    private final Universe universe;
    private final Truth truth;
    private @Nullable Judge judge;
    /** What went wrong in a callback, where nobody else would hear of it. */
    private @Nullable Throwable fault;

    private boolean begun;
    /** How many nodes have started before it began. */
    private int there;

    private long datagrams;
    private int up;
    private int[] received = new int[64];

    private Simulation(Scenario scenario, @Nullable OutputStream trace, Consumer<Progress> progress) {
        this.scenario = scenario;
        this.progress = progress;
        SplittableRandom seeds = new SplittableRandom(scenario.seed());
        this.choices = seeds.split();
        UniverseBuilder builder = Universe.of(seeds.nextLong())
                .nodes(scenario.nodes())
                .churn(scenario.churn())
                .loss(scenario.network().loss())
                .unreachable(scenario.network().unreachable())
                .homeLines(scenario.network().homeLines())
                .liars(scenario.network().liars())
                .start(scenario.start())
                .settings(NodeSettings.DEFAULT
                        .withMemoryBits(scenario.nodes() > MANY ? 1 << 8 : 1 << 11)
                        .withLookup(LookupSettings.DEFAULT.withParallelism(
                                scenario.load().parallelism())))
                .maintenance(scenario.maintenance())
                .observedBy(universe -> this);
        if (trace != null) {
            builder.traceTo(trace);
        }
        if (scenario.judged()) {
            builder.observedBy(u -> judge = new Judge(u));
        }
        universe = builder.begin();
        truth = new Truth(universe);
    }

    /**
     * Runs a scenario to its end.
     *
     * @param clock real time in nanoseconds
     * @param trace where the trace is written to; null for nowhere
     * @param progress told often how far it is, on the calling thread
     */
    public static Summary run(
            Scenario scenario, LongSupplier clock, @Nullable OutputStream trace, Consumer<Progress> progress) {
        long began = clock.getAsLong();
        long heapBefore = heapInUse();
        Simulation simulation = new Simulation(scenario, trace, progress);
        simulation.runToTheEnd();
        Duration wall = Duration.ofNanos(clock.getAsLong() - began);
        return simulation.summary(wall, heapInUse() - heapBefore);
    }

    private static long heapInUse() {
        Runtime.getRuntime().gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    // What happens

    private void runToTheEnd() {
        begun = true;
        tally.begin(universe.now(), universe.bytes());
        Arrays.fill(received, 0);
        for (int host = 0; host < universe.size(); host++) {
            up += universe.isHonest(host) ? 1 : 0;
        }
        for (int i = 0; i < scenario.load().entries(); i++) {
            int owner = choices.nextInt(universe.size());
            if (universe.isHonest(owner)) {
                planEntry(owner);
            } else if (!universe.isUp(owner)) {
                waitingEntries.merge(owner, 1, Integer::sum);
            }
        }
        scenario.faults().forEach(fault -> new Faults(universe, choices).plan(fault));
        planLookup();
        for (int moment = 1; moment <= MOMENTS; moment++) {
            for (int i = 0; i < 5; i++) {
                universe.run(scenario.span().dividedBy(5L * MOMENTS));
                if (fault != null) {
                    throw new IllegalStateException("the simulation itself failed", fault);
                }
                tellProgress();
            }
            if (judge != null) {
                judge.look();
            }
            tally.moment(universe.now(), up);
        }
    }

    private void tellProgress() {
        Duration virtual = Duration.ofNanos(universe.now() - tally.beganAt());
        progress.accept(new Progress(virtual, scenario.span(), universe.size(), datagrams, tally.lookupsEnded()));
    }

    private void planEntry(int owner) {
        Node node = universe.node(owner);
        universe.plan(universe.now() + choices.nextLong(ENTER_WITHIN), () -> {
            if (universe.isHonest(owner) && universe.node(owner) == node) {
                enter(owner);
            }
        });
    }

    private void enter(int owner) {
        Entry entry = new Entry(Id.random(choices), owner);
        Instant began = universe.wallClock();
        entries.entered(universe.now(), entry);
        var unused = universe.dht(owner)
                .enterAsync(entry.id, PORT)
                .thenAccept(receipt -> tally.entered(began, universe.wallClock(), receipt))
                .whenComplete((nothing, failure) -> {
                    if (failure != null && !(failure.getCause() instanceof DhtException)) {
                        fault = failure;
                    }
                });
    }

    private void planLookup() {
        double perSecond = scenario.load().lookupsPerNodeHour() * scenario.nodes() / 3_600;
        if (perSecond > 0) {
            double wait = -StrictMath.log(1 - choices.nextDouble()) / perSecond;
            universe.plan(universe.now() + (long) (wait * SECOND), () -> {
                planLookup();
                lookUp();
            });
        }
    }

    private void lookUp() {
        int asker = choices.nextInt(universe.size());
        while (!universe.isHonest(asker)) {
            asker = choices.nextInt(universe.size());
        }
        long now = universe.now();
        Entry entry = entries.draw(choices, now - ENTERED_FOR, asker);
        if (entry == null) {
            return;
        }
        List<Integer> closest = truth.closest(entry.id, K, asker);
        int holders = holders(entry, closest);
        tally.replicas(holders);
        Probe probe = new Probe(asker, entry.id, now, closest.isEmpty() ? -1 : closest.get(0));
        probes.computeIfAbsent(asker, host -> new ArrayList<>()).add(probe);
        Endpoint wanted = universe.endpoint(entry.owner).withPort(PORT);
        if (judge != null) {
            judge.lookupBegins(asker, entry.id);
        }
        var unused = universe.dht(asker)
                .lookup(entry.id, endpoint -> {
                    if (probe.firstAt == Probe.NEVER) {
                        probe.firstAt = universe.now();
                    }
                })
                .whenComplete((report, failure) -> {
                    forget(probe);
                    try {
                        if (report != null) {
                            ended(probe, report, wanted, holders, closest);
                        } else {
                            failed(probe, failure);
                        }
                    } catch (RuntimeException | AssertionError e) {
                        fault = e;
                    }
                });
    }

    /** A look-up that came to no end: because its node left, which nobody sees, or because it was refused. */
    private void failed(Probe probe, Throwable failure) {
        boolean hasLeft = failure instanceof DhtException e && e.reason() == DhtException.Reason.CLOSED;
        if (!hasLeft) {
            tally.lookupRefused();
        }
        if (judge != null) {
            judge.lookupFailed(probe.asker, probe.target);
        }
    }

    private void forget(Probe probe) {
        probes.computeIfPresent(probe.asker, (asker, running) -> {
            running.remove(probe);
            return running.isEmpty() ? null : running;
        });
    }

    private int holders(Entry entry, List<Integer> hosts) {
        Endpoint wanted = universe.endpoint(entry.owner).withPort(PORT);
        int holders = 0;
        for (int host : hosts) {
            holders +=
                    universe.node(host).stored(universe.clock(host), entry.id).contains(wanted) ? 1 : 0;
        }
        return holders;
    }

    private void ended(Probe probe, LookupReport report, Endpoint wanted, int holders, List<Integer> closest) {
        boolean found = report.endpoints().contains(wanted.toSocketAddress());
        if (judge != null) {
            judge.lookupEnded(probe.asker, probe.target, report);
        }
        List<Integer> answered = report.closest().stream()
                .map(Contact::endpoint)
                .map(universe::hostAt)
                .toList();
        int reached = (int) closest.stream().filter(answered::contains).count();
        tally.lookupEnded(universe.now(), probe, report, found, universe.isHome(probe.asker), holders, reached);
    }

    // What is seen

    @Override
    public void started(long now, int host, Node node) {
        if (!begun) {
            there++;
            if (there % TELL_EVERY == 0) {
                progress.accept(new Progress(Duration.ZERO, scenario.span(), there, datagrams, 0));
            }
            return;
        }
        up++;
        if (!node.entries(Id.ZERO, 1).isEmpty()) {
            entries.restored(now, host);
        } else {
            // A first node, or another: it brings as many entries as the one before had.
            Integer waiting = waitingEntries.remove(host);
            int count = entries.forget(host) + (waiting == null ? 0 : waiting);
            for (int i = 0; i < count; i++) {
                planEntry(host);
            }
        }
    }

    @Override
    public void stopped(long now, int host, Node node) {
        if (begun) {
            up--;
            entries.stopped(host);
        }
    }

    @Override
    public void sent(long now, int from, Endpoint to, ByteBuffer datagram) {
        datagrams++;
        List<Probe> running = probes.isEmpty() ? null : probes.get(from);
        if (running != null && packet.read(datagram) == null && packet.kind().isQuery()) {
            for (Probe probe : running) {
                probe.sent(to, packet);
            }
        }
    }

    @Override
    public void delivered(long now, int from, int to, ByteBuffer datagram) {
        if (to >= received.length) {
            received = Arrays.copyOf(received, 2 * to);
        }
        received[to]++;
        List<Probe> running = probes.isEmpty() ? null : probes.get(to);
        if (running != null && packet.read(datagram) == null && !packet.kind().isQuery()) {
            for (Probe probe : running) {
                probe.answered(now, from, universe.endpoint(from), packet);
            }
        }
    }

    private Summary summary(Duration wall, long heap) {
        Distribution load = new Distribution();
        double seconds = scenario.span().toNanos() / 1e9;
        for (int host = 0; host < universe.size(); host++) {
            if (universe.isHonest(host)) {
                load.add((host < received.length ? received[host] : 0) / seconds);
            }
        }
        List<String> violations = judge == null ? List.of() : judge.verdict();
        return tally.summary(scenario, wall, universe, (double) heap / Math.max(1, up), load, violations);
    }
}
