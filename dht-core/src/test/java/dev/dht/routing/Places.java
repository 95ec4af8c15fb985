package dev.dht.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import dev.dht.routing.TableView.BucketView;
import dev.dht.routing.TableView.ContactView;
import dev.dht.routing.TableView.State;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Who may take whose place in a table, told from what it was before and after a step. */
final class Places {
    private static final int K = 8;
    private static final int NEAR = 4;
    private static final long UNIT = 4 * TableModel.MILLISECOND;

    private final Id self;

    Places(Id self) {
        this.self = self;
    }

    /** A round-trip time as the table keeps it. */
    static long rounded(long roundTrip) {
        return Math.min(roundTrip / UNIT + 1, 1_023) * UNIT;
    }

    /** Whether an answer is so fast that the place of another is its own: in a full bucket of equals, none of them bad. */
    boolean isNear(TableView before, Contact contact, long roundTrip) {
        int last = before.buckets().size() - 1;
        int index = Math.min(self.commonPrefix(contact.id()), last);
        List<ContactView> equals = before.buckets().get(index).contacts();
        boolean isContradicted = before.contacts().stream()
                .map(ContactView::contact)
                .anyMatch(c -> c.id().equals(contact.id()) || c.endpoint().equals(contact.endpoint()));
        boolean isFullOfEquals = index < last
                && equals.size() == K
                && deeper(before, index) >= K
                && equals.stream().noneMatch(c -> c.state() == State.BAD);
        return roundTrip >= 0
                && isFullOfEquals
                && !isContradicted
                && isNearer(rounded(roundTrip), slowestOfSecondHalf(equals));
    }

    private static boolean isNearer(long one, long other) {
        return 5 * one < 4 * other;
    }

    /** Less than nothing where none is known. */
    private static long slowestOfSecondHalf(List<ContactView> contacts) {
        return contacts.stream()
                .skip(NEAR)
                .mapToLong(ContactView::roundTrip)
                .max()
                .orElseThrow();
    }

    private static int deeper(TableView view, int bucket) {
        return view.buckets().stream()
                .skip(bucket + 1)
                .mapToInt(b -> b.contacts().size())
                .sum();
    }

    /** Whoever left and was not bad, nor is {@code mayLeave}, gave way to one closer to us, or to one nearer on the network. */
    void onlyTheBadLeave(TableView before, TableView after, Predicate<Contact> mayLeave) {
        Set<Contact> present = TableModel.contacts(after);
        for (ContactView view : before.contacts()) {
            Contact gone = view.contact();
            if (!present.contains(gone) && !mayLeave.test(gone) && view.state() != State.BAD) {
                int prefix = self.commonPrefix(gone.id());
                if (present.stream()
                                .filter(c -> self.commonPrefix(c.id()) > prefix)
                                .count()
                        < K) {
                    gaveWayToACloserOne(before, present, gone);
                } else {
                    gaveWayToANearerOne(before, after, view);
                }
            }
        }
    }

    private void gaveWayToACloserOne(TableView before, Set<Contact> present, Contact gone) {
        int prefix = self.commonPrefix(gone.id());
        List<Contact> equals = present.stream()
                .filter(c -> self.commonPrefix(c.id()) == prefix)
                .toList();
        assertThat(equals)
                .as("who took the place of %s", gone)
                .filteredOn(c -> !TableModel.contacts(before).contains(c))
                .anyMatch(c -> self.compareDistance(c.id(), gone.id()) < 0);
        assertThat(equals).allMatch(c -> self.compareDistance(c.id(), gone.id()) < 0);
    }

    private void gaveWayToANearerOne(TableView before, TableView after, ContactView gone) {
        int index = self.commonPrefix(gone.contact().id());
        List<ContactView> equals = before.buckets().get(index).contacts();
        BucketView now = after.buckets().get(index);
        List<ContactView> entered = now.contacts().stream()
                .filter(c -> equals.stream().noneMatch(e -> e.contact().equals(c.contact())))
                .toList();
        assertThat(equals.indexOf(gone)).as("who is in the first half stays").isGreaterThanOrEqualTo(NEAR);
        assertThat(now.contacts().subList(0, NEAR))
                .as("nobody else joins the first half")
                .extracting(ContactView::contact)
                .isEqualTo(equals.stream().limit(NEAR).map(ContactView::contact).toList());
        assertThat(gone.roundTrip()).isEqualTo(slowestOfSecondHalf(equals));
        assertThat(entered)
                .as("who took the place of %s", gone)
                .singleElement()
                .matches(c -> c.proven() && isNearer(c.roundTrip(), gone.roundTrip()));
        assertThat(gone.heard() == Long.MIN_VALUE || now.reserve().contains(gone.contact()))
                .as("waits in reserve")
                .isTrue();
    }
}
