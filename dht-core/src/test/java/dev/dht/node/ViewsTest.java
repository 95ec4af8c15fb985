package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Info;
import dev.dht.api.Info.ContactInfo;
import dev.dht.api.Pong;
import dev.dht.api.Reachability.Probe;
import dev.dht.api.Reachability.Verdict;
import dev.dht.api.Receipt;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Neighbours.Neighbour;
import dev.dht.wire.Message.FindValueQuery;
import dev.dht.wire.Message.StoreQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What users see of a node. */
class ViewsTest {
    private static final long SECOND = Neighbours.SECOND;
    private static final long MINUTE = Neighbours.MINUTE;
    private static final Endpoint OWN_PRIVATE = Endpoint.v4(0x0A000063, 1);
    private static final Endpoint PUBLIC = Endpoint.v4(0x0C000001, 9);

    private final Neighbours all = Neighbours.of(3, 1);
    private final Id id = all.drawId();

    private Instant now() {
        return Instant.ofEpochMilli(all.driven.now / Neighbours.MILLISECOND);
    }

    @Test
    void aReceiptHasTimesOfTheWallClock() {
        Instant before = now();
        Receipt receipt = all.enter(id, 80);
        assertThat(receipt.publishedAt()).isAfter(before).isEqualTo(now());
        assertThat(receipt.wanted()).isEqualTo(8);
        for (Receipt.Holder holder : receipt.holders()) {
            assertThat(holder.acknowledgedAt()).isAfter(before).isBeforeOrEqualTo(now());
            assertThat(holder.verifiedAt()).isAfter(holder.acknowledgedAt()).isBeforeOrEqualTo(now());
        }
        assertThat(receipt.renewAt()).isBetween(now().plusSeconds(30), now().plusSeconds(40));
        assertThat(receipt.audit()).isNull();
    }

    @Test
    void whatWasNeverStoredOrGivenBackHasNoTime() {
        Neighbour silent = all.all.get(0);
        silent.manner = question -> question instanceof FindValueQuery ? null : silent.honest(question);
        Receipt receipt = all.enter(id, 80);
        assertThat(receipt.acknowledged()).isEqualTo(3);
        assertThat(receipt.verified()).isEqualTo(2);
        Receipt alone = new Neighbours(2).enter(id, 80);
        assertThat(alone.publishedAt()).isNull();
    }

    @Test
    void anAuditTellsWhenItWasAndWhenTheNextIs() {
        all.enter(id, 80);
        assertThat(all.passUntil(() -> all.counter("entry_audited_nodes") > 0, 25 * MINUTE))
                .isTrue();
        Receipt.Audit audit = Objects.requireNonNull(
                Objects.requireNonNull(all.node().entry(id)).audit());
        assertThat(audit.at()).isEqualTo(now());
        assertThat(audit.nextAt()).isBetween(now().plusSeconds(600), now().plusSeconds(1_200));
        assertThat(audit.found()).isEqualTo(3);
        assertThat(audit.answered()).isEqualTo(3);
        assertThat(audit.undecided()).isZero();
    }

    @Test
    void receiptsComeInTheOrderOfTheIds() {
        all.enter(id, 80);
        all.enter(Id.ZERO, 81);
        assertThat(all.node().entries(Id.ZERO, 9)).extracting(Receipt::id).containsExactly(Id.ZERO, id);
        assertThat(all.node().entries(id, 9)).extracting(Receipt::id).containsExactly(id);
        assertThat(all.node().entries(Id.ZERO, 1)).extracting(Receipt::port).containsExactly(81);
        assertThat(all.node().entry(all.drawId())).isNull();
        assertThat(all.info().entered()).isEqualTo(2);
        assertThat(all.info().underReplicated()).isEqualTo(2);
    }

    @Test
    void itsEndpointIsWhereItIsSeenWithThePortItIsBoundTo() {
        assertThat(all.node().info(all.driven.now, OWN_PRIVATE.withPort(17)).address())
                .isEqualTo(Neighbours.OWN.withPort(17));
        assertThat(all.node().info(all.driven.now, null).address()).isEqualTo(Neighbours.OWN.withPort(0));
        all.node().localAddresses(List.of());
        assertThat(all.node().info(all.driven.now, OWN_PRIVATE).address()).isNull();
        assertThat(all.node().info(all.driven.now, OWN_PRIVATE).bound()).isEqualTo(OWN_PRIVATE);
    }

    @Test
    void itTellsItsBoundsAndForHowLongItIsUp() {
        assertThat(all.info().bounds())
                .isEqualTo(Map.of(
                        "queries", 1_024L,
                        "lookups_running", 64L,
                        "lookups_waiting", 1_024L,
                        "entered", 1_000_000L,
                        "store_entries", 1_000_000L));
        assertThat(all.info().uptime()).isEqualTo(Duration.ofNanos(all.driven.now));
        assertThat(all.info().store().capacity()).isEqualTo(1_000_000);
        assertThat(all.info().networkSize()).isEqualTo(4);
        assertThat(all.info().lateAfter()).isBetween(Duration.ofMillis(40), Duration.ofMillis(500));
        assertThat(all.info().behind()).isZero();
    }

    @Test
    void whatWaitsForLongIsBehind() {
        all.enter(id, 80);
        all.driven.now += 100 * MINUTE;
        assertThat(all.info().behind()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(100));
    }

    @Test
    void theTableTellsOfEveryContactHowItIsAndWhenItWasHeardFrom() {
        all.all.get(0).isSilent();
        all.pass(40 * MINUTE);
        Contact restored = new Contact(all.drawId(), PUBLIC);
        all.node().restore(all.driven.now, List.of(restored));
        all.carry();
        Info.Table table = all.info().table();
        assertThat(List.of(table.good(), table.bad(), table.questionable(), table.proven()))
                .containsExactly(2, 1, 1, 2);
        assertThat(table.contacts()).isEqualTo(4);
        List<ContactInfo> contacts = table.buckets().stream()
                .flatMap(bucket -> bucket.contacts().stream())
                .toList();
        for (ContactInfo info : contacts) {
            if (info.contact().equals(restored)) {
                assertThat(info.lastHeard()).isNull();
                assertThat(info.state()).isEqualTo("questionable");
            } else {
                boolean isDead = info.contact().equals(all.all.get(0).contact);
                assertThat(info.state()).isEqualTo(isDead ? "bad" : "good");
                assertThat(info.lastHeard())
                        .isBetween(Duration.ofMinutes(isDead ? 30 : 0), Duration.ofMinutes(isDead ? 42 : 15));
            }
        }
        assertThat(all.node().contactsToSave(all.driven.now)).hasSize(3).contains(restored);
    }

    @Test
    void whoIsKeptInReserveIsCountedApart() {
        Neighbours many = new Neighbours(3);
        IntStream.range(0, 40).forEach(i -> many.add().asks());
        many.pass(10 * SECOND);
        Neighbours far = new Neighbours(4);
        for (int i = 0; i < 8; i++) {
            far.add(far.node().id().randomSibling(0, far.driven.random)).asks();
        }
        for (int i = 0; i < 8; i++) {
            far.add(far.node().id().randomSibling(1, far.driven.random)).asks();
        }
        far.pass(10 * SECOND);
        assertThat(far.info().table().replacements()).isZero();
        Neighbour ninth = far.add(far.node().id().randomSibling(0, far.driven.random));
        far.<Pong>result(outcome -> far.node().ping(far.driven.now, ninth.at(), outcome));
        assertThat(far.info().table().replacements()).isEqualTo(1);
        assertThat(far.info().table().buckets())
                .extracting(Info.BucketInfo::prefix)
                .startsWith(0, 1);
        assertThat(many.info().networkSize()).isBetween(10.0, 160.0);
    }

    @Test
    void whetherTheNetworkIsTheOpenOneIsSeenByItsOwnAddressAndByGoodContacts() {
        Neighbours local = Neighbours.of(3, 5);
        local.node().localAddresses(List.of(OWN_PRIVATE));
        stranger(local);
        assertThat(verdict(local)).isEqualTo(Verdict.REACHABLE);
        local.node().localAddresses(List.of());
        assertThat(verdict(local)).isEqualTo(Verdict.REACHABLE);
        local.node().restore(local.driven.now, List.of(new Contact(local.drawId(), PUBLIC)));
        assertThat(verdict(local)).as("it may not be there").isEqualTo(Verdict.REACHABLE);

        Neighbour open = local.add(new Contact(local.drawId(), PUBLIC.withPort(10)));
        local.<Pong>result(outcome -> local.node().ping(local.driven.now, open.at(), outcome));
        assertThat(verdict(local)).isEqualTo(Verdict.LOCAL);
    }

    private static void stranger(Neighbours among) {
        among.driven.receive(Endpoint.v4(0x0A000700, 9), new StoreQuery(1, Id.ZERO, 80).encode(1, among.drawId()));
        among.carry();
    }

    private static Verdict verdict(Neighbours among) {
        return among.info().reachability().verdict();
    }

    @Test
    void howLongAgoAStrangerCameAndAProbeWasMadeIsTold() {
        stranger(all);
        Probe probe = new Probe(Duration.ZERO, 8, 4, 2, 1, List.of());
        all.node().probed(all.driven.now, probe);
        all.pass(7 * SECOND);
        assertThat(all.info().reachability().lastStranger()).isEqualTo(Duration.ofSeconds(7));
        assertThat(all.info().reachability().probe()).isEqualTo(probe.at(Duration.ofSeconds(7)));
    }

    @Test
    void onlyGoodContactsCountAsThoseWhoCouldTell() {
        Neighbours few = new Neighbours(6);
        IntStream.range(0, 4).forEach(i -> few.add());
        few.node().bootstrap(0, List.of(few.all.get(0).at()));
        few.pass(10 * MINUTE);
        Neighbour dead = few.add();
        few.<Pong>result(outcome -> few.node().ping(few.driven.now, dead.at(), outcome));
        dead.isSilent();
        few.pass(80 * MINUTE);
        assertThat(few.info().table().contacts()).isEqualTo(5);
        assertThat(few.info().reachability().advice()).contains("Too few nodes are known to tell: 4.");
        assertThat(few.info().reachability().verdict()).isEqualTo(Verdict.UNKNOWN);
    }
}
