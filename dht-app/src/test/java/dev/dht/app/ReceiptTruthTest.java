package dev.dht.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Dht;
import dev.dht.api.Receipt;
import dev.dht.id.Contact;
import dev.dht.id.Id;
import dev.dht.sim.Universe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a receipt says, held against the truth of a universe while all holders die and the entry comes back. */
class ReceiptTruthTest {
    private static final Id ID = Id.of(0x0123456789ABCDEFL, 1, 2, 3);
    private static final int PORT = 8080;

    private Universe universe;
    private Dht owner;

    /** Where they die just before the audit it is that which notices; else the questions to holders in between do. */
    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, true", "1, false", "4, false", "5, false"})
    void whileAllItsHoldersDieAndItComesBack(long seed, boolean justBeforeTheAudit) {
        universe = Universe.of(seed).nodes(40 + (int) seed * 10).loss(0.01).begin();
        owner = universe.dht(0);
        universe.run(Duration.ofMinutes(20));

        owner.enter(ID, PORT);
        whatIsClaimedIsTrue();
        assertThat(receipt().verified()).isEqualTo(8);
        assertThat(receipt().audit()).isNull();

        universe.runUntil(() -> receipt().audit() != null);
        whatIsClaimedIsTrue();
        assertThat(audit().found()).isBetween(6, holders());
        Instant due = audit().nextAt();
        universe.runUntil(() -> !justBeforeTheAudit || !universe.wallClock().isBefore(due.minusSeconds(2)));

        List<Contact> former =
                receipt().holders().stream().map(Receipt.Holder::contact).toList();
        Instant killed = universe.wallClock();
        former.forEach(holder -> universe.stop(universe.hostAt(holder.endpoint())));
        universe.runUntil(() -> {
            // Until somebody asks them nobody can know; but nothing is said of a time when they were dead.
            assertThat(receipt().holders())
                    .filteredOn(holder -> former.contains(holder.contact()))
                    .allMatch(holder -> isBy(killed, holder.acknowledgedAt()) && isBy(killed, holder.verifiedAt()));
            return audit().at().isAfter(killed);
        });

        // The audit has noticed: it says what a stranger found, and the dead are named for no longer than the
        // round takes that stores the entry again. Where they were noticed before, they are not named now.
        assertThat(audit().found()).isLessThanOrEqualTo(holders());
        if (justBeforeTheAudit) {
            assertThat(audit().found()).isZero();
            universe.run(Duration.ofSeconds(10));
        }
        assertThat(receipt().holders()).extracting(Receipt.Holder::contact).doesNotContainAnyElementsOf(former);
        whatIsClaimedIsTrue();

        universe.run(Duration.ofMinutes(2));
        whatIsClaimedIsTrue();
        assertThat(receipt().verified()).isEqualTo(8);
        Instant repaired = universe.wallClock();
        universe.runUntil(() -> audit().at().isAfter(repaired));
        whatIsClaimedIsTrue();
        assertThat(audit().found()).isBetween(6, holders());
    }

    private static boolean isBy(Instant moment, @Nullable Instant at) {
        return at == null || !at.isAfter(moment);
    }

    /** Each holder that is named lives and has the entry, since when it is said to. */
    private void whatIsClaimedIsTrue() {
        Instant now = universe.wallClock();
        assertThat(receipt().holders()).isNotEmpty().allSatisfy(holder -> {
            int host = universe.hostAt(holder.contact().endpoint());
            assertThat(universe.isUp(host)).isTrue();
            assertThat(universe.node(host).stored(universe.clock(host), ID)).isNotEmpty();
            assertThat(holder.acknowledgedAt()).isBeforeOrEqualTo(now);
        });
        assertThat(receipt().acknowledged()).isLessThanOrEqualTo(holders());
    }

    private Receipt receipt() {
        return owner.entry(ID).orElseThrow();
    }

    private Receipt.Audit audit() {
        return Objects.requireNonNull(receipt().audit());
    }

    /** How many living nodes hold the entry, in truth. */
    private int holders() {
        return (int) IntStream.range(0, universe.size())
                .filter(universe::isUp)
                .filter(host ->
                        !universe.node(host).stored(universe.clock(host), ID).isEmpty())
                .count();
    }
}
