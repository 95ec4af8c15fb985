package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.DhtException.Reason;
import dev.dht.api.Pong;
import dev.dht.api.Receipt;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import dev.dht.node.Neighbours.Neighbour;
import dev.dht.virtual.Outcome;
import dev.dht.wire.Message;
import dev.dht.wire.Message.FindNodeQuery;
import dev.dht.wire.Message.FindValueQuery;
import dev.dht.wire.Message.NodesResponse;
import dev.dht.wire.Message.PingQuery;
import dev.dht.wire.Message.PingResponse;
import dev.dht.wire.Message.StoreQuery;
import dev.dht.wire.Message.StoreResponse;
import dev.dht.wire.Message.ValuesResponse;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What a node does with what reaches it, and with time. */
class NodeTest {
    private static final long SECOND = Neighbours.SECOND;
    private static final long MINUTE = Neighbours.MINUTE;
    private static final Endpoint NOBODY = Endpoint.v4(0x0A000900, 9);

    private final Neighbours all = Neighbours.of(2, 1);
    private final Neighbour one = all.all.get(0);
    private final Id id = all.drawId();

    @Test
    void everyDatagramIsCountedAndWhatIsNoPacketIsDropped() {
        byte[] ping = new PingQuery().encode(1, one.contact.id());
        long datagrams = all.counter("datagrams_received");
        long bytes = all.counter("bytes_received");
        all.driven.receive(one.at(), ping);
        all.driven.receive(one.at(), new byte[5]);
        assertThat(all.counter("datagrams_received")).isEqualTo(datagrams + 2);
        assertThat(all.counter("bytes_received")).isEqualTo(bytes + ping.length + 5);
        assertThat(all.counter("drops_too_short")).isEqualTo(1);
    }

    @Test
    void anotherFamilyOrPathIsDroppedUnanswered() {
        byte[] ping = new PingQuery().encode(1, one.contact.id());
        all.driven.receive(Endpoint.v6(0x2001_0000_0000_0000L, 1, 9), ping);
        all.node().receive(all.driven.now, 1, one.at(), ByteBuffer.wrap(ping));
        all.carry();
        assertThat(all.counter("drops_other_family")).isEqualTo(2);
        assertThat(all.said).isEmpty();
        assertThat(all.asked).isEmpty();
    }

    @Test
    void eachQuestionIsAnsweredAndCountedByItsAnswer() {
        one.asks();
        assertThat(all.said).containsExactly(new PingResponse());
        one.asks(new FindNodeQuery(id));
        NodesResponse nodes = (NodesResponse) all.said.get(1);
        assertThat(nodes.nodes()).containsExactly(all.all.get(1).contact);
        one.asks(new StoreQuery(nodes.token(), id, 80));
        assertThat(all.said.get(2)).isEqualTo(new StoreResponse());
        one.asks(new StoreQuery(nodes.token() + 1, id, 81));
        one.asks(new FindValueQuery(id));
        assertThat(((ValuesResponse) all.said.get(4)).endpoints())
                .containsExactly(one.at().withPort(80));
        assertThat(all.node().stored(all.driven.now, id))
                .containsExactly(one.at().withPort(80));
        assertThat(all.info().store().entries()).isEqualTo(1);
        for (String name : List.of("find_node", "store_new", "store_bad_token", "find_value_endpoints")) {
            assertThat(all.counter("served_" + name)).as(name).isEqualTo(1);
        }
    }

    @Test
    void whatIsStoredIsForgottenAfterAnHourByItself() {
        one.asks(new FindNodeQuery(id));
        one.asks(new StoreQuery(((NodesResponse) all.said.get(0)).token(), id, 80));
        all.node().close(all.driven.now);
        assertThat(all.node().nextDeadline()).isLessThanOrEqualTo(all.driven.now + 61 * MINUTE);
        all.pass(59 * MINUTE);
        assertThat(all.info().store().entries()).isEqualTo(1);
        all.pass(2 * MINUTE);
        assertThat(all.info().store().entries()).isZero();
    }

    @Test
    void aNodeThatOnlyAsksAnswersNobodyAndIsAnswered() {
        Neighbours client = new Neighbours(2, NodeSettings.DEFAULT.withAnswering(false));
        Neighbour server = client.add();
        server.asks();
        assertThat(client.said).isEmpty();
        assertThat(client.asked).isEmpty();
        Outcome<Pong> pong = client.result(outcome -> client.node().ping(client.driven.now, server.at(), outcome));
        assertThat(pong.get().id()).isEqualTo(server.contact.id());
        assertThat(client.info().reachability().advice()).contains("only asks");
    }

    @Test
    void anAnswerThatComesTooLateOrThatNobodyAskedForIsCounted() {
        one.delay = 3 * SECOND;
        Outcome<Pong> pong = all.result(outcome -> all.node().ping(all.driven.now, one.at(), outcome));
        assertThat(Objects.requireNonNull(pong.failure).reason()).isEqualTo(Reason.NO_ANSWER);
        assertThat(all.counter("queries_ping_timed_out")).isEqualTo(1);
        assertThat(all.counter("drops_late_answer")).isZero();
        all.pass(2 * SECOND);
        assertThat(all.counter("drops_late_answer")).isPositive();
        assertThat(all.counter("drops_foreign_answer")).isZero();
        all.driven.receive(NOBODY, new PingResponse().encode(5, id));
        assertThat(all.counter("drops_foreign_answer")).isEqualTo(1);
    }

    @Test
    void moreQueriesToOneEndpointThanTheBoundAreRefused() {
        List<Outcome<Pong>> pongs = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            pongs.add(all.call(outcome -> all.node().ping(all.driven.now, NOBODY, outcome)));
        }
        assertThat(pongs.subList(0, 8)).noneMatch(Outcome::isOver);
        assertThat(Objects.requireNonNull(pongs.get(8).failure).reason()).isEqualTo(Reason.BUSY);
        assertThat(all.counter("bound_queries")).isEqualTo(1);
        assertThat(all.info().queriesInFlight()).isEqualTo(8);
    }

    @Test
    void aQueryIsCountedWhenItIsSentWhenItIsSentAgainAndTimedUntilItsAnswer() {
        long pings = all.counter("queries_ping");
        long again = all.counter("queries_sent_again");
        all.<Pong>call(outcome -> all.node().ping(all.driven.now, NOBODY, outcome));
        assertThat(all.counter("queries_ping")).isEqualTo(pings + 1);
        assertThat(all.passUntil(() -> all.asked.size() == 2, SECOND)).isTrue();
        assertThat(all.counter("queries_sent_again")).isEqualTo(again + 1);
        all.pass(5 * SECOND);
        assertThat(all.counter("queries_sent_again")).isEqualTo(again + 1);

        all.<Pong>result(outcome -> all.node().store(all.driven.now, one.at(), new Token(1), id, 80, outcome));
        assertThat(Objects.requireNonNull(all.info().timings().get("query_store"))
                        .sum())
                .hasMillis(20);
    }

    @Test
    void aTransactionIdWithWhichOneJustAskedIsNotUsedToAskIt() {
        List<Integer> used = new ArrayList<>();
        RandomGenerator counting = new RandomGenerator() {
            private long drawn;

            @Override
            public long nextLong() {
                return ++drawn << 32;
            }
        };
        Node node = new Node(
                NodeSettings.DEFAULT,
                id,
                counting,
                new SplittableRandom(1),
                (path, to, datagram) -> {
                    byte[] bytes = new byte[datagram.remaining()];
                    datagram.get(bytes);
                    Message.Envelope envelope = Message.decode(bytes).orElseThrow();
                    if (envelope.message() instanceof PingQuery) {
                        used.add(envelope.transaction());
                    }
                    return true;
                },
                Scratch.upTo(1_232),
                0,
                0);
        node.ping(0, NOBODY, new Outcome<>());
        int next = used.get(0) + 1;
        node.receive(0, 0, one.at(), ByteBuffer.wrap(new PingQuery().encode(next, one.contact.id())));
        node.ping(0, one.at().withPort(1), new Outcome<>());
        assertThat(used).hasSize(3).doesNotHaveDuplicates();
        assertThat(used.get(1)).as("asked back with another").isNotEqualTo(next);
    }

    @Test
    void whatWasAskedBeforeTheMachineSleptIsGivenUpAndTheWallClockIsReadAgain() {
        all.enter(id, 80);
        Outcome<Pong> pong = all.call(outcome -> all.node().ping(all.driven.now, NOBODY, outcome));
        long lookups = all.counter("entry_lookups");
        all.driven.now += 100 * MINUTE;
        long wall = 1_700_000_000_000L;

        all.node().resumed(all.driven.now, wall);

        assertThat(pong.times).isEqualTo(1);
        assertThat(Objects.requireNonNull(pong.failure)).hasMessageContaining("slept");
        assertThat(all.counter("entry_lookups")).isEqualTo(lookups + 1);
        assertThat(all.counter("queries_ping_timed_out")).isZero();
        all.carry();
        all.pass(5 * SECOND);
        Receipt receipt = Objects.requireNonNull(all.node().entry(id));
        assertThat(receipt.publishedAt())
                .isBetween(
                        Instant.ofEpochMilli(wall), Instant.ofEpochMilli(wall).plusSeconds(5));
        assertThat(all.info().timings().get("lateness"))
                .satisfies(
                        late -> assertThat(Objects.requireNonNull(late).count()).isZero());
    }

    @Test
    void whatIsDueWhenItWakesUpIsDoneAtOnce() {
        one.asks(new FindNodeQuery(id));
        one.asks(new StoreQuery(((NodesResponse) all.said.get(0)).token(), id, 80));
        all.driven.now += 100 * MINUTE;
        all.node().resumed(all.driven.now, 0);
        assertThat(all.info().store().entries()).isZero();
        assertThat(all.node().nextDeadline()).isGreaterThan(all.driven.now);
    }

    @Test
    void timeThatSeemsToGoBackStandsStill() {
        all.node().advance(all.driven.now);
        Outcome<Pong> pong = all.call(outcome -> all.node().ping(all.driven.now - MINUTE, one.at(), outcome));
        all.pass(SECOND);
        assertThat(pong.get().roundTrip().toMillis()).isEqualTo(20);
    }

    @Test
    void aClosedNodeAnswersButAsksNobody() {
        all.enter(id, 80);
        all.<Pong>call(outcome -> all.node().ping(all.driven.now, NOBODY, outcome));
        all.node().close(all.driven.now);
        assertThat(all.info().queriesInFlight()).isZero();
        assertThat(all.info().entered()).isZero();
        all.forget();
        Neighbour stranger = all.add();
        stranger.asks();
        one.asks();
        all.pass(60 * MINUTE);
        assertThat(all.said).hasSize(2);
        assertThat(all.asked).isEmpty();
    }

    @Test
    void aNodeThatIsAloneIsNotAnyMoreWhenOneItKnowsAsks() {
        all.all.forEach(Neighbour::isSilent);
        assertThat(all.passUntil(all.node()::isAlone, 40 * MINUTE)).isTrue();
        all.pass(SECOND);
        all.forget();
        one.asks();
        assertThat(all.node().isAlone()).isFalse();
        assertThat(all.times(new FindNodeQuery(all.node().id()))).as("joins").isNotEmpty();
        all.forget();
        one.asks();
        assertThat(all.asked).as("joins once").isEmpty();
    }

    @Test
    void aNodeThatIsAloneAndClosedAsksNobodyWhateverComes() {
        all.all.forEach(Neighbour::isSilent);
        assertThat(all.passUntil(all.node()::isAlone, 40 * MINUTE)).isTrue();
        all.node().close(all.driven.now);
        all.forget();
        one.asks();
        all.pass(SECOND);
        assertThat(all.asked).isEmpty();
        assertThat(all.said).hasSize(1);
    }

    @Test
    void aContactIsCountedWhenItEntersTheTable() {
        assertThat(all.counter("contacts_added")).isEqualTo(2);
        all.add().asks();
        all.pass(SECOND);
        assertThat(all.counter("contacts_added")).isEqualTo(3);
        assertThat(all.node().table(all.driven.now).contacts()).hasSize(3);
    }

    @Test
    void whoAnswersALookUpUnderAnotherIdIsKnownByThatId() {
        one.id = id;
        all.lookup(Id.ZERO);
        all.pass(2 * MINUTE);
        assertThat(all.node().contactsToSave(all.driven.now))
                .contains(new Contact(id, one.at()))
                .doesNotContain(one.contact);
        assertThat(all.counter("queries_find_value_answered_by_other_id")).isPositive();
    }

    @Test
    void whoeverIsThereIsAnswerEnoughForASingleQuery() {
        one.id = id;
        Outcome<Pong> pong = all.result(outcome -> all.node().ping(all.driven.now, one.at(), outcome));
        assertThat(pong.get().id()).isEqualTo(id);
        Outcome<Pong> stored =
                all.result(outcome -> all.node().store(all.driven.now, one.at(), new Token(1), id, 80, outcome));
        assertThat(stored.get().id()).isEqualTo(id);
    }

    // What proves that strangers reach a contact

    private static Neighbours introducedBy(Endpoint gate, Neighbours among) {
        among.node().bootstrap(among.driven.now, List.of(gate));
        among.pass(SECOND);
        return among;
    }

    @Test
    void whoAnswersAfterALongSilenceOfItsOwnIsProvenForGoodAndWhoAsksMeanwhileIsNot() {
        for (boolean asks : new boolean[] {false, true}) {
            Neighbours pair = new Neighbours(3);
            Neighbour gate = pair.add();
            gate.says(new NodesResponse(1, List.of()));
            introducedBy(gate.at(), pair);
            gate.manner = gate::honest;
            Neighbour other = pair.add();
            for (int minute = 0; minute < 13; minute++) {
                if (asks) {
                    gate.asks();
                }
                pair.pass(MINUTE);
            }
            assertThat(isProven(pair, gate)).isEqualTo(!asks);
            other.asks();
            pair.pass(SECOND);
            gate.isSilent();
            pair.lookup(Id.ZERO);
            assertThat(pair.counter("queries_find_value_timed_out")).isPositive();
            assertThat(isProven(pair, gate)).isEqualTo(!asks);
        }
    }

    private static boolean isProven(Neighbours among, Neighbour neighbour) {
        return among.node().table(among.driven.now).contacts().stream()
                .anyMatch(contact -> contact.contact().equals(neighbour.contact) && contact.proven());
    }

    @Test
    void whoJustAnsweredProvesNothingByAnsweringAgain() {
        Neighbours pair = new Neighbours(4);
        Neighbour gate = pair.add();
        introducedBy(gate.at(), pair);
        pair.pass(MINUTE);
        pair.<Pong>result(outcome -> pair.node().ping(pair.driven.now, gate.at(), outcome));
        assertThat(pair.info().table().good()).isEqualTo(1);
        assertThat(pair.info().table().proven()).isZero();
    }

    @Test
    void whomAThirdNamedIsProvenByItsAnswerWhereStrangersFromThereReachThisNode() {
        Endpoint far = Endpoint.v4(0x0D000001, 9);
        Endpoint near = Endpoint.v4(0x0A000701, 9);
        for (boolean isNear : new boolean[] {true, false}) {
            Neighbours trio = new Neighbours(5);
            Neighbour gate = trio.add();
            Neighbour named = trio.add();
            named.delay = 300 * Neighbours.MILLISECOND;
            trio.node().bootstrap(0, List.of(gate.at()));
            trio.pass(100 * Neighbours.MILLISECOND);
            trio.driven.receive(isNear ? near : far, new PingQuery().encode(1, id));
            trio.carry();
            trio.pass(SECOND);
            assertThat(trio.info().table().good()).isEqualTo(2);
            named.isSilent();
            trio.lookup(named.contact.id());
            assertThat(trio.counter("queries_find_value_timed_out")).isPositive();
            assertThat(isProven(trio, named))
                    .as("else it is presumed only, until it is silent")
                    .isEqualTo(isNear);
        }
    }
}
