package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Info;
import dev.dht.api.LookupReport;
import dev.dht.api.Pong;
import dev.dht.api.Receipt;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Driven.Sent;
import dev.dht.protocol.Json;
import dev.dht.publish.PublishSettings;
import dev.dht.query.Queries;
import dev.dht.store.StoreSettings;
import dev.dht.virtual.Full;
import dev.dht.virtual.Outcome;
import dev.dht.wire.Message;
import dev.dht.wire.Message.Envelope;
import dev.dht.wire.Message.FindNodeQuery;
import dev.dht.wire.Message.FindValueQuery;
import dev.dht.wire.Message.NodesResponse;
import dev.dht.wire.Message.PingQuery;
import dev.dht.wire.Message.PingResponse;
import dev.dht.wire.Message.StoreQuery;
import dev.dht.wire.Message.StoreResponse;
import dev.dht.wire.Message.ValuesResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A node with contacts, queries and look-ups under a rain of datagrams: random bytes, packets of the record, answers to
 * what it asked, each whole or mutated, from few addresses and many, while time passes.
 */
class FuzzTest {
    private static final int DATAGRAMS = Full.count(10_000_000) / 4;
    private static final int LOOKUPS_WAITING = 32;
    private static final NodeSettings SETTINGS = new NodeSettings(
            true,
            NodeSettings.DEFAULT.lookup(),
            new StoreSettings(500, 200, 20),
            new PublishSettings(50, 8, 4, 64, 1_000, 20, true),
            new NodeBounds(64, 4, 8, LOOKUPS_WAITING, 1232, 1 << 12),
            true);

    /** How many contacts of its table a look-up begins with. */
    private static final int SEEDS = 16;

    /**
     * When nobody answers any more, everything has ended after as long, were each query to take the longest time-out: the
     * look-ups in progress ask all their candidates; the entries that are being stored are offered to as many nodes as they
     * may be; and the others each wait for a look-up in which the table's contacts, {@value #SEEDS} of them, as many at once as
     * a look-up asks, stay silent twice.
     */
    private static final long LONGEST_END = Queries.LONGEST_TIME_OUT
            * (SETTINGS.lookup().candidates() / SETTINGS.lookup().outstanding()
                    + SETTINGS.publish().entries()
                            * SETTINGS.publish().most()
                            / SETTINGS.publish().inFlight()
                    + 2
                            * (-Math.floorDiv(-SEEDS, SETTINGS.lookup().parallelism()))
                            * (SETTINGS.publish().entries() / SETTINGS.publish().rounds() + 1));

    private final List<byte[]> record = Json.objects("/protocol/packets.json").stream()
            .map(p -> HexFormat.of().parseHex((String) Objects.requireNonNull(p.get("packet"))))
            .toList();
    private final byte[] scratch = new byte[2_048];
    private final List<Outcome<?>> outcomes = new ArrayList<>();
    /** Who answers under their own ids, but for one answer of eight, and are named by everybody. */
    private final List<Contact> honest = new ArrayList<>();

    private final Map<Endpoint, Id> honestIds = new HashMap<>();

    private Driven driven = new Driven(0, SETTINGS);
    private SplittableRandom random = new SplittableRandom(0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverComesTheNodeKeepsItsBoundsAndGoesOn(long seed) {
        driven = new Driven(seed, SETTINGS);
        random = new SplittableRandom(seed + 100);
        for (int i = 0; i < 100; i++) {
            Contact contact = driven.contact(i);
            honest.add(contact);
            honestIds.put(contact.endpoint(), contact.id());
            driven.introduce(contact);
        }
        for (int i = 0; i < DATAGRAMS; i++) {
            rain();
            if (i % 16 == 0) {
                driven.pass(random.nextLong(random.nextInt(1_000) == 0 ? 2_000 * Driven.SECOND : Driven.SECOND / 8));
            }
            if (i % 256 == 0) {
                verb();
            }
            if (i % 1_024 == 0) {
                keepsItsBounds();
            }
        }
        answersAPing();
        driven.pass(LONGEST_END);
        assertThat(outcomes).allMatch(o -> o.times == 1);
        Info info = driven.node.info(driven.now, null);
        assertThat(info.lookupsWaiting()).isZero();
        assertThat(List.of(
                        "served_store_new",
                        "queries_find_node_answered",
                        "lookups_ended",
                        "contacts_added",
                        "entry_stores"))
                .as("came about: %s", info.counters())
                .allMatch(name -> Objects.requireNonNull(info.counters().get(name)) > 100);
    }

    private void rain() {
        int length = switch (random.nextInt(8)) {
            case 0 -> noise();
            case 1, 2, 3 -> copy(record.get(random.nextInt(record.size())));
            default -> copy(reaction());
        };
        if (random.nextInt(3) == 0) {
            length = mutated(length);
        }
        driven.node.receive(driven.now, random.nextInt(100) == 0 ? 1 : 0, from, ByteBuffer.wrap(scratch, 0, length));
        assertThat(driven.longest).isLessThanOrEqualTo(SETTINGS.bounds().datagram());
        assertThat(driven.lastLetter).isNotEqualTo((byte) 'e');
    }

    private Endpoint from = Endpoint.v4(0x0A000001, 1);

    private void fromAnywhere() {
        from = switch (random.nextInt(8)) {
            case 0 -> Endpoint.v4(random.nextInt(), random.nextInt(1 << 16));
            case 1 -> Endpoint.v6(random.nextLong(), random.nextLong(), random.nextInt(1 << 16));
            default -> Endpoint.v4(0x0A000000 + random.nextInt(200), 1_000 + random.nextInt(4));
        };
    }

    private int noise() {
        fromAnywhere();
        random.nextBytes(scratch);
        return random.nextInt(100) == 0 ? random.nextInt(scratch.length) : random.nextInt(120);
    }

    private int copy(byte[] bytes) {
        System.arraycopy(bytes, 0, scratch, 0, bytes.length);
        return bytes.length;
    }

    private int mutated(int length) {
        int changed = length;
        for (int i = random.nextInt(4); i >= 0 && changed > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> changed = random.nextInt(changed + 1);
                case 1 -> changed = Math.min(scratch.length, changed + random.nextInt(1, 4));
                default -> scratch[random.nextInt(changed)] = (byte) random.nextInt();
            }
        }
        return changed;
    }

    /** An answer to something the node sent, true or not, or a query with a token that it gave. */
    private byte[] reaction() {
        Sent sent = driven.sent.poll();
        if (sent == null) {
            fromAnywhere();
            Id id = anyId();
            return (random.nextBoolean() ? new FindNodeQuery(anyId()) : new FindValueQuery(anyId()))
                    .encode(random.nextInt(1 << 16), id);
        }
        while (driven.sent.size() > 256) {
            driven.sent.removeFirst();
        }
        from = sent.to();
        Envelope envelope = sent.envelope();
        Message message = envelope.message();
        Message answer = new PingQuery();
        if (message instanceof PingQuery) {
            answer = new PingResponse();
        } else if (message instanceof StoreQuery) {
            answer = new StoreResponse();
        } else if (message instanceof FindNodeQuery || message instanceof FindValueQuery && random.nextBoolean()) {
            answer = new NodesResponse(random.nextLong(), contacts());
        } else if (message instanceof FindValueQuery) {
            answer = new ValuesResponse(
                    random.nextLong(),
                    contacts().stream().map(Contact::endpoint).toList());
        } else if (message instanceof NodesResponse found) {
            answer = new StoreQuery(found.token(), anyId(), random.nextInt(1 << 16));
        }
        Id truth = honestIds.get(sent.to());
        return answer.encode(envelope.transaction(), truth == null || random.nextInt(8) == 0 ? anyId() : truth);
    }

    private Id anyId() {
        int of = random.nextInt(300);
        return of == 0 ? driven.node.id() : Id.of(new SplittableRandom(of).nextLong(), 0, 0, of);
    }

    private List<Contact> contacts() {
        List<Contact> contacts = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            contacts.add(random.nextBoolean() ? honest.get(random.nextInt(honest.size())) : anybody());
        }
        return contacts;
    }

    private Contact anybody() {
        Endpoint endpoint = random.nextInt(20) == 0
                ? Endpoint.v4(random.nextInt(), random.nextInt(1 << 16))
                : Endpoint.v4(0x0A000000 + random.nextInt(200), 1_000 + random.nextInt(4));
        return new Contact(anyId(), endpoint);
    }

    private void verb() {
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                Outcome<LookupReport> outcome = kept(new Outcome<>());
                Cancel cancel = driven.node.lookup(driven.now, anyId(), e -> {}, outcome);
                if (random.nextInt(10) == 0) {
                    cancel.cancel(driven.now);
                }
            }
            case 2 -> {
                Outcome<Receipt> outcome = kept(new Outcome<>());
                driven.node.enter(driven.now, anyId(), random.nextInt(1, 3), outcome);
            }
            case 3 -> driven.node.delete(driven.now, anyId(), kept(new Outcome<>()));
            default -> {
                Outcome<Pong> outcome = kept(new Outcome<>());
                driven.node.ping(driven.now, Endpoint.v4(0x0A000000 + random.nextInt(9), 1_000), outcome);
            }
        }
    }

    private <T> Outcome<T> kept(Outcome<T> outcome) {
        outcomes.add(outcome);
        return outcome;
    }

    private void keepsItsBounds() {
        Info info = driven.node.info(driven.now, null);
        assertThat(info.queriesInFlight()).isLessThanOrEqualTo(SETTINGS.bounds().queriesInFlight());
        int own = SETTINGS.publish().rounds() + 2;
        assertThat(info.lookupsRunning()).isLessThanOrEqualTo(SETTINGS.bounds().lookupsRunning() + own);
        assertThat(info.lookupsWaiting()).isLessThanOrEqualTo(LOOKUPS_WAITING);
        assertThat(info.store().entries()).isLessThanOrEqualTo(SETTINGS.store().entries());
        assertThat(info.entered()).isLessThanOrEqualTo(SETTINGS.publish().entries());
        assertThat(info.underReplicated()).isLessThanOrEqualTo(info.entered());
        assertThat(info.table().buckets())
                .hasSizeLessThanOrEqualTo(256)
                .allMatch(b -> b.contacts().size() <= 8);
        assertThat(info.table().replacements())
                .isLessThanOrEqualTo(8 * info.table().buckets().size());
        assertThat(outcomes).allMatch(o -> o.times <= 1);
        outcomes.removeIf(Outcome::isOver);
    }

    private void answersAPing() {
        driven.sent.clear();
        driven.receive(Endpoint.v4(0x0F000001, 99), new PingQuery().encode(4_711, Id.ZERO));
        assertThat(driven.sent)
                .extracting(Sent::envelope)
                .contains(new Envelope(4_711, driven.node.id(), new PingResponse()));
    }
}
