package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Explanation;
import dev.dht.api.Explanation.Ending;
import dev.dht.api.LookupStep;
import dev.dht.api.LookupStep.Outcome;
import dev.dht.api.LookupStep.Rejected;
import dev.dht.check.Choices;
import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
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

/** What a look-up tells of itself is what went over the wire, whatever its neighbours do. */
class TrailWireTest {
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
        /** By endpoint and transaction id: an id may be used for another endpoint again. */
        private final Map<String, Integer> stepOf = new TreeMap<>();

        Wire(Neighbours all, Id id, Set<Contact> table) {
            this.all = all;
            this.id = id;
            this.table = table;
            this.began = all.driven.now;
            told.clear();
            found.clear();
            all.forget();
        }

        private static String key(Endpoint endpoint, int transaction) {
            return endpoint + " " + transaction;
        }

        void isExplained(Explanation explained) {
            for (Asked asked : all.asked) {
                boolean isOfIt = asked.question().equals(new FindNodeQuery(id))
                        || asked.question().equals(new FindValueQuery(id));
                if (isOfIt && stepOf.putIfAbsent(key(asked.to(), asked.transaction()), queries.size()) == null) {
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
            List<Rejected> rejected = new ArrayList<>();
            int contacts = 0;
            int endpoints = 0;
            if (answer == null) {
                assertThat(step.outcome()).isIn(unanswered(query));
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

        /** What may be said of a query to which no answer came; what happens at the moment of the end may be told or not. */
        private List<Outcome> unanswered(Asked query) {
            long[] sendings = all.asked.stream()
                    .filter(one ->
                            one.transaction() == query.transaction() && one.to().equals(query.to()))
                    .mapToLong(Asked::at)
                    .toArray();
            long waited = all.driven.now - query.at();
            List<Outcome> possible = new ArrayList<>();
            if (sendings.length == 1 || sendings[1] == all.driven.now) {
                possible.add(Outcome.ASKED);
            }
            if (sendings.length == 2 && waited <= Queries.LONGEST_TIME_OUT) {
                possible.add(Outcome.LATE);
                possible.add(Outcome.HOPELESS);
            }
            if (sendings.length == 2 && waited >= Queries.TIME_OUT) {
                possible.add(Outcome.SILENT);
            }
            return possible;
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
            return all.answered.subList(0, query.answers()).stream()
                    .filter(one -> stepOf.containsKey(key(one.from(), one.transaction())))
                    .filter(one -> names(one, step.contact()))
                    .map(one -> Objects.requireNonNull(stepOf.get(key(one.from(), one.transaction()))))
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
                    .anyMatch(step -> step.number()
                                    == Objects.requireNonNull(stepOf.get(key(answer.from(), answer.transaction())))
                            && step.contact().id().equals(answer.id()));
        }
    }

    private LookupStep last(int number) {
        return told.stream()
                .filter(step -> step.number() == number)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
