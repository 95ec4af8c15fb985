package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.LookupReport;
import dev.dht.api.Receipt;
import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import dev.dht.lookup.Candidate;
import dev.dht.lookup.Lookup;
import dev.dht.lookup.Lookup.Step;
import dev.dht.lookup.LookupSettings;
import dev.dht.query.Queries;
import dev.dht.routing.Table;
import dev.dht.virtual.Outcome;
import dev.dht.wire.Message.FindNodeQuery;
import dev.dht.wire.Message.NodesResponse;
import dev.dht.wire.Message.StoreQuery;
import dev.dht.wire.PacketWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The look-ups that a node needs itself: when they begin, and what is concluded from them. */
class OwnLookupsTest {
    private static final int RUNNING = 3;
    private static final int WAITING = 2;

    @Test
    void howeverManyUsersLookUpTheNodesOwnLookupsBeginAtOnce() {
        NodeBounds bounds = new NodeBounds(1_024, 8, RUNNING, WAITING, 1_232, 1 << 12);
        Driven driven = new Driven(1, NodeSettings.DEFAULT.withBounds(bounds));
        for (int i = 0; i < 20; i++) {
            driven.introduce(driven.contact(i));
        }
        driven.pass(60 * Driven.SECOND);
        List<Outcome<LookupReport>> outcomes = new ArrayList<>();
        for (int i = 0; i < RUNNING + WAITING + 1; i++) {
            Outcome<LookupReport> outcome = new Outcome<>();
            driven.node.lookup(driven.now, Id.random(driven.random), e -> {}, outcome);
            outcomes.add(outcome);
        }
        DhtException refused = outcomes.get(RUNNING + WAITING).failure;
        assertThat(refused).extracting(DhtException::reason).isEqualTo(Reason.BUSY);
        driven.sent.clear();

        Id entered = Id.random(driven.random);
        driven.node.enter(driven.now, entered, 5, new Outcome<Receipt>());

        assertThat(driven.sent)
                .extracting(s -> s.envelope().message())
                .contains(new FindNodeQuery(entered))
                .allMatch(new FindNodeQuery(entered)::equals);
    }

    @Test
    void storingBeginsWhenThreeOfTheClosestHaveAnsweredAndTheLookUpGoesOn() {
        Driven driven = new Driven(1, NodeSettings.DEFAULT);
        for (int i = 0; i < 20; i++) {
            driven.introduce(driven.contact(i));
        }
        driven.pass(60 * Driven.SECOND);
        driven.sent.clear();
        Id entered = Id.random(driven.random);
        driven.node.enter(driven.now, entered, 5, new Outcome<Receipt>());
        List<Driven.Sent> asked = List.copyOf(driven.sent);
        assertThat(asked).as("somebody waits").hasSize(2 * LookupSettings.DEFAULT.parallelism());
        driven.sent.clear();
        Set<Endpoint> answered = new HashSet<>();
        for (Driven.Sent query : asked.subList(0, 3)) {
            assertThat(driven.sent).extracting(s -> s.envelope().message()).noneMatch(StoreQuery.class::isInstance);
            Contact contact = Objects.requireNonNull(driven.known.get(query.to()));
            driven.receive(
                    contact.endpoint(),
                    new NodesResponse(9, List.of()).encode(query.envelope().transaction(), contact.id()));
            answered.add(contact.endpoint());
        }
        assertThat(driven.sent)
                .filteredOn(s -> s.envelope().message().equals(new StoreQuery(9, entered, 5)))
                .extracting(Driven.Sent::to)
                .containsExactlyInAnyOrderElementsOf(answered);
        assertThat(driven.sent).extracting(s -> s.envelope().message()).contains(new FindNodeQuery(entered));
    }

    @Test
    void thoseThatAnsweredAreTheWholeNetworkWhereOfFiveAtMostOneWasSilent() {
        Property.check(choices -> {
            int answering = choices.below(25);
            int silent = choices.below(8);
            boolean hopeless = choices.flip();
            LookupRun run = run(new LookupSettings(64, 4, 16, 128, 8));
            choices.note(answering, "answer", silent, "do not", hopeless ? "beyond hope" : "");
            lead(run.lookup(), answering, silent, hopeless);

            assertThat(run.lookup().answered()).hasSize(answering);
            assertThat(run.isWhole()).isEqualTo(5 * silent <= answering + silent);
        });
    }

    @Test
    void thoseThatAnsweredAreNotTheWholeNetworkWhereOthersWereForgotten() {
        LookupRun run = run(new LookupSettings(8, 4, 16, 8, 8));
        lead(run.lookup(), 9, 0, false);

        assertThat(run.isWhole()).isFalse();
    }

    /** Seeds a look-up with so many, and leads it to its end. */
    private static void lead(Lookup lookup, int answering, int silent, boolean hopeless) {
        for (int i = 0; i < answering + silent; i++) {
            lookup.seed(new Contact(Id.of(1 + i, 0, 0, 0), Endpoint.v4(0x0A000001 + i, 1)), true);
        }
        for (Step step = lookup.next(); step != null; step = lookup.next()) {
            long number = step.candidate().contact().id().word(0);
            if (number <= answering) {
                lookup.answered(step.candidate(), new Token(1), List.of());
            } else if (hopeless && !lookup.answered().isEmpty()) {
                lookup.late(step.candidate(), Candidate.State.LOST);
            } else {
                lookup.failed(step.candidate(), null);
            }
        }
    }

    private static LookupRun run(LookupSettings settings) {
        SplittableRandom random = new SplittableRandom(1);
        Id self = Id.of(-1, 0, 0, 0);
        Table table = new Table(self, random, 0);
        Counters counters = new Counters();
        PacketWriter writer = new PacketWriter(self, ByteBuffer.allocate(1_232));
        Queries queries = new Queries(16, 8, 1 << 10, writer, random, (path, to, packet) -> true);
        Inquiry inquiry = new Inquiry(queries, table, counters, 1 << 10, 0);
        Lookups lookups = new Lookups(NodeSettings.DEFAULT, self, table, inquiry, counters);
        return new LookupRun(0, Id.ZERO, self, false, settings, lookups, counters, new Unheard());
    }

    private static final class Unheard implements LookupRun.Listener {
        @Override
        public void ended(long now, LookupRun run, @Nullable DhtException why) {}
    }
}
