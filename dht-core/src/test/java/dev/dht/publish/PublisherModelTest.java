package dev.dht.publish;

import static dev.dht.publish.Holders.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Model;
import dev.dht.check.Property;
import dev.dht.foreign.IdSpread;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a publisher promises, against holders that answer, die, forget and come back. */
class PublisherModelTest {
    @Test
    void whereAllAnswerEveryEntryIsAtItsClosestNodesAndRenewedInTime() {
        Property.check(
                0.5,
                Model.of(Holders::new)
                        .step(6, "enter", Holders::enter)
                        .step(1, "delete", h -> !h.entered.isEmpty(), Holders::delete)
                        .step(3, "time passes:", (holders, choices) -> {
                            holders.pass(choices);
                            holders.pass(10 * Holders.SECOND);
                            holders.allIsWhereItBelongs();
                        })
                        .atMost(60)
                        .always("receipts are true", Holders::receiptsAreTrue)
                        .always("renewed within 45 minutes", Holders::renewedInTime));
    }

    @Test
    void whateverHappensReceiptsAreTrueAndLossesAreMadeGood() {
        Property.check(
                0.5,
                Model.<Holders>of(choices -> {
                            Holders holders = new Holders(choices);
                            holders.reliable = false;
                            return holders;
                        })
                        .step(6, "enter", Holders::enter)
                        .step(1, "delete", h -> !h.entered.isEmpty(), Holders::delete)
                        .step(4, "a node dies", Holders::kill)
                        .step(2, "a node forgets all", Holders::forget)
                        .step(1, "all are alive", (holders, choices) -> holders.revive())
                        .step(5, "time passes:", Holders::pass)
                        .step(1, "the machine slept", (holders, choices) -> {
                            holders.now += 120 * MINUTE;
                            holders.publisher.renewAll(holders.now);
                        })
                        .step(1, "all is well for 47 minutes", (holders, choices) -> {
                            holders.reliable = true;
                            holders.pass(47 * MINUTE);
                            holders.allIsWhereItBelongs();
                            holders.reliable = false;
                        })
                        .atMost(60)
                        .always("receipts are true", Holders::receiptsAreTrue));
    }

    @Test
    void aRegionCoversOnlyIdsWhoseClosestNodesItKnows() {
        Property.check(5, choices -> {
            SplittableRandom random = new SplittableRandom(choices.bits(32));
            IdSpread spread = choices.pick(List.of(IdSpread.values()));
            int width = choices.between(8, 24);
            List<Contact> nodes = IntStream.range(0, choices.between(1, 120))
                    .mapToObj(i -> new Contact(Id.of(spread.draw(random)), Endpoint.v4(0x0A000000 + i, 1)))
                    .toList();
            Id target = Id.of(spread.draw(random));
            List<Reachable> found = closest(nodes, target).stream()
                    .limit(width + choices.below(5))
                    .map(c -> new Reachable(c, new Token(1)))
                    .toList();
            Region region = new Region(target, width, found, true);
            choices.note(nodes.size(), "nodes", spread, "width", width, "prefix", region.prefix());
            for (int i = 0; i < 50; i++) {
                int shared = Math.min(region.prefix() + random.nextInt(4), Id.BITS - 1);
                Id id = target.randomSibling(shared, random);
                List<Reachable> known = region.closestTo(id);
                if (region.covers(id, known, 8)) {
                    assertThat(known.stream().limit(8).map(Reachable::contact))
                            .containsExactlyElementsOf(closest(nodes, id).subList(0, Math.min(8, nodes.size())));
                }
            }
        });
    }

    private static List<Contact> closest(List<Contact> nodes, Id target) {
        return nodes.stream()
                .sorted(Comparator.comparing(c -> c.id().distance(target)))
                .toList();
    }
}
