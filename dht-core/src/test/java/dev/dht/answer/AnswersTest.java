package dev.dht.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dht.answer.Answers.Answer;
import dev.dht.check.Choices;
import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.routing.Audience;
import dev.dht.routing.Closest;
import dev.dht.routing.Firewall;
import dev.dht.routing.Table;
import dev.dht.store.Store;
import dev.dht.store.StoreSettings;
import dev.dht.store.Tokens;
import dev.dht.wire.Message;
import dev.dht.wire.Message.NodesResponse;
import dev.dht.wire.Message.ValuesResponse;
import dev.dht.wire.Packet;
import dev.dht.wire.PacketWriter;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is answered, given what the node knows and stores. */
class AnswersTest {
    private static final int LONGEST = 1_232;
    private static final Endpoint ASKER = Endpoint.v4(0x0A000001, 1_729);
    private static final Id ASKER_ID = Id.of(9, 9, 9, 9);
    private static final Id SELF = Id.of(1, 2, 3, 4);

    private final SplittableRandom random = new SplittableRandom(1);
    private final Table table = new Table(SELF, random, 0);
    private final Tokens tokens = new Tokens(random, 0);
    private final PacketWriter writer = PacketWriter.upTo(LONGEST, SELF, ByteBuffer.allocate(2_048));
    private Store store = new Store(StoreSettings.DEFAULT, random, 0);
    private Answers answers = new Answers(table, store, tokens, writer, random, new Closest(Table.K));

    private void bounds(int entries, int fromOneAddress, int ofOneId) {
        store = new Store(new StoreSettings(entries, fromOneAddress, ofOneId), random, 0);
        answers = new Answers(table, store, tokens, writer, random, new Closest(Table.K));
    }

    private Answer answer(Endpoint from, Message query) {
        Packet packet = new Packet();
        assertThat(packet.read(ByteBuffer.wrap(query.encode(77, ASKER_ID)))).isNull();
        return answers.answer(0, from, packet);
    }

    /** What was written, in answer to that query. */
    private Message written() {
        ByteBuffer finished = writer.finished();
        assertThat(finished.remaining()).isLessThanOrEqualTo(LONGEST);
        byte[] bytes = new byte[finished.remaining()];
        finished.get(bytes);
        Message.Envelope envelope = Message.decode(bytes).orElseThrow();
        assertThat(envelope.transaction()).isEqualTo(77);
        assertThat(envelope.sender()).isEqualTo(SELF);
        return envelope.message();
    }

    private void know(int count) {
        for (int i = 0; i < count; i++) {
            Endpoint endpoint = Endpoint.v4(0x0A000001 + i, 1_729);
            boolean isProof = random.nextInt(4) != 0;
            table.answered(
                    0,
                    new Contact(Id.random(random), endpoint),
                    -1,
                    isProof,
                    isProof ? Firewall.IS_SHUT : Firewall.MAY_BE_OPEN);
        }
    }

    @Test
    void whoeverAsksIsAnswered() {
        assertThat(answer(ASKER, new Message.PingQuery())).isEqualTo(Answer.PONG);
        assertThat(written()).isEqualTo(new Message.PingResponse());
        assertThatIllegalArgumentException().isThrownBy(() -> answer(ASKER, new Message.PingResponse()));
    }

    @Test
    void theClosestAreNamedButForTheOneThatAsks() {
        Property.check(choices -> {
            know(choices.below(30));
            boolean isItself = choices.oneIn(3);
            Id like = Id.of(
                    choices.flip() ? 9 : 8, choices.flip() ? 9 : 8, choices.flip() ? 9 : 8, choices.flip() ? 9 : 8);
            Id target = isItself ? ASKER_ID : choices.flip() ? like : Id.random(random);
            boolean isValue = choices.flip();
            Answer answer =
                    answer(ASKER, isValue ? new Message.FindValueQuery(target) : new Message.FindNodeQuery(target));
            assertThat(answer).isEqualTo(Answer.NODES);
            NodesResponse response = (NodesResponse) written();
            assertThat(response.nodes()).isEqualTo(closest(target, !isValue && target.equals(ASKER_ID)));
            assertThat(response.nodes()).extracting(Contact::endpoint).doesNotContain(ASKER);
            assertThat(tokens.isGood(0, ASKER, response.token())).isTrue();
        });
    }

    private List<Contact> closest(Id target, boolean isItself) {
        Closest closest = new Closest(Table.K);
        table.closest(
                0,
                target.word(0),
                target.word(1),
                target.word(2),
                target.word(3),
                ASKER.packed(),
                isItself ? Audience.NEIGHBOUR : Audience.OTHERS,
                closest);
        return closest.contacts();
    }

    @Test
    void whatIsStoredIsGivenToWhoeverAsksAsMuchAsFits() {
        Property.check(choices -> {
            Id id = Id.random(random);
            Set<Endpoint> stored = new HashSet<>();
            for (int i = choices.between(1, 400); i > 0; i--) {
                Endpoint owner = Endpoint.v4(choices.below(50), choices.between(1, 65_535));
                stored.add(store(owner, id, choices));
            }
            assertThat(answer(ASKER, new Message.FindValueQuery(id))).isEqualTo(Answer.VALUES);
            ValuesResponse response = (ValuesResponse) written();
            assertThat(response.endpoints()).doesNotHaveDuplicates().isSubsetOf(stored);
            // An endpoint takes 7 bytes, what comes before them about 60.
            assertThat(response.endpoints()).hasSizeGreaterThanOrEqualTo(Math.min(stored.size(), 160));
            assertThat(tokens.isGood(0, ASKER, response.token())).isTrue();
        });
    }

    /** An owner stores an id under some port, and what is stored is its own address with that port. */
    private Endpoint store(Endpoint owner, Id id, Choices choices) {
        int port = choices.between(1, 65_535);
        Endpoint entry = owner.withPort(port);
        boolean known = store.all(0, id).contains(entry);
        long token = tokens.issue(0, owner);
        assertThat(answer(owner, new Message.StoreQuery(token, id, port)))
                .isEqualTo(known ? Answer.RENEWED : Answer.STORED);
        assertThat(written()).isEqualTo(new Message.StoreResponse());
        assertThat(store.all(0, id)).contains(entry);
        return entry;
    }

    @Test
    void whatMayNotBeStoredIsAnsweredAsIfItWere() {
        Id id = Id.of(5, 6, 7, 8);
        long token = tokens.issue(0, ASKER);
        assertThat(answer(ASKER, new Message.StoreQuery(token + 1, id, 80))).isEqualTo(Answer.BAD_TOKEN);
        assertThat(written()).isEqualTo(new Message.StoreResponse());
        assertThat(answer(ASKER, new Message.StoreQuery(token, id, 0))).isEqualTo(Answer.BAD_ENDPOINT);
        assertThat(written()).isEqualTo(new Message.StoreResponse());
        assertThat(store.entries()).isZero();
        assertThat(Answer.BAD_TOKEN.isSilence() || Answer.BAD_ENDPOINT.isSilence() || Answer.STORED.isSilence())
                .isFalse();
    }

    @Test
    void beyondABoundThereIsSilence() {
        bounds(1, 1, 1);
        silenceTo(Answer.SILENCE_FULL);
        bounds(2, 1, 2);
        silenceTo(Answer.SILENCE_FULL_FOR_ADDRESS);
        bounds(2, 2, 1);
        silenceTo(Answer.SILENCE_FULL_FOR_ID);
    }

    private void silenceTo(Answer why) {
        Id id = Id.of(5, 6, 7, 8);
        long token = tokens.issue(0, ASKER);
        assertThat(answer(ASKER, new Message.StoreQuery(token, id, 80)).isSilence())
                .isFalse();
        Answer second = answer(ASKER, new Message.StoreQuery(token, id, 81));
        assertThat(second).isEqualTo(why);
        assertThat(second.isSilence()).isTrue();
        assertThat(store.entries()).isOne();
    }
}
