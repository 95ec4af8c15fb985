package dev.dht.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Explanation;
import dev.dht.api.Explanation.Ending;
import dev.dht.api.LookupObserver;
import dev.dht.api.LookupReport;
import dev.dht.api.LookupStep;
import dev.dht.api.LookupStep.Outcome;
import dev.dht.check.Choices;
import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Id;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a look-up says of itself is what it did, in networks that lose, lie and leave. */
class ExplanationTest {
    private static final int K = 8;

    /** A look-up that is still to be made. */
    private record Case(Universe universe, int asker, Id id) {
        Explanation explain(LookupObserver observer) {
            return ended(universe.dht(asker).explain(id, observer));
        }

        LookupReport lookUp() {
            return ended(universe.dht(asker).lookup(id, endpoint -> {}));
        }

        private <T> T ended(CompletableFuture<T> future) {
            universe.runUntil(future::isDone);
            return future.join();
        }
    }

    /** All that an observer is told. */
    private static final class Seen implements LookupObserver {
        final List<InetSocketAddress> found = new ArrayList<>();
        final Map<Integer, LookupStep> steps = new TreeMap<>();

        @Override
        public void found(InetSocketAddress endpoint) {
            found.add(endpoint);
        }

        @Override
        public void step(LookupStep step) {
            assertThat(step.number()).as("steps are told in their order").isLessThanOrEqualTo(steps.size());
            steps.put(step.number(), step);
        }
    }

    @Test
    void itIsWhatItDid() {
        Property.check(0.3, choices -> {
            Case drawn = draw(choices);
            Seen seen = new Seen();
            Explanation told = drawn.explain(seen);
            LookupReport report = told.report();

            assertThat(told.steps()).hasSize(report.queries());
            assertThat(seen.steps.values()).containsExactlyElementsOf(told.steps());
            assertThat(seen.found).containsExactlyInAnyOrderElementsOf(report.endpoints());
            assertThat(answerers(told)).containsAll(report.closest());
            assertThat(report.endpoints().size()).isLessThanOrEqualTo(told.here() + endpoints(told));
            for (LookupStep step : told.steps()) {
                isTrue(step, told);
            }
            assertThat(told.ending()).isEqualTo(ending(report));
            assertThat(report.hops())
                    .isEqualTo(told.steps().stream()
                            .mapToInt(step -> hops(step, told))
                            .max()
                            .orElse(0));
        });
    }

    @Test
    void toExplainChangesNothing() {
        Property.check(0.1, choices -> {
            long[] drawn = new long[8];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = choices.bits(31);
            }
            Case plain = draw(Choices.replaying(drawn));
            Case explained = draw(Choices.replaying(drawn));

            assertThat(explained.explain(new LookupObserver() {}).report()).isEqualTo(plain.lookUp());
            assertThat(explained.universe.trace()).isEqualTo(plain.universe.trace());
        });
    }

    /** How far a step is from our own table, by those who named it first. */
    private static int hops(LookupStep step, Explanation told) {
        return step.namedBy().isEmpty()
                ? 1
                : 1 + hops(told.steps().get(step.namedBy().get(0)), told);
    }

    private static void isTrue(LookupStep step, Explanation told) {
        assertThat(step.distance())
                .isEqualTo(
                        Id.BITS - told.report().id().commonPrefix(step.contact().id()));
        assertThat(step.asked()).isLessThanOrEqualTo(told.report().elapsed());
        for (int by : step.namedBy()) {
            LookupStep namer = told.steps().get(by);
            assertThat(by).isLessThan(step.number());
            assertThat(namer.outcome()).isIn(Outcome.ANSWERED, Outcome.OTHER_ID);
            if (namer.answered() != null) {
                assertThat(namer.answered()).isLessThanOrEqualTo(step.asked());
            }
        }
        boolean answered = step.outcome() == Outcome.ANSWERED;
        assertThat(step.answered() != null).isEqualTo(answered);
        assertThat(step.roundTrip() != null).isEqualTo(answered);
        if (step.answered() != null && step.roundTrip() != null) {
            assertThat(step.answered().minus(step.roundTrip())).isEqualTo(step.asked());
        } else {
            assertThat(step.endpoints() + step.contacts()).isZero();
        }
        assertThat(step.rejected().size()).isLessThanOrEqualTo(Math.max(1, step.contacts()));
    }

    private static Ending ending(LookupReport report) {
        int answered = report.closest().size();
        if (answered == K) {
            return Ending.CLOSEST_ANSWERED;
        } else if (answered > 0) {
            return Ending.ALL_ASKED;
        }
        return report.queries() > 0 ? Ending.NOBODY_ANSWERED : Ending.NOBODY_KNOWN;
    }

    private static int endpoints(Explanation told) {
        return told.steps().stream().mapToInt(LookupStep::endpoints).sum();
    }

    private static Set<Contact> answerers(Explanation told) {
        Set<Contact> contacts = new HashSet<>();
        for (LookupStep step : told.steps()) {
            if (step.outcome() == Outcome.ANSWERED) {
                contacts.add(step.contact());
            }
        }
        return contacts;
    }

    private static Case draw(Choices choices) {
        Universe universe = Universe.of(choices.bits(32))
                .nodes(choices.between(1, 40))
                .loss(choices.below(3) / 10.0)
                .liars(choices.below(3) / 10.0)
                .unreachable(choices.below(3) / 4.0)
                .begin();
        universe.run(Duration.ofSeconds(choices.between(0, 1_200)));
        int asker = honest(choices, universe);
        Id id = Id.of(choices.bits(31), 0, 0, 1);
        if (choices.below(2) == 1) {
            CompletableFuture<?> entered =
                    universe.dht(honest(choices, universe)).enterAsync(id, 1);
            universe.runUntil(entered::isDone);
        }
        for (int stops = choices.below(5); stops > 0; stops--) {
            int host = choices.below(universe.size());
            if (host != asker && universe.isUp(host)) {
                universe.stop(host);
            }
        }
        return new Case(universe, asker, id);
    }

    /** A node that does not lie; a new one where there is none. */
    private static int honest(Choices choices, Universe universe) {
        List<Integer> hosts = IntStream.range(0, universe.size())
                .filter(universe::isHonest)
                .boxed()
                .toList();
        if (!hosts.isEmpty()) {
            return choices.pick(hosts);
        }
        int host = universe.add();
        while (!universe.isHonest(host)) { // it is drawn too, for one in five at most
            host = universe.add();
        }
        return host;
    }
}
