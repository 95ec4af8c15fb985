package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Receipt;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.lookup.LookupSettings;
import dev.dht.node.Neighbours.Asked;
import dev.dht.node.Neighbours.Manner;
import dev.dht.node.Neighbours.Neighbour;
import dev.dht.wire.Message.FindValueQuery;
import dev.dht.wire.Message.NodesResponse;
import dev.dht.wire.Message.ValuesResponse;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers find of an entry, and what follows from that. */
class AuditingTest {
    private static final long SECOND = Neighbours.SECOND;
    private static final long MINUTE = Neighbours.MINUTE;

    private final Neighbours crowd = Neighbours.of(12, 5);
    private final Id id = crowd.drawId();

    /** Twelve neighbours, the closest of which hold an entry of the node. */
    @BeforeEach
    void enter() {
        crowd.enter(id, 80);
    }

    /** From the first audit on each answers a question for the entry so. */
    private void atTheAudit(Manner manner) {
        crowd.all.forEach(neighbour -> neighbour.manner = question ->
                question.equals(new FindValueQuery(id)) && crowd.counter("entry_audits") > 0
                        ? manner.answer(question)
                        : neighbour.honest(question));
    }

    private void passTheAudit() {
        assertThat(crowd.passUntil(() -> crowd.counter("entry_audits") == 1, 21 * MINUTE))
                .isTrue();
        crowd.pass(8 * SECOND);
    }

    @Test
    void anAuditCountsWhoGivesTheEntryToAStranger() {
        assertThat(PublishingTest.receipt(crowd, id).audit()).isNull();
        crowd.forget();
        long start = crowd.driven.now;
        assertThat(crowd.passUntil(() -> crowd.counter("entry_audits") == 1, 21 * MINUTE))
                .isTrue();
        assertThat(crowd.driven.now - start).isGreaterThan(9 * MINUTE);
        List<Endpoint> first = crowd.asked.stream()
                .filter(asked ->
                        asked.at() == crowd.driven.now && asked.question().equals(new FindValueQuery(id)))
                .map(Asked::to)
                .toList();
        assertThat(first)
                .containsExactlyInAnyOrderElementsOf(
                        crowd.closestTo(id).subList(8, 8 + LookupSettings.DEFAULT.parallelism()).stream()
                                .map(Neighbour::at)
                                .toList());
        crowd.pass(8 * SECOND);

        Receipt.Audit audit =
                Objects.requireNonNull(PublishingTest.receipt(crowd, id).audit());
        assertThat(audit.found()).isEqualTo(8);
        assertThat(audit.answered()).isEqualTo(8);
        assertThat(audit.undecided()).isZero();
        assertThat(crowd.counter("entry_audited_nodes")).isEqualTo(8);
        assertThat(crowd.counter("entry_audited_holders")).isEqualTo(8);
        assertThat(crowd.counter("entry_audits_poor")).isZero();
        assertThat(crowd.counter("entry_audits_unanswered")).isZero();
        assertThat(crowd.info().timings().get("lookup_first"))
                .as("nobody waits for it")
                .satisfies(times ->
                        assertThat(Objects.requireNonNull(times).count()).isZero());
        assertThat(crowd.info().timings().get("lookup_end"))
                .satisfies(times ->
                        assertThat(Objects.requireNonNull(times).count()).isZero());
    }

    @Test
    void whereStrangersDoNotFindAnEntryItIsStoredAgainAtOnce() {
        atTheAudit(question -> new NodesResponse(1, List.of()));
        long stores = crowd.counter("entry_stores");
        passTheAudit();

        Receipt.Audit audit =
                Objects.requireNonNull(PublishingTest.receipt(crowd, id).audit());
        assertThat(audit.found()).isZero();
        assertThat(audit.answered()).isBetween(4, 8);
        assertThat(crowd.counter("entry_audits_poor")).isEqualTo(1);
        assertThat(crowd.counter("entry_audited_holders")).isZero();
        assertThat(crowd.counter("entry_stores")).isGreaterThan(stores);
        assertThat(crowd.passUntil(() -> crowd.counter("entry_audits") == 2, 21 * MINUTE))
                .as("it is audited again")
                .isTrue();
    }

    @Test
    void anAuditThatNobodyAnswersTellsNothing() {
        atTheAudit(question -> null);
        passTheAudit();

        assertThat(PublishingTest.receipt(crowd, id).audit()).isNull();
        assertThat(crowd.counter("entry_audits_unanswered")).isEqualTo(1);
        assertThat(crowd.counter("entry_audited_nodes")).isZero();
        assertThat(crowd.counter("entry_audits_poor")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 100})
    void whoGivesManyEndpointsMayHaveOursAmongTheRest(int count) {
        atTheAudit(question -> new ValuesResponse(1, PublishingTest.others(count)));
        passTheAudit();

        Receipt.Audit audit =
                Objects.requireNonNull(PublishingTest.receipt(crowd, id).audit());
        assertThat(audit.found()).isZero();
        assertThat(audit.undecided()).isGreaterThan(count == 100 ? 3 : -1).isLessThan(count == 100 ? 13 : 1);
        assertThat(crowd.counter("entry_audits_poor")).isEqualTo(count == 100 ? 0 : 1);
    }
}
