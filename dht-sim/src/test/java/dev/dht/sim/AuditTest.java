package dev.dht.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Dht;
import dev.dht.api.Receipt;
import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a receipt says of an entry is true, and an entry that a stranger does not find is stored again. */
class AuditTest {
    private static final Id ID = Id.of(0x0123456789ABCDEFL, 1, 2, 3);
    private static final int PORT = 8080;

    @Test
    void whenAllItsHoldersDieTheReceiptSaysSoAndItIsBackSoonAfterTheNextAudit() {
        Property.check(0.05, choices -> {
            Universe universe = Universe.of(choices.bits(32))
                    .nodes(choices.between(30, 120))
                    .loss(0.01)
                    .begin();
            Dht owner = universe.dht(0);
            universe.run(Duration.ofMinutes(choices.between(20, 40)));
            owner.enter(ID, PORT);
            universe.run(Duration.ofMinutes(choices.between(21, 60)));
            // An audit tells of its own minute, in which former holders, no longer among the nearest, may expire.
            Instant past = audit(owner).at();
            int before;
            do {
                before = holders(universe);
                universe.run(Duration.ofMinutes(1));
            } while (audit(owner).at().equals(past));
            int after = holders(universe);
            // A holder whose answer is lost, or late beyond hope, is not found by a stranger either, who turns to the
            // next one.
            assertThat(audit(owner).found()).isBetween(Math.min(before, after) - 2, Math.max(before, after));
            assertThat(counter(owner, "entry_audited_holders"))
                    .isGreaterThanOrEqualTo(audit(owner).found())
                    .isLessThanOrEqualTo(counter(owner, "entry_audited_nodes"))
                    .isLessThanOrEqualTo(8 * counter(owner, "entry_audits"));

            List<Contact> former = receipt(owner).holders().stream()
                    .map(Receipt.Holder::contact)
                    .toList();
            Instant killed = universe.wallClock();
            former.forEach(holder -> universe.stop(universe.hostAt(holder.endpoint())));
            Instant audit = audit(owner).at();
            universe.runUntil(() -> {
                assertThat(receipt(owner).holders())
                        .filteredOn(holder -> former.contains(holder.contact()))
                        .allMatch(holder -> !holder.acknowledgedAt().isAfter(killed)
                                && (holder.verifiedAt() == null
                                        || !holder.verifiedAt().isAfter(killed)));
                return audit(owner).at().isAfter(audit) && audit(owner).at().isAfter(killed);
            });
            universe.run(Duration.ofMinutes(2));

            assertThat(holders(universe)).isGreaterThanOrEqualTo(8);
            assertThat(receipt(owner).verified()).isEqualTo(8);
            for (int host = 1; host < universe.size(); host += 10) {
                if (universe.isUp(host)) {
                    assertThat(universe.dht(host).lookup(ID)).hasSize(1);
                }
            }
        });
    }

    private static long counter(Dht owner, String name) {
        return owner.info().counters().getOrDefault(name, 0L);
    }

    private static Receipt receipt(Dht owner) {
        return owner.entry(ID).orElseThrow();
    }

    private static Receipt.Audit audit(Dht owner) {
        return Objects.requireNonNull(receipt(owner).audit());
    }

    /** How many living nodes hold the entry, in truth. */
    private static int holders(Universe universe) {
        return (int) IntStream.range(0, universe.size())
                .filter(universe::isUp)
                .filter(host ->
                        !universe.node(host).stored(universe.clock(host), ID).isEmpty())
                .count();
    }
}
