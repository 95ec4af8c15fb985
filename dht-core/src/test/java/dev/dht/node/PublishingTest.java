package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.DhtException.Reason;
import dev.dht.api.LookupReport;
import dev.dht.api.Receipt;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.lookup.LookupSettings;
import dev.dht.node.Neighbours.Asked;
import dev.dht.node.Neighbours.Neighbour;
import dev.dht.publish.PublishSettings;
import dev.dht.virtual.Outcome;
import dev.dht.wire.Message.ErrorResponse;
import dev.dht.wire.Message.FindNodeQuery;
import dev.dht.wire.Message.FindValueQuery;
import dev.dht.wire.Message.NodesResponse;
import dev.dht.wire.Message.StoreQuery;
import dev.dht.wire.Message.ValuesResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of the queries that keep entries published, and what is told of them. */
class PublishingTest {
    private static final long SECOND = Neighbours.SECOND;
    private static final long MINUTE = Neighbours.MINUTE;

    private final Neighbours all = Neighbours.of(2, 1);
    private final Neighbour one = all.all.get(0);
    private final Neighbour other = all.all.get(1);
    private final Id id = all.drawId();

    static Receipt receipt(Neighbours all, Id id) {
        return Objects.requireNonNull(all.node().entry(id));
    }

    /** Why a neighbour does not hold the entry. */
    private static String reason(Receipt receipt, Neighbour neighbour) {
        return receipt.failures().stream()
                .filter(failure -> failure.contact().equals(neighbour.contact))
                .map(Receipt.Failure::reason)
                .findFirst()
                .orElse("none");
    }

    @Test
    void aRoundIsOneLookUpAndAStoreAndACheckOfEachHolder() {
        Receipt receipt = all.enter(id, 80);

        assertThat(receipt.holders())
                .extracting(Receipt.Holder::contact)
                .containsExactlyInAnyOrder(one.contact, other.contact);
        assertThat(receipt.verified()).isEqualTo(2);
        assertThat(receipt.failures()).isEmpty();
        assertThat(all.counter("entry_lookups")).isEqualTo(1);
        assertThat(all.counter("entry_stores")).isEqualTo(2);
        assertThat(all.counter("entry_checks")).isEqualTo(2);
        assertThat(all.counter("entries_entered")).isEqualTo(1);
        assertThat(all.count(new StoreQuery(one.token, id, 80))).isEqualTo(1);
    }

    @Test
    void whoDoesNotStoreIsNamedWithTheReason() {
        one.manner = question -> question instanceof StoreQuery ? new ErrorResponse(1, "no") : one.honest(question);
        Neighbour silent = all.add();
        Neighbour another = all.add();
        Neighbour forgetful = all.add();
        List.of(silent, another, forgetful).forEach(Neighbour::asks);
        all.pass(100 * SECOND);
        silent.manner = question -> question instanceof StoreQuery ? null : silent.honest(question);
        another.manner = question -> {
            another.id = question instanceof StoreQuery ? Id.ZERO : another.contact.id();
            return another.honest(question);
        };
        forgetful.manner = question -> question instanceof FindValueQuery
                ? new NodesResponse(forgetful.token, List.of())
                : forgetful.honest(question);

        Receipt receipt = all.enter(id, 80);

        assertThat(receipt.holders()).extracting(Receipt.Holder::contact).containsExactly(other.contact);
        assertThat(reason(receipt, one)).isEqualTo("it answered with an error");
        assertThat(reason(receipt, silent)).isEqualTo("it did not answer");
        assertThat(reason(receipt, another)).isEqualTo("another node answers at its endpoint");
        assertThat(reason(receipt, forgetful)).isEqualTo("it answered the STORE, and does not have the entry");
    }

    @Test
    void whereNobodyAnswersAnyMoreNoHolderIsLost() {
        Neighbours crowd = crowd();
        crowd.pass(9 * MINUTE);
        long lookups = crowd.counter("entry_lookups");
        crowd.all.forEach(Neighbour::isSilent);
        crowd.pass(6 * MINUTE);
        assertThat(crowd.counter("entry_lookups"))
                .as("a round of storing finds out")
                .isGreaterThan(lookups);
        assertThat(crowd.counter("queries_find_value_timed_out")).isPositive();
        assertThat(receipt(crowd, id).acknowledged()).isEqualTo(8);
        assertThat(receipt(crowd, id).failures()).isEmpty();
    }

    @Test
    void nobodyIsToBlameForWhatCouldNotBeSent() {
        all.<Receipt>call(outcome -> all.node().enter(all.driven.now, id, 80, outcome));
        all.passUntil(() -> all.answered.size() == 1, SECOND);
        all.driven.connected = false;
        all.pass(10 * SECOND);
        assertThat(receipt(all, id).failures())
                .isNotEmpty()
                .allMatch(failure -> failure.reason().startsWith("nothing could be sent"));
        assertThat(all.counter("queries_store_not_sent")).isPositive();
    }

    @Test
    void whoGivesOnlyOthersDoesNotHoldItUnlessItHasMoreThanItCouldGive() {
        for (int count : new int[] {99, 100}) {
            Neighbours pair = Neighbours.of(1, count);
            Neighbour holder = pair.all.get(0);
            Id entered = pair.drawId();
            holder.manner = question -> question instanceof FindValueQuery
                    ? new ValuesResponse(holder.token, others(count))
                    : holder.honest(question);

            Receipt receipt = pair.enter(entered, 80);

            assertThat(receipt.acknowledged()).isEqualTo(count == 100 ? 1 : 0);
            assertThat(receipt.verified()).isZero();
            assertThat(reason(receipt, holder)).contains(count == 100 ? "none" : "other endpoints");
        }
    }

    static List<Endpoint> others(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Endpoint.v4(0x0C000001 + i, 80))
                .toList();
    }

    @Test
    void aHolderThatIsSilentOnceIsAskedAgainAndOneThatIsSilentTwiceIsLost() {
        Neighbours crowd = crowd();
        Neighbour holder = crowd.closestTo(id).get(0);
        holder.manner = question -> question instanceof FindValueQuery ? null : holder.honest(question);
        assertThat(crowd.counter("entry_checks")).isEqualTo(8);
        crowd.pass(10 * MINUTE + 5 * SECOND);
        assertThat(crowd.counter("entry_checks")).isEqualTo(16);
        assertThat(receipt(crowd, id).holders()).hasSize(8);
        crowd.pass(40 * SECOND);
        assertThat(receipt(crowd, id).holders())
                .hasSize(7)
                .extracting(Receipt.Holder::contact)
                .doesNotContain(holder.contact);
        assertThat(reason(receipt(crowd, id), holder)).isEqualTo("it did not answer");
    }

    /** Twelve neighbours, the closest of which hold an entry of the node. */
    private Neighbours crowd() {
        Neighbours crowd = Neighbours.of(12, 5);
        crowd.enter(id, 80);
        return crowd;
    }

    @Test
    void twiceAsManyAreAskedAtOnceForAnEntryWhileSomebodyWaitsAndNotForItsRenewal() {
        Neighbours crowd = crowd();
        long entered = crowd.counter("entry_lookups");
        crowd.forget();
        assertThat(crowd.passUntil(() -> crowd.counter("entry_lookups") > entered, 46 * MINUTE))
                .isTrue();
        assertThat(askedNow(crowd)).as("renewed").hasSizeBetween(1, LookupSettings.DEFAULT.parallelism());

        crowd.forget();
        crowd.node().enter(crowd.driven.now, crowd.drawId(), 80, new Outcome<>());
        crowd.carry();
        assertThat(askedNow(crowd)).as("entered").hasSize(2 * LookupSettings.DEFAULT.parallelism());
    }

    private static List<Asked> askedNow(Neighbours crowd) {
        return crowd.asked.stream()
                .filter(asked -> asked.at() == crowd.driven.now && asked.question() instanceof FindNodeQuery)
                .toList();
    }

    @Test
    void aHolderIsNotAskedMoreThanItsBoundAndInTheEndGetsAll() {
        Neighbours slow = new Neighbours(
                        3, NodeSettings.DEFAULT.withBounds(new NodeBounds(1_024, 2, 64, 64, 1_232, 1 << 12)))
                .with(1);
        Neighbour holder = slow.all.get(0);
        holder.delay = 30 * Neighbours.MILLISECOND;
        SortedMap<Id, Integer> entries = new TreeMap<>();
        for (int i = 0; i < 30; i++) {
            entries.put(slow.drawId(), 80);
        }
        slow.node().restoreEntries(slow.driven.now, entries);
        int most = 0;
        for (int i = 0; i < 200; i++) {
            slow.pass(50 * Neighbours.MILLISECOND);
            most = Math.max(most, slow.info().queriesInFlight());
        }
        assertThat(holder.stored.keySet()).containsAll(entries.keySet());
        assertThat(most).isEqualTo(2);
        assertThat(slow.counter("entry_stores")).as("what is held is not sent").isEqualTo(30);
        assertThat(slow.node().entries(Id.ZERO, 99)).allMatch(receipt -> receipt.verified() == 1);
    }

    @Test
    void whatIsDeletedBeforeItsTurnIsNotStoredAndKeepsNobodyElseFromIt() {
        PublishSettings two = new PublishSettings(100, 8, 4, 3, 1_000, 1_000, true);
        NodeSettings settings = NodeSettings.DEFAULT
                .withBounds(new NodeBounds(1_024, 1, 64, 64, 1_232, 1 << 12))
                .withPublish(two);
        Neighbours slow = new Neighbours(4, settings).with(1);
        Neighbour holder = slow.all.get(0);
        List<Id> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(slow.drawId());
        }
        for (Id entered : ids) {
            slow.<Receipt>call(outcome -> slow.node().enter(slow.driven.now, entered, 80, outcome));
        }
        assertThat(slow.passUntil(
                        () -> !slow.times(new StoreQuery(holder.token, ids.get(0), 80))
                                .isEmpty(),
                        MINUTE))
                .isTrue();
        List<Id> deleted = ids.subList(1, 11);
        for (Id one : deleted) {
            slow.<Boolean>call(outcome -> slow.node().delete(slow.driven.now, one, outcome));
        }
        slow.pass(2 * MINUTE);

        assertThat(holder.stored.keySet()).contains(ids.get(0), ids.get(11));
        assertThat(holder.stored.keySet()).hasSizeLessThan(6);
    }

    @Test
    void aWholeNetworkOfFewIsLookedUpOnceForManyEntries() {
        SortedMap<Id, Integer> entries = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            entries.put(all.drawId(), 80);
        }
        all.node().restoreEntries(all.driven.now, entries);
        all.pass(20 * SECOND);
        assertThat(one.stored).hasSize(200);
        assertThat(other.stored).hasSize(200);
        assertThat(all.counter("entry_lookups")).isLessThan(10);
    }

    @Test
    void whereNobodyWaitsTheSlowAreWaitedForAndElseNot() {
        Neighbours crowd = Neighbours.of(12, 7);
        Neighbour slow = crowd.closestTo(id).get(0);
        slow.delay = 1_800 * Neighbours.MILLISECOND;
        long start = crowd.driven.now;
        Receipt receipt = crowd.enter(id, 80);
        assertThat(crowd.driven.now - start).isLessThan(slow.delay);
        assertThat(receipt.holders()).extracting(Receipt.Holder::contact).doesNotContain(slow.contact);
        crowd.pass(50 * MINUTE);
        assertThat(receipt(crowd, id).holders())
                .hasSize(8)
                .extracting(Receipt.Holder::contact)
                .contains(slow.contact);
    }

    @Test
    void aRenewalThatComesTooLateIsCounted() {
        all.enter(id, 80);
        all.pass(40 * MINUTE);
        assertThat(all.counter("entry_renewals_late")).isZero();
        all.all.forEach(Neighbour::isSilent);
        all.pass(60 * MINUTE);
        assertThat(all.counter("entry_renewals_late")).isZero();
        all.all.forEach(neighbour -> neighbour.manner = neighbour::honest);
        all.pass(60 * MINUTE);
        assertThat(all.counter("entry_renewals_late")).isEqualTo(1);
    }

    @Test
    void moreThanMayBeEnteredIsRefusedAndCounted() {
        PublishSettings few = new PublishSettings(2, 8, 4, 256, 1_000, 8, true);
        Neighbours full = new Neighbours(6, NodeSettings.DEFAULT.withPublish(few)).with(1);
        full.enter(Id.ZERO, 80);
        full.enter(id, 80);
        Outcome<Receipt> refused = full.call(outcome -> full.node().enter(full.driven.now, full.drawId(), 80, outcome));
        assertThat(Objects.requireNonNull(refused.failure).reason()).isEqualTo(Reason.BUSY);
        assertThat(full.counter("bound_entered")).isEqualTo(1);
        assertThat(full.counter("entries_entered")).isEqualTo(2);
        assertThat(full.enter(id, 80).port()).as("again").isEqualTo(80);
        LookupReport report = full.lookup(id);
        assertThat(report.endpoints())
                .containsExactly(Neighbours.OWN.withPort(80).toSocketAddress());
    }

    @Test
    void enteringIsTimedFromTheCallToTheEndOfTheFirstRoundUnlessItIsDeletedBefore() {
        long start = all.driven.now;
        all.enter(id, 80);
        long took = all.driven.now - start;
        Outcome<Receipt> deleted = all.call(outcome -> all.node().enter(all.driven.now, Id.ZERO, 80, outcome));
        all.<Boolean>call(outcome -> all.node().delete(all.driven.now, Id.ZERO, outcome));
        assertThat(deleted.failure).isNotNull();
        assertThat(all.info().timings().get("enter")).satisfies(times -> {
            assertThat(Objects.requireNonNull(times).count()).isEqualTo(1);
            assertThat(times.sum().toNanos()).isEqualTo(took).isPositive();
        });
    }
}
