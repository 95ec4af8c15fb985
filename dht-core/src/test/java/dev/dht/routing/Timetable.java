package dev.dht.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A table with room for all, and beside it when each contact is to be asked, as {@link Liveness} says in words. */
final class Timetable {
    private static final long MILLISECOND = 1_000_000L;
    private static final long MINUTE = 60_000_000_000L;
    private static final long TWELVE_DAYS = 12 * 24 * 60 * MINUTE;

    private static final Id SELF = Id.of(1, 2, 3, 4);

    private final Table table;
    private final List<Contact> nodes = new ArrayList<>();
    private final Map<Contact, Long> due = new HashMap<>();
    private final Set<Contact> answered = new HashSet<>();
    private final Set<Contact> proven = new HashSet<>();
    /** Who may be taken for proven, for a while. */
    private final Set<Contact> presumable = new HashSet<>();

    private final Map<Contact, Integer> silences = new HashMap<>();
    private final Map<Contact, Long> roundTrips = new HashMap<>();
    private final Map<Contact, Long> heard = new HashMap<>();
    /** When somebody was silent first while nobody answered, who has not since; null where that is not so. */
    private @Nullable Long suspectedAt;

    private long now;
    private boolean isOld;

    Timetable(Choices choices) {
        now = choices.below(MINUTE / MILLISECOND) * MILLISECOND;
        table = new Table(SELF, new SplittableRandom(1), now);
        for (int i = 0; i < 6; i++) {
            nodes.add(new Contact(Id.of((long) i << 61, 0, 0, 7), Endpoint.v4(0x0A000001 + i, 1)));
        }
    }

    /** Times are kept in milliseconds, of its beginning on; nobody is asked too early. */
    private void isDue(Contact contact, long when) {
        due.put(contact, when);
    }

    void answer(Choices choices) {
        now += MILLISECOND;
        Contact contact = choices.pick(nodes);
        boolean named = choices.flip();
        Firewall firewall = choices.pick(List.of(Firewall.values()));
        long roundTrip =
                choices.pick(List.of(-1L, 0L, choices.below(4_000L) * MILLISECOND + choices.below(MILLISECOND)));
        boolean heardBefore = answered.contains(contact);
        table.answered(now, contact, roundTrip, named, firewall);
        boolean isProof = firewall == Firewall.IS_SHUT && (named || heardBefore);
        if (isProof) {
            proven.add(contact);
        } else if (firewall == Firewall.SEEMS_SHUT) {
            presumable.add(contact);
        }
        answered.add(contact);
        heard.put(contact, now);
        suspectedAt = null;
        silences.put(contact, 0);
        if (roundTrip >= 0 || !due.containsKey(contact)) {
            roundTrips.put(contact, roundTrip);
        }
        isDue(contact, now + soon(contact));
        choices.note(contact, named ? "named" : "", firewall, roundTrip);
    }

    /** A contact that was heard from: proven, a minute before it becomes questionable; else when its answer would be a proof. */
    private long soon(Contact contact) {
        long apart = SELF.compareTo(contact.id()) > 0 ? 3 * MINUTE : 0;
        return proven.contains(contact) ? Liveness.GOOD_FOR - MINUTE - apart : Liveness.PROOF_CHECK_AFTER + apart;
    }

    private boolean isBad(Contact contact) {
        return silences.getOrDefault(contact, 0) >= Liveness.BAD_AFTER;
    }

    void ask(Choices choices) {
        now += MILLISECOND;
        Contact contact = choices.pick(nodes);
        Id id = contact.id();
        choices.note(contact);
        boolean known = table.heard(now, id.word(0), id.word(1), id.word(2), id.word(3), contact.endpoint());
        assertThat(known).isEqualTo(due.containsKey(contact));
        if (answered.contains(contact) && !isBad(contact)) {
            heard.put(contact, now);
            isDue(contact, now + soon(contact));
        } else if (known && due.get(contact) > now + Liveness.CHECK_PENDING) {
            // It may be back; but it may have been asked just now.
            isDue(contact, now);
        }
    }

    void restore(Choices choices) {
        Contact contact = choices.pick(nodes);
        choices.note(contact);
        table.restore(now, contact);
        if (due.putIfAbsent(contact, now) == null) {
            roundTrips.put(contact, -1L);
        }
    }

    void silence(Choices choices) {
        Contact contact = choices.pick(nodes);
        boolean down = choices.oneIn(4);
        choices.note(contact, down ? "while nobody answers" : "");
        if (!down && !table.wasAnsweredSince(now)) {
            // Somebody else answers, who is refused.
            table.answered(now, new Contact(SELF, nodes.get(0).endpoint()), 0, false, Firewall.MAY_BE_OPEN);
            suspectedAt = null;
        }
        table.silent(now, contact, down ? now + 1 : now);
        if (!due.containsKey(contact)) {
            return;
        }
        if (down) {
            suspect(contact);
        } else {
            long whenBad = proven.contains(contact) ? 10 * MINUTE : 60 * MINUTE;
            isDue(contact, now + (silences.merge(contact, 1, Integer::sum) == 1 ? MINUTE / 6 : whenBad));
        }
    }

    /** It or our own network: both are asked again in ten seconds, it and a witness; every two minutes when that told nothing. */
    private void suspect(Contact contact) {
        long since = suspectedAt == null ? now : suspectedAt;
        suspectedAt = since;
        boolean isLikely = now - since > MINUTE / 3;
        isDue(contact, now + (isLikely ? 2 * MINUTE : MINUTE / 6));
        if (!isLikely) {
            heard.keySet().stream()
                    .filter(c -> !c.equals(contact) && !isBad(c) && now - heard.get(c) <= Liveness.GOOD_FOR)
                    .max(Comparator.comparing(heard::get))
                    .ifPresent(witness -> isDue(witness, now + MINUTE / 6));
        }
    }

    void checkAll() {
        table.checkAll(now);
        suspectedAt = null;
        due.replaceAll((contact, when) -> now);
    }

    /** Whole milliseconds: what a part of one decides is not promised. */
    void pass(Choices choices) {
        now += MILLISECOND
                * choices.pick(List.of(
                        choices.below(20_000L),
                        choices.below(20 * MINUTE / MILLISECOND),
                        choices.below(70 * MINUTE / MILLISECOND),
                        isOld ? MINUTE / MILLISECOND : choices.oneIn(5) ? TWELVE_DAYS / MILLISECOND : 1));
        isOld |= now >= TWELVE_DAYS;
        choices.note(now);
    }

    /** Whoever is due is asked, the one that waits longest first, and not again for some seconds. */
    void check() {
        for (Contact next = table.pollCheck(now); next != null; next = table.pollCheck(now)) {
            assertThat(due.get(next)).as("due: %s", next).isLessThanOrEqualTo(now);
            long first = due.values().stream().mapToLong(when -> when).min().orElseThrow();
            assertThat(due.get(next) - first).as("waits longest: %s", next).isLessThanOrEqualTo(MILLISECOND);
            isDue(next, now + Liveness.CHECK_PENDING);
        }
        assertThat(due.values()).as("is asked").allMatch(when -> when > now - MILLISECOND);
    }

    /** Neither too late nor too early: a node that is woken for nothing wastes its battery. */
    void deadlineIsInTime() {
        if (due.isEmpty()) {
            assertThat(table.nextCheck()).isEqualTo(Long.MAX_VALUE);
            return;
        }
        long first = due.values().stream().mapToLong(when -> when).min().orElseThrow();
        assertThat(table.nextCheck()).isBetween(first, first + MILLISECOND);
        if (table.nextCheck() > now) {
            assertThat(table.pollCheck(now)).as("before the deadline").isNull();
        }
    }

    /** What is told of each contact is what came of it. */
    void contactsAreAsSeen() {
        Closest closest = new Closest(8);
        table.closest(now, 5, 6, 7, 8, -1, Audience.US, closest);
        assertThat(closest.contacts()).containsExactlyInAnyOrderElementsOf(due.keySet());
        assertThat(closest.size()).isEqualTo(due.size());
        for (int i = 0; i < closest.size(); i++) {
            Contact contact = closest.contacts().get(i);
            assertThat(Id.of(closest.idWord(i, 0), closest.idWord(i, 1), closest.idWord(i, 2), closest.idWord(i, 3)))
                    .isEqualTo(contact.id());
            assertThat(Endpoint.v4(closest.address(i), closest.port(i))).isEqualTo(contact.endpoint());
            assertThat(closest.isBad(i)).isEqualTo(isBad(contact));
            assertThat(closest.isProven(i))
                    .matches(is -> is == proven.contains(contact) || is && presumable.contains(contact));
            long roundTrip = roundTrips.getOrDefault(contact, -1L);
            if (roundTrip < 0) {
                assertThat(closest.roundTrip(i)).isEqualTo(-1);
            } else {
                assertThat(closest.roundTrip(i)).isBetween(roundTrip, roundTrip + 4 * MILLISECOND);
            }
        }
    }

    static Comparator<Contact> byDistanceTo(Id target) {
        return Comparator.comparing(c -> c.id().distance(target));
    }
}
