package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.DhtException.Reason;
import dev.dht.api.Explanation;
import dev.dht.api.Explanation.Ending;
import dev.dht.api.LookupReport;
import dev.dht.api.LookupStep;
import dev.dht.api.LookupStep.Outcome;
import dev.dht.api.LookupStep.Rejected;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.lookup.LookupSettings;
import dev.dht.node.Neighbours.Neighbour;
import dev.dht.wire.Message.NodesResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a look-up tells of itself: which steps, when, who was rejected and why, and how it ended. */
class TrailTest {
    private static final Contact NOWHERE = new Contact(Id.of(1, 1, 1, 1), Endpoint.v4(0x0A000900, 0));
    private static final Endpoint FOUND = Endpoint.v4(0x0C000001, 80);

    private final List<LookupStep> told = new ArrayList<>();
    private final List<Endpoint> found = new ArrayList<>();

    private Explanation explain(Neighbours all, Id id) {
        return all.<Explanation>result(
                        outcome -> all.node().explain(all.driven.now, id, found::add, told::add, outcome))
                .get();
    }

    @Test
    void aStepIsToldWhenItIsTakenAndAgainWhenThereIsNewsOfIt() {
        Neighbours all = Neighbours.of(1, 1);
        all.all.get(0).isSilent();

        explain(all, all.drawId());

        assertThat(told)
                .filteredOn(step -> step.number() == 0)
                .extracting(LookupStep::outcome)
                .containsExactly(Outcome.ASKED, Outcome.LATE, Outcome.HOPELESS, Outcome.SILENT);
        assertThat(told)
                .filteredOn(step -> step.number() == 1)
                .extracting(LookupStep::outcome)
                .endsWith(Outcome.SILENT);
    }

    @Test
    void ofOneAnswerEachStepIsToldOnceWhenAllOfItIsKnown() {
        Neighbours all = Neighbours.of(1, 2);
        Id id = all.drawId();
        all.all.get(0).says(new NodesResponse(1, List.of(NOWHERE)));
        all.<Explanation>call(outcome -> all.node().explain(all.driven.now, id, found::add, told::add, outcome));
        told.clear();

        assertThat(all.passUntil(() -> !all.answered.isEmpty(), Neighbours.SECOND))
                .isTrue();

        assertThat(told).hasSize(1);
        assertThat(told.get(0).outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(told.get(0).rejected()).hasSize(1);
    }

    @Test
    void whoCannotBeSentToIsSaidToBe() {
        Neighbours all = Neighbours.of(3, 3);
        all.driven.connected = false;

        Explanation explained = explain(all, all.drawId());

        assertThat(explained.steps()).extracting(LookupStep::outcome).containsOnly(Outcome.NOT_SENT);
        assertThat(explained.ending()).isEqualTo(Ending.NOBODY_ANSWERED);
    }

    @Test
    void whereNobodyIsKnownNobodyIsAsked() {
        Neighbours all = new Neighbours(4);

        Explanation explained = explain(all, Id.ZERO);

        assertThat(explained.ending()).isEqualTo(Ending.NOBODY_KNOWN);
        assertThat(explained.steps()).isEmpty();
        assertThat(explained.report()).extracting(LookupReport::hops).isEqualTo(0);
    }

    @Test
    void whatTheNodeKnowsWithoutAskingIsCountedApart() {
        Neighbours all = Neighbours.of(2, 5);
        Id id = all.drawId();
        all.enter(id, 99);
        all.all.forEach(neighbour -> neighbour.stored.clear());

        Explanation explained = explain(all, id);

        assertThat(explained.here()).isEqualTo(1);
        assertThat(found).containsExactly(Neighbours.OWN.withPort(99));
        found.clear();
        all.all.get(0).stores(id, FOUND);
        assertThat(explain(all, id).here()).isEqualTo(1);
        assertThat(found).containsExactly(Neighbours.OWN.withPort(99), FOUND);
    }

    @Test
    void whoContradictsWhatOthersDidIsRejectedWithAReason() {
        Neighbours all = Neighbours.of(2, 6);
        Neighbour quick = all.all.get(0);
        Neighbour other = all.all.get(1);
        Contact atItsAddress = new Contact(all.drawId(), quick.at());
        Contact elsewhere = new Contact(quick.contact.id(), Endpoint.v4(0x0A000700, 7));
        Contact loopback = new Contact(all.drawId(), Endpoint.v4(0x7F000001, 7));
        quick.says(new NodesResponse(1, List.of()));
        other.delay = 30 * Neighbours.MILLISECOND;
        other.says(new NodesResponse(1, List.of(atItsAddress, elsewhere, loopback, atItsAddress)));

        Explanation explained = explain(all, all.drawId());

        assertThat(stepOf(explained, other.contact).rejected())
                .containsExactly(
                        new Rejected(atItsAddress, "its address was asked under another id"),
                        new Rejected(elsewhere, "its id has answered at another address"),
                        new Rejected(loopback, "nothing can be sent to its address"));
        assertThat(stepOf(explained, quick.contact).rejected()).isEmpty();
    }

    @Test
    void whomThereIsNoRoomToRememberIsRejected() {
        NodeSettings settings = NodeSettings.DEFAULT.withLookup(new LookupSettings(8, 4, 16, 8, 8));
        Neighbours all = new Neighbours(7, settings);
        Id id = all.drawId();
        for (int bit = 1; bit <= 8; bit++) {
            all.add(id.withFlipped(Id.BITS - bit)).asks();
        }
        all.pass(100 * Neighbours.SECOND);
        Contact far = new Contact(id.withFlipped(0), Endpoint.v4(0x0A000700, 7));
        all.all.forEach(neighbour -> neighbour.says(new NodesResponse(1, List.of(far))));

        Explanation explained = explain(all, id);

        assertThat(all.counter("bound_lookup_candidates")).isEqualTo(8);
        assertThat(explained.ending()).isEqualTo(Ending.CLOSEST_ANSWERED);
        assertThat(explained.steps())
                .hasSize(8)
                .allMatch(step -> step.rejected()
                        .equals(List.of(new Rejected(far, "as many are remembered as may be, all closer or asked"))));
    }

    @Test
    void whoWasRejectedAndThenTellsItsIdItselfIsNotSaidToBeRejected() {
        Neighbours all = Neighbours.of(3, 8);
        Id id = all.drawId();
        Neighbour late = all.add();
        late.manner = question -> {
            // It takes its time for the first question, which is sent twice.
            late.delay = (all.askedOf(late.at()).size() <= 2 ? 1_500 : 20) * Neighbours.MILLISECOND;
            return late.honest(question);
        };
        Neighbour liar = all.all.get(0);
        liar.says(new NodesResponse(1, List.of(new Contact(id, late.at()))));
        Neighbour honest = all.all.get(1);
        honest.delay = 1_200 * Neighbours.MILLISECOND;
        honest.says(new NodesResponse(1, List.of(late.contact)));
        all.all.get(2).isSilent();

        Explanation explained = explain(all, id);

        assertThat(told)
                .filteredOn(step -> step.contact().equals(honest.contact))
                .extracting(LookupStep::rejected)
                .contains(List.of(new Rejected(late.contact, "its address was asked under another id")))
                .endsWith(List.of());
        assertThat(stepOf(explained, honest.contact).rejected()).isEmpty();
        assertThat(stepOf(explained, late.contact).outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void whoTurnsOutToBeAnotherBeforeItsTurnIsRejectedWhenThatIsKnown() {
        Neighbours all = Neighbours.of(2, 11);
        Neighbour slow = all.all.get(0);
        Contact atItsAddress = new Contact(all.drawId(), slow.at());
        slow.delay = 100 * Neighbours.MILLISECOND;
        all.all.get(1).says(new NodesResponse(1, List.of(atItsAddress)));

        Explanation explained = explain(all, all.drawId());

        List<Rejected> rejected = List.of(new Rejected(atItsAddress, "its address was asked under another id"));
        assertThat(stepOf(explained, all.all.get(1).contact).rejected()).isEqualTo(rejected);
        assertThat(told)
                .filteredOn(step -> step.contact().equals(all.all.get(1).contact))
                .extracting(LookupStep::rejected)
                .containsSubsequence(List.of(), rejected);
    }

    @Test
    void aLookUpThatIsCancelledFailsAndTellsNoMore() {
        Neighbours all = Neighbours.of(3, 9);
        List<Cancel> cancel = new ArrayList<>();
        var outcome = all.<Explanation>call(
                reply -> cancel.add(all.node().explain(all.driven.now, all.drawId(), found::add, told::add, reply)));
        assertThat(told).isNotEmpty();
        told.clear();

        cancel.get(0).cancel(all.driven.now);
        all.pass(10 * Neighbours.SECOND);

        assertThat(Objects.requireNonNull(outcome.failure).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(outcome.times).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    private static LookupStep stepOf(Explanation explained, Contact contact) {
        return explained.steps().stream()
                .filter(step -> step.contact().equals(contact))
                .findFirst()
                .orElseThrow();
    }
}
