package dev.dht.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom a table names while nobody had the time to prove that strangers can reach those around it. */
class NewcomersTest {
    private static final long MINUTE = 60_000_000_000L;
    private static final Id FAR = Id.of(0x80L << 56, 0, 0, 0);

    private final Table table = new Table(Id.ZERO, new SplittableRandom(1), 0);
    private final List<Contact> proven = contacts(0x84, 0);
    private final List<Contact> newcomers = contacts(0x08, 8);

    private static List<Contact> contacts(int id, int address) {
        return IntStream.range(0, 8)
                .mapToObj(i -> new Contact(
                        Id.of((long) (id + (i >> 2)) << 56 | i, 0, 0, 0), Endpoint.v4(0x0A000000 + address + i, 1)))
                .toList();
    }

    private void answer(long now, List<Contact> contacts, boolean isProof) {
        contacts.forEach(contact ->
                table.answered(now, contact, -1, isProof, isProof ? Firewall.IS_SHUT : Firewall.MAY_BE_OPEN));
    }

    private List<Contact> named(long now, Id target) {
        Closest closest = new Closest(Table.K);
        table.closest(now, target.word(0), 0, 0, 0, -1, Audience.OTHERS, closest);
        return closest.contacts();
    }

    @Test
    void whereMostAroundUsAreNewTheyAreNamedToEveryone() {
        answer(0, proven, true);
        answer(0, newcomers, false);
        assertThat(named(0, Id.ZERO)).containsExactlyInAnyOrderElementsOf(newcomers);
    }

    @Test
    void whereTwoOfEightAroundUsAreProvenTheClosestOfThemIsNamedAndAsTheLast() {
        answer(0, proven, true);
        answer(0, newcomers.subList(0, 6), false);
        answer(0, newcomers.subList(6, 8), true);
        List<Contact> named = named(0, Id.ZERO);
        assertThat(named.subList(0, 2)).containsExactlyElementsOf(newcomers.subList(6, 8));
        assertThat(named.subList(2, 7)).containsExactlyElementsOf(proven.subList(0, 5));
        assertThat(named.get(7)).isEqualTo(newcomers.get(0));
        table.silent(1, newcomers.get(0), 0);
        assertThat(named(1, Id.ZERO)).last().as("in doubt").isEqualTo(newcomers.get(1));
    }

    @Test
    void whoIsNewFarFromUsIsNamedAfterTheProvenAndOneAtMost() {
        answer(0, proven.subList(0, 2), true);
        answer(0, contacts(0x80, 16).subList(0, 6), false);
        answer(0, contacts(0x40, 24), true);
        answer(0, newcomers, false);
        assertThat(named(0, Id.ZERO)).containsExactlyInAnyOrderElementsOf(newcomers);
        assertThat(named(0, FAR).subList(0, 2)).containsExactlyElementsOf(proven.subList(0, 2));
        assertThat(named(0, FAR)).containsOnlyOnce(contacts(0x80, 16).get(0));
        assertThat(named(0, FAR)).doesNotContainAnyElementsOf(contacts(0x80, 16).subList(1, 8));
    }

    @Test
    void whoNeverFallsSilentIsNotNewForLong() {
        answer(0, proven, true);
        answer(0, newcomers, false);
        for (long now = 0; now < 21 * MINUTE; now += MINUTE) {
            for (Contact contact : newcomers) {
                table.heard(now, contact.id().word(0), 0, 0, 0, contact.endpoint());
            }
            answer(now, proven, true);
            assertThat(table.pollCheck(now)).isNull();
        }
        assertThat(named(21 * MINUTE, Id.ZERO)).containsExactlyInAnyOrderElementsOf(proven);
        answer(21 * MINUTE, newcomers, true);
        assertThat(named(21 * MINUTE, Id.ZERO)).containsExactlyInAnyOrderElementsOf(newcomers);
    }

    @Test
    void whoSeemsToBeReachableIsTakenForItUntilAGuessIsOld() {
        answer(0, proven, true);
        newcomers.forEach(contact -> table.answered(0, contact, -1, true, Firewall.SEEMS_SHUT));
        assertThat(named(0, Id.ZERO)).containsExactlyInAnyOrderElementsOf(newcomers);
        table.silent(1, newcomers.get(0), 0);
        assertThat(named(1, Id.ZERO)).doesNotContain(newcomers.get(0)).containsAll(newcomers.subList(1, 8));
        for (long now = MINUTE; now < 21 * MINUTE; now += MINUTE) {
            answer(now, proven, true);
            for (Contact contact : newcomers) {
                table.answered(now, contact, -1, true, Firewall.SEEMS_SHUT);
            }
        }
        assertThat(named(21 * MINUTE, Id.ZERO)).containsExactlyInAnyOrderElementsOf(proven);
    }
}
