package dev.dht.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.routing.Table.Change;
import dev.dht.routing.TableView.BucketView;
import dev.dht.routing.TableView.ContactView;
import dev.dht.routing.TableView.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A table, and beside it what was told to it: who answered when, who asked when, who was silent how often since. */
final class TableModel {
    static final long MILLISECOND = 1_000_000L;
    static final long SECOND = 1_000_000_000L;
    static final long MINUTE = 60 * SECOND;
    static final long LONG = 13 * 24 * 60 * MINUTE;

    final SmallIds ids;
    /** Of how many nodes there are. */
    private final int count;

    final Id self;
    final Table table;
    private final Places places;
    long now;

    private final Map<Contact, Long> answered = new HashMap<>();
    private final Map<Contact, Long> sent = new HashMap<>();
    private final Map<Endpoint, Long> sentFrom = new HashMap<>();
    private final Map<Contact, Integer> silences = new HashMap<>();
    private final Set<Contact> proven = new HashSet<>();
    /** Who may be taken for proven until it is silent. */
    private final Set<Contact> presumed = new HashSet<>();

    private final Set<Contact> restored = new HashSet<>();
    /** Since when who is in the table is in it, or in reserve. */
    private final Map<Contact, Long> entered = new HashMap<>();
    /** Who was silent, or is of an earlier run, ever. */
    private final Set<Contact> doubted = new HashSet<>();

    private final Map<Contact, Long> polled = new HashMap<>();
    private final List<Long> active = new ArrayList<>(List.of(0L));
    private long lastAnswer = Long.MIN_VALUE;

    private TableView before;
    /** Who may have left in the last step, whatever its state: it was silent, or it was bad. */
    private @Nullable Contact blamed;

    TableModel(Choices choices) {
        ids = choices.pick(List.of(SmallIds.values()));
        count = choices.pick(List.of(256, 4));
        self = drawId(choices);
        choices.note(count, "ids", ids, "self", self);
        table = new Table(self, new SplittableRandom(1), 0);
        places = new Places(self);
        before = table.view(0);
    }

    // Steps

    private Id drawId(Choices choices) {
        return ids.draw(choices, count);
    }

    private Contact draw(Choices choices) {
        List<ContactView> all = table.view(now).contacts();
        Contact drawn = new Contact(drawId(choices), Endpoint.v4(0x0A000000 + choices.below(count), 1));
        if (!all.isEmpty() && choices.oneIn(3)) {
            Contact known = choices.pick(all).contact();
            drawn = switch (choices.below(4)) {
                case 0 -> new Contact(known.id(), drawn.endpoint());
                case 1 -> new Contact(drawn.id(), known.endpoint());
                default -> known;
            };
        }
        choices.note(drawn);
        return drawn;
    }

    private void begin() {
        before = table.view(now);
        blamed = null;
    }

    void answer(Choices choices) {
        begin();
        Contact contact = draw(choices);
        long roundTrip = choices.pick(List.of(-1L, 1L, 20L, 23L, 100L, 5_000L));
        choices.note(roundTrip, "ms");
        answer(contact, roundTrip < 0 ? -1 : roundTrip * MILLISECOND, choices.flip(), choices.flip());
    }

    /** A node answers; whether a third one named it, and whether we would know if it had asked us in vain. */
    Change answer(Contact contact, long roundTrip, boolean named, boolean hearsAll) {
        Long last = sentFrom.get(contact.endpoint());
        boolean quiet = last == null || now - last >= Liveness.PROVEN_AFTER;
        boolean tells = quiet && (named || answered.containsKey(contact));
        boolean would = would(contact);
        Firewall firewall = !quiet ? Firewall.MAY_BE_OPEN : hearsAll ? Firewall.IS_SHUT : Firewall.SEEMS_SHUT;
        boolean isNear = tells && named && places.isNear(before, contact, roundTrip);
        Change change = table.answered(now, contact, roundTrip, named, firewall);
        if (contact.id().equals(self)) {
            assertThat(change).isEqualTo(Change.REFUSED);
            return change;
        }
        boolean was = holds(before, contact);
        assertThat(change == Change.KNOWN).isEqualTo(was);
        assertThat(change == Change.ADDED).isEqualTo(!was && holds(table.view(now), contact));
        assertThat(change == Change.ADDED && !would && !isNear)
                .as("taken in though it would not be taken")
                .isFalse();
        assertThat(change == Change.REFUSED && isNear && (hearsAll || !doubted.contains(contact)))
                .as("refused though it is nearer")
                .isFalse();
        assertThat(table.view(now).contacts())
                .filteredOn(c -> c.contact().equals(contact) && roundTrip >= 0)
                .allMatch(c -> c.roundTrip() == Places.rounded(roundTrip));
        boolean waits = change == Change.REFUSED
                && table.view(now).buckets().stream().anyMatch(b -> b.reserve().contains(contact));
        assertThat(waits && would(contact))
                .as("would be asked again though it waits in reserve")
                .isFalse();
        theBadGiveWay(contact, change);
        answered.put(contact, now);
        sent(contact);
        silences.put(contact, 0);
        lastAnswer = now;
        if (tells) {
            (hearsAll ? proven : presumed).add(contact);
            assertThat(table.view(now).contacts())
                    .as("an answer out of a silence tells; but a guess ends no doubt")
                    .filteredOn(c -> c.contact().equals(contact) && (named || change == Change.KNOWN))
                    .allMatch(c -> c.proven() || !hearsAll && c.doubted());
        }
        grow();
        int bucket = Math.min(self.commonPrefix(contact.id()), active.size() - 1);
        boolean full = table.view(now).buckets().get(bucket).contacts().size() == 8;
        if (change == Change.ADDED || change == Change.KNOWN && full) {
            active.set(bucket, now);
        }
        return change;
    }

    private boolean would(Contact contact) {
        Id id = contact.id();
        return table.wouldTake(now, id.word(0), id.word(1), id.word(2), id.word(3), contact.endpoint());
    }

    /** Who answers and contradicts none but bad contacts: they leave, and it is in where there is room. */
    private void theBadGiveWay(Contact contact, Change change) {
        List<ContactView> contradicted = before.contacts().stream()
                .filter(c -> c.contact().id().equals(contact.id())
                        != c.contact().endpoint().equals(contact.endpoint()))
                .toList();
        if (contradicted.stream().allMatch(c -> c.state() == State.BAD)) {
            Set<Contact> after = contacts(table.view(now));
            assertThat(contradicted)
                    .as("bad, and contradicted by %s", contact)
                    .noneMatch(c -> after.contains(c.contact()));
            int bucket =
                    Math.min(self.commonPrefix(contact.id()), before.buckets().size() - 1);
            boolean room = before.buckets().get(bucket).contacts().size() < 8;
            assertThat(room && change == Change.REFUSED)
                    .as("refused though there was room")
                    .isFalse();
        }
    }

    private void grow() {
        while (active.size() < table.view(now).buckets().size()) {
            active.add(active.get(active.size() - 1));
        }
    }

    private void sent(Contact contact) {
        sent.put(contact, now);
        sentFrom.put(contact.endpoint(), now);
    }

    void ask(Choices choices) {
        begin();
        Contact contact = draw(choices);
        Id id = contact.id();
        boolean known = table.heard(now, id.word(0), id.word(1), id.word(2), id.word(3), contact.endpoint());
        assertThat(known).isEqualTo(holds(before, contact));
        assertThat(table.view(now).contacts())
                .as("who answered before and asks now is good")
                .filteredOn(c -> c.contact().equals(contact) && c.heard() != Long.MIN_VALUE && c.state() != State.BAD)
                .allMatch(c -> c.state() == State.GOOD);
        sent(contact);
    }

    void silence(Choices choices) {
        begin();
        List<ContactView> all = before.contacts();
        Contact contact = all.isEmpty() || choices.oneIn(9)
                ? draw(choices)
                : choices.pick(all).contact();
        boolean down = lastAnswer == Long.MIN_VALUE || choices.oneIn(4);
        choices.note(contact, down ? "while nobody answers" : "");
        silence(contact, down);
    }

    /** A contact is silent; whether nobody else answered since it was asked. */
    void silence(Contact contact, boolean down) {
        long sentAt = down ? now + 1 : Math.min(now, lastAnswer);
        table.silent(now, contact, sentAt);
        polled.put(contact, now);
        if (down) {
            assertThat(table.view(now)).isEqualTo(before);
        } else if (holds(before, contact)) {
            blamed = contact;
            silences.merge(contact, 1, Integer::sum);
            doubt(contact);
        }
        grow();
        Set<Contact> entered = contacts(table.view(now));
        entered.removeAll(contacts(before));
        before.buckets().forEach(b -> entered.removeAll(b.reserve()));
        entered.forEach(c -> active.set(Math.min(self.commonPrefix(c.id()), active.size() - 1), now));
    }

    void restore(Choices choices) {
        begin();
        Contact contact = draw(choices);
        if (!holds(before, contact)) {
            table.restore(now, contact);
            if (holds(table.view(now), contact)) {
                restored.add(contact);
                doubt(contact);
                answered.remove(contact);
                silences.put(contact, 0);
            }
        }
        grow();
    }

    private void doubt(Contact contact) {
        doubted.add(contact);
        presumed.remove(contact);
        assertThat(table.view(now).contacts())
                .filteredOn(c -> c.contact().equals(contact))
                .allMatch(c -> c.proven() != c.doubted());
    }

    void pass(Choices choices) {
        begin();
        // The table keeps time in milliseconds, and moves its base every twelve days; once, so that nothing gets too
        // old.
        long span = switch (choices.weighted(4, 4, 4, 4, 4, now < LONG ? 1 : 0)) {
            case 0 -> choices.below(20 * SECOND / MILLISECOND) * MILLISECOND;
            case 1 -> choices.below(6 * MINUTE / MILLISECOND) * MILLISECOND;
            case 2 -> Liveness.GOOD_FOR;
            case 3 -> Liveness.PROVEN_AFTER;
            case 4 -> choices.below(70 * MINUTE / MILLISECOND) * MILLISECOND;
            default -> LONG;
        };
        choices.note(span / SECOND, "s");
        now += span;
        before = table.view(now);
    }

    void check() {
        begin();
        long deadline = table.nextCheck();
        Contact due = table.pollCheck(now);
        if (now < deadline) {
            assertThat(due).isNull();
        }
        if (due != null) {
            assertThat(before.contacts()).extracting(ContactView::contact).contains(due);
            assertThat(polled.getOrDefault(due, Long.MIN_VALUE / 2)).isLessThanOrEqualTo(now);
            polled.put(due, now);
        } else {
            long long_ago = now - 61 * MINUTE;
            assertThat(before.contacts())
                    .as("has been asked within the hour")
                    .allMatch(c -> c.heard() >= long_ago || polled.getOrDefault(c.contact(), 0L) >= long_ago);
        }
    }

    void refresh() {
        begin();
        long exact = active.stream().mapToLong(Long::longValue).min().orElseThrow() + table.refreshAfter();
        assertThat(table.refreshAfter()).isBetween(Liveness.REFRESH_AFTER, Liveness.REFRESH_AFTER * 5 / 4);
        long due = table.nextRefresh();
        assertThat(due).isLessThanOrEqualTo(exact);
        Id target = table.pollRefresh(now);
        assertThat(target != null).isEqualTo(now >= exact);
        assertThat(target != null || now < due || table.nextRefresh() == exact).isTrue();
        if (target != null) {
            int bucket = Math.min(self.commonPrefix(target), active.size() - 1);
            assertThat(now - active.get(bucket)).isGreaterThanOrEqualTo(table.refreshAfter());
            active.set(bucket, now);
        }
    }

    void lookedUp(Choices choices) {
        begin();
        Id target = drawId(choices);
        table.lookedUp(now, target);
        active.set(Math.min(self.commonPrefix(target), active.size() - 1), now);
    }

    // Promises

    private static boolean holds(TableView view, Contact contact) {
        return contacts(view).contains(contact);
    }

    static Set<Contact> contacts(TableView view) {
        Set<Contact> contacts = new HashSet<>();
        view.contacts().forEach(c -> contacts.add(c.contact()));
        return contacts;
    }

    void isWellFormed() {
        TableView view = table.view(now);
        List<ContactView> all = view.contacts();
        assertThat(table.size()).isEqualTo(all.size());
        assertThat(all)
                .extracting(c -> c.contact().id())
                .doesNotHaveDuplicates()
                .doesNotContain(self);
        assertThat(all).extracting(c -> c.contact().endpoint()).doesNotHaveDuplicates();
        int last = view.buckets().size() - 1;
        for (int i = 0; i <= last; i++) {
            BucketView bucket = view.buckets().get(i);
            assertThat(bucket.contacts()).hasSizeLessThanOrEqualTo(8);
            assertThat(bucket.reserve()).hasSizeLessThanOrEqualTo(8);
            List<Contact> both = new ArrayList<>(bucket.reserve());
            bucket.contacts().forEach(c -> both.add(c.contact()));
            assertThat(both).extracting(Contact::id).doesNotHaveDuplicates();
            for (Contact contact : both) {
                assertThat(Math.min(self.commonPrefix(contact.id()), last)).isEqualTo(i);
            }
        }
    }

    void nobodyIsInWhoDidNotAnswer() {
        table.view(now)
                .contacts()
                .forEach(c -> assertThat(answered.containsKey(c.contact()) || restored.contains(c.contact()))
                        .as("%s answered", c.contact())
                        .isTrue());
    }

    void lifeIsAsTold() {
        boolean good = false;
        for (ContactView view : table.view(now).contacts()) {
            Contact contact = view.contact();
            Long answer = answered.get(contact);
            long heard = sent.getOrDefault(contact, Long.MIN_VALUE / 2);
            boolean bad = silences.getOrDefault(contact, 0) >= Liveness.BAD_AFTER;
            good |= view.state() == State.GOOD;
            assertThat(view.state() == State.BAD).as("bad: %s", contact).isEqualTo(bad);
            if (view.state() == State.GOOD) {
                assertThat(answer).isNotNull();
                assertThat(now - heard).isLessThanOrEqualTo(Liveness.GOOD_FOR);
            } else if (!bad && answer != null) {
                assertThat(now - answer).as("answered lately: %s", contact).isGreaterThan(Liveness.GOOD_FOR);
            }
            assertThat(view.proven() && !proven.contains(contact) && !presumed.contains(contact))
                    .as("proven without a proof: %s", contact)
                    .isFalse();
            long since = entered.computeIfAbsent(contact, c -> now);
            boolean mayBeDoubted = doubted.contains(contact) || now - since >= Liveness.UNTESTED_FOR;
            assertThat(view.doubted() && (view.proven() || !mayBeDoubted))
                    .as("doubted without a reason: %s", contact)
                    .isFalse();
        }
        table.view(now).buckets().forEach(b -> b.reserve().forEach(c -> entered.putIfAbsent(c, now)));
        for (ContactView view : before.contacts()) {
            assertThat(table.view(now).contacts())
                    .as("a doubt ends with a proof")
                    .filteredOn(c -> view.doubted() && c.contact().equals(view.contact()))
                    .allMatch(c -> c.doubted() || c.proven() && proven.contains(c.contact()));
        }
        assertThat(table.hasGood(now)).isEqualTo(good);
    }

    void onlyTheBadLeaveButForTheCloserAndTheNearer() {
        places.onlyTheBadLeave(before, table.view(now), contact -> contact.equals(blamed));
    }

    void closestIsTheNaiveSort() {
        NaiveClosest.check(table, self, now, new SplittableRandom(now ^ answered.size()));
    }
}
