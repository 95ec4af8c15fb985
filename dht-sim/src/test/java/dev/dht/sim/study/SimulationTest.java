package dev.dht.sim.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.sim.Churn;
import dev.dht.sim.Start;
import dev.dht.sim.study.Fault.Kind;
import dev.dht.sim.study.Scenario.Conditions;
import dev.dht.sim.study.Scenario.Load;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final Scenario STORMY = Scenario.of(60, Churn.HARSH)
            .withSpan(Duration.ofMinutes(40))
            .withNetwork(new Conditions(0.03, 0.3, 0.1, 0.03))
            .withFaults(
                    List.of(
                            new Fault(Kind.PARTITION, Duration.ofMinutes(5), Duration.ofMinutes(3), 0.5),
                            new Fault(Kind.ONE_WAY, Duration.ofMinutes(10), Duration.ofMinutes(2), 0.2),
                            new Fault(Kind.STALL, Duration.ofMinutes(15), Duration.ofMinutes(1), 0.2),
                            new Fault(Kind.KILL, Duration.ofMinutes(20), Duration.ofMinutes(2), 0.2),
                            new Fault(Kind.LOSS, Duration.ofMinutes(25), Duration.ofMinutes(2), 0.2)),
                    true);

    private static Summary run(Scenario scenario) {
        return Simulation.run(scenario, () -> 0, null, progress -> {});
    }

    @Test
    void theSameScenarioIsTheSameRunAndHoldsItsInvariants() {
        Summary once = run(STORMY);
        assertThat(once.violations()).isEmpty();
        assertThat(run(STORMY).trace()).isEqualTo(once.trace());
        assertThat(run(STORMY.withSeed(2)).trace()).isNotEqualTo(once.trace());
    }

    @Test
    void whatIsEnteredRightAfterARushOfNewcomersIsWhereItBelongs() {
        Summary summary = run(Scenario.of(500, Churn.NONE)
                .withSpan(Duration.ofMinutes(12))
                .withLoad(new Load(100, 10))
                .withNetwork(new Conditions(0.01, 0.5, 0.1, 0)));
        assertThat(summary.lookups()).isGreaterThan(500);
        assertThat(summary.success()).isEqualTo(1);
        assertThat(summary.violations()).isEmpty();
        assertThat(summary.replicas().mean()).isGreaterThan(6.5);
        assertThat(summary.reached().mean()).isGreaterThan(6.5);
    }

    @Test
    void inACalmNetworkEveryOwnerIsFound() {
        Summary summary =
                run(Scenario.of(100, Churn.NONE).withLoad(new Load(100, 20)).withStart(Start.SETTLED, true));
        assertThat(summary.lookups()).isGreaterThan(1_500);
        assertThat(summary.success()).isEqualTo(1);
        assertThat(summary.violations()).isEmpty();
        assertThat(summary.replicas().mean()).isGreaterThan(7.5);
        assertThat(summary.reached().mean()).isGreaterThan(7.5);
        assertThat(summary.enter().holders().mean()).isGreaterThan(7.5);
        assertThat(summary.first().quantile(0.5)).isLessThan(summary.closest().quantile(0.5));
        // A tenth is on home lines, where all takes longer.
        assertThat(summary.firstOnFast().count())
                .isBetween(summary.first().count() / 2, summary.first().count() - 1);
        assertThat(summary.firstOnFast().mean()).isLessThan(summary.first().mean());
        assertThat(summary.course()).hasSize(48);
        long told = summary.course().stream().mapToLong(Summary.Moment::lookups).sum();
        assertThat(told).isEqualTo(summary.lookups());
    }

    @Test
    void asManyAreUpAsWereToldHoweverTheyComeAndGo() {
        Summary summary =
                run(Scenario.of(300, Churn.HARSH).withLoad(new Load(1, 0)).withStart(Start.SETTLED, false));
        double up =
                summary.course().stream().mapToInt(Summary.Moment::up).average().orElseThrow();
        assertThat(up).isBetween(270.0, 330.0);
    }

    @Test
    void withoutMaintenanceNodesAtRestAreSilent() {
        Scenario quiet = Scenario.of(50, Churn.NONE).withLoad(new Load(1, 0));
        Summary without = run(quiet.withStart(Start.SETTLED, false));
        Summary with = run(quiet.withStart(Start.SETTLED, true));
        // What is left is one entry: a look-up, eight stores, eight that are read back, and who asks such a newcomer
        // back.
        assertThat(with.datagrams()).isGreaterThan(50 * without.datagrams());
    }

    @Test
    void theTraceThatIsWrittenHasTheHashThatIsTold() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Scenario small = Scenario.of(10, Churn.NONE).withSpan(Duration.ofMinutes(5));
        Summary summary = Simulation.run(small, () -> 0, file, progress -> {});
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(file.toByteArray());
        assertThat(HexFormat.of().formatHex(hash)).isEqualTo(summary.trace());
    }

    @Test
    void progressIsToldToTheEnd() {
        List<Progress> told = new ArrayList<>();
        Scenario small = Scenario.of(5, Churn.NONE).withSpan(Duration.ofMinutes(10));
        Summary unused = Simulation.run(small, () -> 0, null, told::add);
        assertThat(told).extracting(Progress::virtual).isSorted();
        assertThat(told.get(told.size() - 1).virtual()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void whatCannotBeIsRefusedWithItsName() {
        Scenario scenario = Scenario.of(5, Churn.NONE);
        assertThatThrownBy(() -> Scenario.of(1, Churn.NONE)).hasMessageContaining("at least 2 nodes, not 1");
        assertThatThrownBy(() -> scenario.withSpan(Duration.ZERO)).hasMessageContaining("span");
        assertThatThrownBy(() -> scenario.withNetwork(new Conditions(2, 0, 0, 0)))
                .hasMessageContaining("loss");
        assertThatThrownBy(() -> scenario.withNetwork(new Conditions(0, 0, 0, -1)))
                .hasMessageContaining("liars");
        assertThatThrownBy(() -> scenario.withLoad(new Load(0, 1))).hasMessageContaining("at least 1 id");
        assertThatThrownBy(() -> new Fault(Kind.LOSS, Duration.ZERO, Duration.ZERO, 1.5))
                .hasMessageContaining("0 to 1");
    }
}
