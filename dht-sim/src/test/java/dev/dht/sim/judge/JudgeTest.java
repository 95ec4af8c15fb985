package dev.dht.sim.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Found;
import dev.dht.api.LookupReport;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.node.NodeSettings;
import dev.dht.publish.PublishSettings;
import dev.dht.sim.Universe;
import dev.dht.store.StoreSettings;
import dev.dht.wire.PacketWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A judge says nothing of what is right, and each of its invariants speaks up where it is broken. */
class JudgeTest {
    private static final Id ID = Id.random(new SplittableRandom(5));

    private final Judge[] judges = new Judge[1];
    private final Universe universe =
            Universe.of(3).nodes(12).observedBy(u -> judges[0] = new Judge(u)).begin();
    private final Judge judge = judges[0];
    private final PacketWriter impostor = new PacketWriter(ID, ByteBuffer.allocate(1_000));

    private void expect(String invariant) {
        assertThat(judge.verdict()).isNotEmpty().allMatch(text -> text.contains(invariant));
    }

    @Test
    void whatIsRightIsNotSpokenOf() {
        universe.dht(3).enter(ID, 80);
        universe.run(Duration.ofHours(2));
        judge.lookupBegins(5, ID);
        var lookup = universe.dht(5).lookup(ID, endpoint -> {});
        universe.runUntil(lookup::isDone);
        judge.lookupEnded(5, ID, lookup.join());
        judge.look();
        assertThat(judge.verdict()).isEmpty();
        assertThat(judge.lookups()).isEqualTo(1);
    }

    @Test
    void aLookupOfWhatTheNodePublishesItselfIsNotJudged() {
        judge.lookupBegins(5, ID);
        var entering = universe.dht(5).enterAsync(ID, 80);
        var lookup = universe.dht(5).lookup(ID, endpoint -> {});
        universe.runUntil(() -> lookup.isDone() && entering.isDone());
        judge.lookupEnded(5, ID, lookup.join());
        assertThat(judge.verdict()).isEmpty();
        assertThat(judge.lookups()).isZero();
    }

    @Test
    void lookupsThatSendMoreThanTheyReport() {
        for (int i = 0; i < 200; i++) {
            Id id = Id.random(new SplittableRandom(i));
            judge.lookupBegins(5, id);
            PacketWriter asker = new PacketWriter(universe.node(5).id(), ByteBuffer.allocate(1_000));
            judge.sent(
                    universe.now(),
                    5,
                    universe.endpoint(3),
                    asker.findValueQuery(i, id).finished());
            judge.lookupEnded(5, id, new LookupReport(id, List.of(), List.of(), 0, 1, Duration.ZERO));
        }
        expect("0 of 200 look-ups could be judged");
    }

    @Test
    void aReportOfWhoNeverAnswered() {
        judge.lookupBegins(5, ID);
        Contact invented = new Contact(ID, Endpoint.v4(0x01020304, 80));
        judge.lookupEnded(5, ID, new LookupReport(ID, List.of(), List.of(invented), 0, 1, Duration.ZERO));
        expect("AskedAllCloser");
    }

    @Test
    void aReportOfMoreQueriesThanWereSent() {
        judge.lookupBegins(5, ID);
        judge.lookupEnded(5, ID, new LookupReport(ID, List.of(), List.of(), 1, 1, Duration.ZERO));
        expect("AskedAllCloser");
    }

    @Test
    void aTokenThatNobodyGave() {
        Found found = universe.dht(2).findValue(universe.endpoint(7).toSocketAddress(), ID);
        Judge late = new Judge(universe);
        universe.observe(late);
        universe.dht(2).store(universe.endpoint(7).toSocketAddress(), Objects.requireNonNull(found.token()), ID, 80);
        assertThat(late.verdict()).hasSize(1).first().asString().contains("StoredWithToken");
        assertThat(judge.verdict()).isEmpty();
    }

    @Test
    void anEntryThatNobodyStored() {
        ByteBuffer query = impostor.findValueQuery(7, ID).finished();
        judge.delivered(universe.now(), 4, 5, query);
        PacketWriter answer = new PacketWriter(universe.node(5).id(), ByteBuffer.allocate(1_000));
        judge.sent(
                universe.now(),
                5,
                universe.endpoint(4),
                answer.valuesResponse(7, 1)
                        .addEndpoint(Endpoint.v4(0x01020304, 80))
                        .finished());
        expect("EntryLifetime");
    }

    @Test
    void anEntryThatOutlivesItsHour() {
        universe.dht(3).enter(ID, 80);
        int holder = holder();
        universe.stop(3);
        universe.run(Duration.ofMinutes(61));
        judge.delivered(
                universe.now(), 4, holder, impostor.findValueQuery(7, ID).finished());
        PacketWriter answer = new PacketWriter(universe.node(holder).id(), ByteBuffer.allocate(1_000));
        Endpoint owner = universe.endpoint(3).withPort(80);
        judge.sent(
                universe.now(),
                holder,
                universe.endpoint(4),
                answer.valuesResponse(7, 1).addEndpoint(owner).finished());
        expect("EntryLifetime");
    }

    private int holder() {
        for (int host = 0; host < universe.size(); host++) {
            if (!universe.node(host).stored(universe.clock(host), ID).isEmpty()) {
                return host;
            }
        }
        throw new AssertionError("nobody holds what was entered");
    }

    @Test
    void aContactThatNeverAnswered() {
        Contact stranger =
                new Contact(universe.node(5).id().randomSibling(250, new SplittableRandom(1)), Endpoint.v4(9, 9));
        universe.node(5).restore(universe.clock(5), List.of(stranger));
        judge.look();
        expect("KnownByAnswer");
    }

    @Test
    void aLookupThatDoesNotGoOn() {
        judge.lookupBegins(5, ID);
        Endpoint asked = universe.node(5)
                .table(universe.clock(5))
                .contacts()
                .get(0)
                .contact()
                .endpoint();
        int other = universe.hostAt(asked);
        PacketWriter asker = new PacketWriter(universe.node(5).id(), ByteBuffer.allocate(1_000));
        judge.sent(universe.now(), 5, asked, asker.findValueQuery(7, ID).finished());
        PacketWriter answerer = new PacketWriter(universe.node(other).id(), ByteBuffer.allocate(1_000));
        Contact closer = new Contact(ID.randomSibling(200, new SplittableRandom(2)), Endpoint.v4(0x01020304, 80));
        judge.delivered(
                universe.now(),
                other,
                5,
                answerer.nodesResponse(7, 1).addNode(closer).finished());
        judge.lookupEnded(5, ID, new LookupReport(ID, List.of(), List.of(), 1, 1, Duration.ZERO));
        expect("AskedAllCloser");
    }

    @Test
    void aBoundThatIsPassed() {
        for (int i = 0; i < 3; i++) {
            universe.dht(3).enter(Id.random(new SplittableRandom(i)), 80);
        }
        List<String> verdict = new ArrayList<>();
        NodeSettings narrow = NodeSettings.DEFAULT
                .withStore(new StoreSettings(1, 1, 1))
                .withPublish(new PublishSettings(2, 8, 4, 256, 1_000, 20, true));
        new BoundsHold(universe, Node::settings, verdict::add).look(universe.now());
        assertThat(verdict).isEmpty();
        new BoundsHold(universe, node -> narrow, verdict::add).look(universe.now());
        assertThat(verdict).anyMatch(text -> text.contains("entries entered, more than 2"));
        assertThat(verdict).anyMatch(text -> text.contains("entries stored, more than 1"));
    }

    @Test
    void aLookupThatNeverEnds() {
        judge.lookupBegins(5, ID);
        universe.run(Duration.ofMinutes(6));
        judge.look();
        expect("Drain");
    }
}
