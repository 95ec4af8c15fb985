package dev.dht.sim.study;

import dev.dht.api.Dht;
import dev.dht.api.LookupReport;
import dev.dht.id.Id;
import dev.dht.sim.Churn;
import dev.dht.sim.Start;
import dev.dht.sim.Universe;
import dev.dht.sim.UniverseBuilder;
import dev.dht.sim.judge.Judge;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A small universe with random faults. Its nodes enter and look up while it storms; then it is calm, and from fifteen
 * minutes later, or sixty at the latest, every entry with a living owner must be found from everywhere. All the while it is held to the
 * invariants of {@link Judge}.
 */
final class Trial {
    private static final int ANCHORS = 2;
    private static final Duration WARM_UP = Duration.ofMinutes(5);
    private static final int STORM_MINUTES = 30;
    /** The aim, and the promise. */
    private static final List<Duration> CALM = List.of(Duration.ofMinutes(15), Duration.ofMinutes(45));

    private static final double[] LOSSES = {0, 0, 0.01, 0.03, 0.1};
    private static final List<Churn> CHURNS = List.of(Churn.NONE, Churn.NONE, Churn.KAD, Churn.HARSH);
    private static final List<Fault.Kind> FAULTS = List.of(Fault.Kind.values());

    private final long seed;
    private final SplittableRandom choices;
    private final int nodes;
    private final double loss;
    private final double duplication;
    private final double reordering;
    private final double unreachable;
    private final double liars;
    private final int drift;
    private final Churn churn;
    private final Start start;
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    /** What each host entered, with the port; the last port counts. */
    private final Map<Integer, Map<Id, Integer>> entered = new HashMap<>();

    private boolean late;
    private long datagrams;

    Trial(long seed) {
        this.seed = seed;
        choices = new SplittableRandom(seed);
        nodes = choices.nextInt(4, 65);
        loss = LOSSES[choices.nextInt(LOSSES.length)];
        duplication = choices.nextInt(3) == 0 ? 0.05 : 0;
        reordering = choices.nextInt(3) == 0 ? 0.05 : 0;
        unreachable = choices.nextInt(2) == 0 ? 0 : 0.6 * choices.nextDouble();
        liars = choices.nextInt(3) == 0 ? 0.1 * choices.nextDouble() : 0;
        drift = choices.nextInt(3) == 0 ? 500 : 0;
        churn = CHURNS.get(choices.nextInt(CHURNS.size()));
        start = choices.nextInt(4) == 0 ? Start.SETTLED : Start.JOIN;
        for (int i = choices.nextInt(4); i > 0; i--) {
            faults.add(new Fault(
                    FAULTS.get(choices.nextInt(FAULTS.size())),
                    Duration.ofMinutes(choices.nextInt(STORM_MINUTES)),
                    Duration.ofSeconds(choices.nextInt(1, 900)),
                    0.6 * choices.nextDouble()));
        }
    }

    String describe() {
        return String.format(
                Locale.ROOT,
                "%d nodes, churn %s, start %s, loss %.2f, doubled %.2f, held up %.2f, unreachable %.2f, liars %.2f, "
                        + "drift %d ppm; %s",
                nodes,
                churn.label(),
                start.name().toLowerCase(Locale.ROOT),
                loss,
                duplication,
                reordering,
                unreachable,
                liars,
                drift,
                faults.isEmpty()
                        ? "no faults"
                        : "faults: " + faults.stream().map(Fault::describe).collect(Collectors.joining("; ")));
    }

    List<String> violations() {
        return violations;
    }

    /** Whether something was not found in time that was found at last. */
    boolean isLate() {
        return late;
    }

    long datagrams() {
        return datagrams;
    }

    void run() {
        Judge[] judges = new Judge[1];
        UniverseBuilder builder = Universe.of(choices.nextLong())
                .nodes(nodes)
                .anchors(ANCHORS)
                .loss(loss)
                .duplication(duplication)
                .reordering(reordering)
                .unreachable(unreachable)
                .liars(liars)
                .drift(drift)
                .churn(churn)
                .start(start)
                .observedBy(universe -> judges[0] = new Judge(universe));
        try {
            Universe universe = builder.begin();
            storm(universe, judges[0]);
            universe.calm();
            calm(universe, judges[0]);
            datagrams = universe.datagrams();
        } catch (RuntimeException | AssertionError thrown) {
            violations.add("thrown: " + thrown + " at "
                    + List.of(thrown.getStackTrace()).stream().limit(6).toList());
        }
        violations.addAll(judges[0].verdict());
    }

    private void storm(Universe universe, Judge judge) {
        long began = universe.now();
        universe.run(WARM_UP);
        Faults making = new Faults(universe, choices);
        faults.forEach(making::plan);
        for (int minute = 0; minute < STORM_MINUTES; minute++) {
            for (int i = choices.nextInt(3); i > 0; i--) {
                act(universe, judge);
            }
            universe.run(Duration.ofMillis(choices.nextLong(1, 120_000)));
            if (minute % 5 == 0) {
                judge.look();
            }
        }
        // The last fault may last longer than the storm.
        long over = faults.stream()
                .mapToLong(fault -> fault.at().plus(fault.span()).toNanos())
                .max()
                .orElse(0);
        universe.run(
                Duration.ofNanos(Math.max(1, WARM_UP.toNanos() + over + 1_000_000_000L - (universe.now() - began))));
    }

    private void act(Universe universe, Judge judge) {
        int host = choices.nextInt(universe.size());
        if (!universe.isHonest(host)) {
            return;
        }
        Dht dht = universe.dht(host);
        Map<Id, Integer> own = entered.computeIfAbsent(host, h -> new LinkedHashMap<>());
        switch (choices.nextInt(6)) {
            case 0, 1 -> {
                // Now and then what another entered too.
                Id shared = choices.nextInt(3) == 0 ? someEntered() : null;
                Id id = shared == null ? Id.random(choices) : shared;
                int port = 1 + choices.nextInt(65_535);
                own.put(id, port);
                var unused = dht.enterAsync(id, port);
            }
            case 2 -> {
                if (!own.isEmpty()) {
                    Id id = own.keySet().iterator().next();
                    own.remove(id);
                    var unused = dht.deleteAsync(id);
                }
            }
            default -> {
                Id known = someEntered();
                Id id = known == null || choices.nextInt(4) == 0 ? Id.random(choices) : known;
                var unused = lookUp(dht, judge, host, id);
            }
        }
    }

    private @Nullable Id someEntered() {
        List<Id> all = new ArrayList<>(new TreeSet<>(
                entered.values().stream().flatMap(own -> own.keySet().stream()).toList()));
        return all.isEmpty() ? null : all.get(choices.nextInt(all.size()));
    }

    private static CompletableFuture<LookupReport> lookUp(Dht dht, Judge judge, int host, Id id) {
        judge.lookupBegins(host, id);
        return dht.lookup(id, endpoint -> {}).whenComplete((report, failure) -> {
            if (report != null) {
                judge.lookupEnded(host, id, report);
            } else {
                judge.lookupFailed(host, id);
            }
        });
    }

    private void calm(Universe universe, Judge judge) {
        List<String> missing = List.of();
        for (Duration span : CALM) {
            universe.run(span);
            judge.look();
            missing = missing(universe, judge);
            if (missing.isEmpty()) {
                return;
            }
            late = true;
        }
        violations.addAll(missing);
    }

    /** Entries of living owners that are not found from some node. */
    private List<String> missing(Universe universe, Judge judge) {
        List<String> missing = new ArrayList<>();
        for (int owner = 0; owner < universe.size(); owner++) {
            if (!universe.isHonest(owner)) {
                continue;
            }
            int host = owner;
            // What its state directory holds: a node with another id has forgotten what the one before entered.
            universe.onDisk(owner).forEach((id, port) -> {
                InetSocketAddress wanted =
                        universe.endpoint(host).withPort(port).toSocketAddress();
                missing.addAll(missing(universe, judge, host, id, wanted));
            });
            if (universe.dht(owner).entries().size() != universe.onDisk(owner).size()) {
                missing.add("Liveness: node " + owner + " does not enter what its state directory holds");
            }
        }
        return missing;
    }

    private static List<String> missing(Universe universe, Judge judge, int owner, Id id, InetSocketAddress wanted) {
        List<String> missing = new ArrayList<>();
        List<CompletableFuture<?>> running = new ArrayList<>();
        for (int host = 0; host < universe.size(); host++) {
            if (!universe.isHonest(host)) {
                continue;
            }
            int asker = host;
            running.add(lookUp(universe.dht(host), judge, host, id).handle((report, failure) -> {
                if (report == null || !report.endpoints().contains(wanted)) {
                    missing.add(String.format(
                            Locale.ROOT,
                            "Liveness: %s of node %d is not found by node %d, %d s after the beginning",
                            id,
                            owner,
                            asker,
                            universe.now() / 1_000_000_000));
                }
                return null;
            }));
        }
        universe.runUntil(() -> running.stream().allMatch(CompletableFuture::isDone));
        return missing;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "universe 0x%x", seed);
    }
}
