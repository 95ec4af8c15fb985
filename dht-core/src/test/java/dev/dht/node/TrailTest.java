package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.DhtException.Reason;
import dev.dht.api.Explanation;
import dev.dht.api.Explanation.Ending;
import dev.dht.api.LookupReport;
import dev.dht.api.LookupStep;
import dev.dht.api.LookupStep.Outcome;
import dev.dht.api.LookupStep.Rejected;
import dev.dht.check.Choices;
import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.lookup.LookupSettings;
import dev.dht.node.Neighbours.Answered;
import dev.dht.node.Neighbours.Asked;
import dev.dht.node.Neighbours.Neighbour;
import dev.dht.query.Queries;
import dev.dht.wire.Message.ErrorResponse;
import dev.dht.wire.Message.FindNodeQuery;
import dev.dht.wire.Message.FindValueQuery;
import dev.dht.wire.Message.NodesResponse;
import dev.dht.wire.Message.ValuesResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a look-up tells of itself is what went over the wire. */
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
    void everyStepIsAQueryThatWasSentAndTellsWhatBecameOfIt() {
        Property.check(choices -> {
            Neighbours all = new Neighbours(choices.bits(32)).with(choices.between(1, 6));
            Set<Contact> table = new HashSet<>(all.node().contactsToSave(all.driven.now));
            for (int i = choices.below(12); i > 0; i--) {
                all.add();
            }
            Id id = all.drawId();
            all.all.forEach(neighbour -> behave(choices, all, neighbour, id));
            new Wire(all, id, table).isExplained(explain(all, id));
        });
    }

    private static void behave(Choices choices, Neighbours all, Neighbour neighbour, Id id) {
        neighbour.delay = choices.between(5, 900) * Neighbours.MILLISECOND + all.all.indexOf(neighbour);
        switch (choices.weighted(6, 2, 2, 1, 1)) {
            case 1 -> neighbour.stores(id, FOUND.withPort(choices.between(80, 82)));
            case 2 -> neighbour.isSilent();
            case 3 -> neighbour.says(new ErrorResponse(1, "no"));
            case 4 -> neighbour.id = all.drawId();
            default -> {
                if (choices.oneIn(3)) {
                    List<Contact> named = new ArrayList<>();
                    named.add(new Contact(all.node().id(), Neighbours.OWN));
                    named.add(NOWHERE);
                    all.closestTo(id).stream()
                            .skip(choices.below(4))
                            .limit(choices.below(9))
                            .forEach(other -> named.add(other.contact));
                    neighbour.says(new NodesResponse(1, named));
                }
            }
        }
    }

    /** What went over the wire for one look-up, and what should be told of it. */
    private final class Wire {
        private final Neighbours all;
        private final Id id;
        private final Set<Contact> table;
        private final long began;
        private final List<Asked> queries = new ArrayList<>();
        private final Map<Integer, Integer> stepOf = new TreeMap<>();

        Wire(Neighbours all, Id id, Set<Contact> table) {
            this.all = all;
            this.id = id;
            this.table = table;
            this.began = all.driven.now;
            told.clear();
            found.clear();
            all.forget();
        }

        void isExplained(Explanation explained) {
            for (Asked asked : all.asked) {
                boolean isOfIt = asked.question().equals(new FindNodeQuery(id))
                        || asked.question().equals(new FindValueQuery(id));
                if (isOfIt && stepOf.putIfAbsent(asked.transaction(), queries.size()) == null) {
                    queries.add(asked);
                }
            }
            assertThat(explained.report().elapsed()).isEqualTo(Duration.ofNanos(all.driven.now - began));
            assertThat(explained.report().queries()).isEqualTo(queries.size());
            assertThat(explained.here()).isZero();
            assertThat(explained.report().endpoints())
                    .containsExactlyElementsOf(found.stream()
                            .sorted()
                            .map(Endpoint::toSocketAddress)
                            .toList());
            assertThat(explained.steps()).hasSize(queries.size());
            Set<Contact> heard = new LinkedHashSet<>(table);
            int answers = 0;
            for (LookupStep step : explained.steps()) {
                Asked query = queries.get(step.number());
                assertThat(step).isEqualTo(explained.steps().get(step.number()));
                assertThat(step.contact().endpoint()).isEqualTo(query.to());
                assertThat(step.neighboursOnly()).isEqualTo(query.question() instanceof FindNodeQuery);
                assertThat(step.distance())
                        .isEqualTo(Id.BITS - id.commonPrefix(step.contact().id()));
                assertThat(step.asked()).isEqualTo(Duration.ofNanos(query.at() - began));
                assertThat(step.namedBy()).isEqualTo(namers(step, query));
                isAnswered(step, query, heard);
                answers += step.outcome() == Outcome.ANSWERED && !step.neighboursOnly() ? 1 : 0;
                assertThat(last(step.number())).isEqualTo(step);
            }
            explained.steps().forEach(step -> heard.remove(step.contact()));
            assertThat(explained.notAsked()).isEqualTo(heard.size());
            assertThat(explained.ending())
                    .isEqualTo(
                            answers == 0
                                    ? Ending.NOBODY_ANSWERED
                                    : answers < 8 ? Ending.ALL_ASKED : Ending.CLOSEST_ANSWERED);
        }

        private void isAnswered(LookupStep step, Asked query, Set<Contact> heard) {
            Answered answer = answerTo(query);
            long sendings = all.asked.stream()
                    .filter(one -> one.transaction() == query.transaction())
                    .count();
            List<Rejected> rejected = new ArrayList<>();
            int contacts = 0;
            int endpoints = 0;
            if (answer == null) {
                boolean isOver = all.driven.now - query.at() >= Queries.TIME_OUT;
                assertThat(step.outcome())
                        .isIn(
                                sendings == 1
                                        ? List.of(Outcome.ASKED)
                                        : isOver ? List.of(Outcome.SILENT) : List.of(Outcome.LATE, Outcome.HOPELESS));
            } else if (answer.answer() instanceof ErrorResponse) {
                assertThat(step.outcome()).isEqualTo(Outcome.REFUSED);
            } else if (!answer.id().equals(step.contact().id())) {
                assertThat(step.outcome()).isEqualTo(Outcome.OTHER_ID);
                heard.add(new Contact(answer.id(), answer.from()));
            } else {
                assertThat(step.outcome()).isEqualTo(Outcome.ANSWERED);
                assertThat(step.answered()).isEqualTo(Duration.ofNanos(answer.at() - began));
                assertThat(step.roundTrip()).isEqualTo(Duration.ofNanos(answer.at() - query.at()));
                if (answer.answer() instanceof NodesResponse nodes) {
                    contacts = nodes.nodes().size();
                    nodes.nodes().stream().limit(8).forEach(contact -> {
                        if (contact.id().equals(all.node().id())) {
                            rejected.add(new Rejected(contact, "it is this node"));
                        } else if (contact.equals(NOWHERE)) {
                            rejected.add(new Rejected(contact, "nothing can be sent to its address"));
                        } else {
                            heard.add(contact);
                        }
                    });
                } else if (answer.answer() instanceof ValuesResponse values) {
                    endpoints = values.endpoints().size();
                }
            }
            assertThat(step.contacts()).isEqualTo(contacts);
            assertThat(step.endpoints()).isEqualTo(endpoints);
            assertThat(step.answered() == null).isEqualTo(step.outcome() != Outcome.ANSWERED);
            assertThat(step.roundTrip() == null).isEqualTo(step.outcome() != Outcome.ANSWERED);
            // Under other ids neighbours contradict what is said of them, which is a case of its own.
            if (all.all.stream().allMatch(one -> one.id.equals(one.contact.id()))) {
                assertThat(step.rejected()).containsExactlyElementsOf(rejected);
            }
        }

        private @Nullable Answered answerTo(Asked query) {
            return all.answered.stream()
                    .filter(one -> one.transaction() == query.transaction()
                            && one.from().equals(query.to()))
                    .findFirst()
                    .orElse(null);
        }

        /** Whose answers named a contact before it was asked. */
        private List<Integer> namers(LookupStep step, Asked query) {
            if (table.contains(step.contact())) {
                return List.of();
            }
            return all.answered.stream()
                    .filter(one -> one.at() <= query.at() && stepOf.containsKey(one.transaction()))
                    .filter(one -> names(one, step.contact()))
                    .map(one -> Objects.requireNonNull(stepOf.get(one.transaction())))
                    .distinct()
                    .toList();
        }

        private boolean names(Answered answer, Contact contact) {
            Neighbour from = all.at(answer.from());
            if (!answer.id().equals(from.contact.id()) && !isOwnId(answer)) {
                return contact.equals(new Contact(answer.id(), answer.from()));
            }
            return answer.answer() instanceof NodesResponse nodes
                    && nodes.nodes().stream().limit(8).anyMatch(contact::equals);
        }

        /** Whether it was asked under the id that it gives. */
        private boolean isOwnId(Answered answer) {
            return told.stream()
                    .anyMatch(step -> step.number() == Objects.requireNonNull(stepOf.get(answer.transaction()))
                            && step.contact().id().equals(answer.id()));
        }
    }

    private LookupStep last(int number) {
        return told.stream()
                .filter(step -> step.number() == number)
                .reduce((earlier, later) -> later)
                .orElseThrow();
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
