package dev.dht.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Property;
import dev.dht.foreign.IdSpread;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many nodes there are, as one of them sees it from the ids nearest to its own. */
class NetworkSizeTest {
    /** Seen from many nodes the estimates' mean is the truth; from one, the spread is what the class says. */
    @ParameterizedTest
    @EnumSource(names = {"UNIFORM", "LOW_160"})
    void fromManyNodesTheMeanIsRightAndNineOfTenAreWithinHalfAndTwice(IdSpread spread) {
        Property.check(0.02, choices -> {
            SplittableRandom random = new SplittableRandom(choices.bits(32));
            int nodes = choices.between(20, 400);
            // Our own node has an id of all 256 bits, whatever the others' are.
            int views = 200;
            double sum = 0;
            int near = 0;
            for (int view = 0; view < views; view++) {
                Id self = Id.random(random);
                double estimate = NetworkSize.estimate(self, closestOf(self, nodes, spread, random));
                sum += estimate;
                near += estimate > nodes / 2.0 && estimate < nodes * 2.0 ? 1 : 0;
            }
            choices.note(nodes, sum / views, near);
            // The mean of 200 has a deviation of three hundredths; a few small networks are seen whole, a bit too
            // large.
            assertThat(sum / views / nodes).isBetween(0.85, 1.2);
            assertThat(near).isGreaterThan(views * 85 / 100);
        });
    }

    /** The 30 closest of so many ids: of those that are farther the estimate knows nothing. */
    private static List<Contact> closestOf(Id self, int nodes, IdSpread spread, SplittableRandom random) {
        List<Id> ids = new ArrayList<>();
        for (int i = 1; i < nodes; i++) {
            ids.add(Id.of(spread.draw(random)));
        }
        ids.sort(Comparator.comparing(self::distance));
        return ids.stream().limit(30).map(NetworkSizeTest::contact).toList();
    }

    @Test
    void whoKnowsFewerThanABucketHoldsKnowsAll() {
        Property.check(choices -> {
            SplittableRandom random = new SplittableRandom(choices.bits(32));
            Id self = Id.random(random);
            List<Contact> contacts = new ArrayList<>();
            int others = choices.between(0, Table.K - 1);
            for (int i = 0; i < others; i++) {
                contacts.add(contact(Id.random(random)));
            }
            contacts.add(contact(self));

            assertThat(NetworkSize.estimate(self, contacts)).isEqualTo(others + 1.0);
        });
    }

    @Test
    void neighboursAsCloseAsCanBeGiveANumberAllTheSame() {
        Id self = Id.of(1, 2, 3, 0);
        List<Contact> liars = new ArrayList<>();
        for (int i = 1; i <= Table.K; i++) {
            liars.add(contact(Id.of(1, 2, 3, i)));
        }

        assertThat(NetworkSize.estimate(self, liars)).isFinite().isGreaterThan(1e70);
    }

    private static Contact contact(Id id) {
        return new Contact(id, Endpoint.v4(0x0A000001, 1));
    }
}
