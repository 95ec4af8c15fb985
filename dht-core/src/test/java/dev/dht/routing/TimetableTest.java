package dev.dht.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.check.Model;
import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.routing.TableView.ContactView;
import dev.dht.routing.TableView.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** When a table has whom asked, and what is due in it. */
class TimetableTest {
    private static final long MINUTE = 60_000_000_000L;

    @Test
    void eachContactIsAskedWhenItIsTime() {
        Property.check(
                5,
                Model.of(Timetable::new)
                        .step(4, "an answer from", Timetable::answer)
                        .step(4, "silence of", Timetable::silence)
                        .step(3, "a query from", Timetable::ask)
                        .step(1, "restore", Timetable::restore)
                        .step(1, "all are to be asked", (table, choices) -> table.checkAll())
                        .step(6, "time passes:", Timetable::pass)
                        .step(6, "whom to check", (table, choices) -> table.check())
                        .always("nobody is forgotten", Timetable::deadlineIsInTime)
                        .always("contacts are as seen", Timetable::contactsAreAsSeen));
    }

    /** Ids that differ from our own in one of the four words, or in several, so that each decides. */
    private static Id draw(Choices choices) {
        long[] words = new long[4];
        for (int i = choices.below(3); i >= 0; i--) {
            words[choices.below(4)] = choices.bits(2) << choices.pick(List.of(0, 31, 62));
        }
        return Id.of(words[0], words[1], words[2], words[3]);
    }

    @Test
    void theClosestAreThatInEachPartOfAnId() {
        Property.check(10, choices -> {
            Id self = draw(choices);
            Table table = new Table(self, new SplittableRandom(1), 0);
            Set<Id> ids = new HashSet<>(Set.of(self));
            for (int i = choices.below(60); i > 0; i--) {
                Contact contact = new Contact(draw(choices), Endpoint.v4(i, 1));
                if (ids.add(contact.id())) {
                    table.answered(i, contact, -1, false, Firewall.MAY_BE_OPEN);
                }
            }
            List<Contact> all = table.view(100).contacts().stream()
                    .map(ContactView::contact)
                    .toList();
            Id target = draw(choices);
            choices.note("self", self, "target", target, all);
            Closest closest = new Closest(8);
            table.closest(
                    100, target.word(0), target.word(1), target.word(2), target.word(3), -1, Audience.US, closest);
            assertThat(closest.contacts())
                    .isEqualTo(all.stream()
                            .sorted(Timetable.byDistanceTo(target))
                            .limit(8)
                            .toList());
            // Ids are in no order of their own: whoever is closest to us got in.
            List<Id> nearest = ids.stream()
                    .filter(id -> !id.equals(self))
                    .sorted(Comparator.comparing(self::distance))
                    .limit(8)
                    .toList();
            assertThat(all).extracting(Contact::id).containsAll(nearest);
        });
    }

    @Test
    void aSettledTableIsAsIfItHadLongBeenThere() {
        Property.check(choices -> {
            SplittableRandom random = new SplittableRandom(choices.bits(32));
            Id self = Id.random(random);
            long now = 100 * MINUTE;
            Table table = new Table(self, random, now);
            List<Contact> given = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                given.add(new Contact(Id.random(random), Endpoint.v4(i, 1)));
                table.settle(now - random.nextLong(14 * MINUTE), given.get(i), 5_000_000);
            }
            table.spreadRefreshes(now);
            // All that a tree of buckets has room for.
            Map<Integer, Long> byPrefix = given.stream()
                    .collect(Collectors.groupingBy(c -> self.commonPrefix(c.id()), Collectors.counting()));
            assertThat(table.size())
                    .isEqualTo(byPrefix.values().stream()
                            .mapToInt(count -> (int) Math.min(Table.K, count))
                            .sum());
            assertThat(table.view(now).contacts()).allMatch(c -> c.proven() && c.state() == State.GOOD);
            assertThat(table.randomIdsInBuckets())
                    .extracting(self::commonPrefix)
                    .startsWith(0, 1)
                    .hasSameSizeAs(table.view(now).buckets())
                    .endsWith(Id.BITS);
            // No more than one of a bucket within the time between two, and not all at once.
            int atOnce = 0;
            int refreshed = 0;
            for (long later = now; later < now + table.refreshAfter() + MINUTE / 6; later += MINUTE / 6) {
                while (table.pollRefresh(later) != null) {
                    refreshed++;
                    atOnce += later == now ? 1 : 0;
                }
            }
            int buckets = table.view(now).buckets().size();
            assertThat(refreshed).isBetween(buckets, 2 * buckets);
            assertThat(atOnce).isLessThan(buckets);
        });
    }
}
