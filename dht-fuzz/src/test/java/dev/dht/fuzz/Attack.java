package dev.dht.fuzz;

import dev.dht.api.DhtException;
import dev.dht.check.Choices;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Cancel;
import dev.dht.node.Node;
import dev.dht.node.NodeBounds;
import dev.dht.node.NodeSettings;
import dev.dht.node.Reply;
import dev.dht.node.Scratch;
import dev.dht.publish.PublishSettings;
import dev.dht.store.StoreSettings;
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
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** One case: a node with narrow bounds, and all that the choices do to it. */
final class Attack {
    private static final long SECOND = 1_000_000_000L;
    private static final int STEPS = 300;
    /** How many of the datagrams that the node sent can still be answered, or their tokens used. */
    private static final int REMEMBERED = 32;
    /** A node that is woken as often at one moment goes round in circles. */
    private static final int WOKEN_AT_ONCE = 10_000;

    private static final NodeSettings SETTINGS = new NodeSettings(
            true,
            NodeSettings.DEFAULT.lookup(),
            new StoreSettings(12, 6, 3),
            new PublishSettings(4, 8, 2, 8, 1_000, 20, true),
            new NodeBounds(12, 3, 2, 3, 1_232, 1 << 14),
            true);

    private static final List<Endpoint> STRANGE = List.of(
            Endpoint.v4(0x0A000001, 0),
            Endpoint.v4(0, 1),
            Endpoint.v4(0xFFFFFFFF, 1),
            Endpoint.v4(0xE0000001, 1),
            Endpoint.v4(0x7F000001, 1),
            Endpoint.v4(0x0B000001, 1_729),
            Endpoint.v6(1, 2, 3));

    private record Sent(Endpoint to, Envelope envelope) {}

    private final Choices choices;
    private final Id self = Id.of(0x8000_0000_0000_0000L, 0, 0, 0);
    private final Judge judge = new Judge(SETTINGS, self);
    private final List<Sent> sent = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Node node;
    private byte[] last = {};
    private boolean outletWorks = true;
    private long now;

    Attack(Choices choices) {
        this.choices = choices;
        SplittableRandom random = new SplittableRandom(1);
        node = new Node(SETTINGS, self, random.split(), random.split(), this::take, Scratch.upTo(1_232), 0, 0);
        node.localAddresses(List.of(Endpoint.v4(0x0B000001, 1)));
    }

    private boolean take(int path, Endpoint to, ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        Envelope envelope = judge.sent(now, path, to, bytes);
        if (!outletWorks) {
            return false;
        }
        if (sent.size() == REMEMBERED) {
            sent.remove(0);
        }
        sent.add(new Sent(to, envelope));
        return true;
    }

    void run() {
        choices.list(STEPS, c -> {
            step();
            if (c.oneIn(4)) {
                judge.told(now, node.info(now, null));
            }
            outcomes.forEach(Outcome::assertNotTwice);
            return true;
        });
        outletWorks = true;
        stillAnswers();
        if (choices.flip()) {
            choices.note("close");
            node.close(now);
        } else {
            pass(1_200 * SECOND);
        }
        outcomes.forEach(Outcome::assertOnce);
        judge.told(now, node.info(now, null));
    }

    private void step() {
        switch (choices.below(16)) {
            case 0, 1, 2, 3, 4 -> answer();
            case 5, 6, 7 -> ask();
            case 8 -> receive(endpoint(), mutated(last));
            case 9 -> receive(endpoint(), choices.bytes(choices.below(90)));
            case 10, 11 -> verb();
            case 12, 13, 14 -> passSome();
            default -> rare();
        }
    }

    private void receive(Endpoint from, byte[] bytes) {
        last = bytes;
        int path = choices.oneIn(32) ? 1 : 0;
        choices.note("from", from, Message.decode(bytes).map(Object::toString).orElse(bytes.length + " bytes"));
        judge.received(now, path == 0, from, bytes);
        node.receive(now, path, from, ByteBuffer.wrap(bytes));
    }

    /** An answer to a query of the node's, true or not. */
    private void answer() {
        List<Sent> queries =
                sent.stream().filter(s -> Judge.isQuery(s.envelope.message())).toList();
        if (queries.isEmpty()) {
            ask();
            return;
        }
        Sent query = queries.get(queries.size() - 1 - choices.below(queries.size()));
        Message question = query.envelope.message();
        int kind = choices.oneIn(16) ? choices.below(4) : question instanceof PingQuery ? 0 : 1;
        Message answer;
        if (question instanceof StoreQuery && kind != 0) {
            answer = new StoreResponse();
        } else if (question instanceof FindValueQuery && choices.flip() || kind == 2) {
            answer = new ValuesResponse(choices.bits(8), choices.list(10, c -> endpoint()));
        } else if (kind == 1) {
            answer = new NodesResponse(choices.bits(8), choices.list(10, c -> contact()));
        } else {
            answer = new PingResponse();
        }
        Endpoint from = choices.oneIn(16) ? endpoint() : query.to;
        Id sender = choices.oneIn(16) ? id() : idAt(query.to);
        receive(from, maybeMutated(answer.encode(query.envelope.transaction(), sender)));
    }

    private void ask() {
        Endpoint from = endpoint();
        Message query = switch (choices.below(5)) {
            case 0 -> new FindNodeQuery(id());
            case 1 -> new FindValueQuery(id());
            case 2 -> new PingQuery();
            default -> new StoreQuery(token(from), id(), choices.below(4));
        };
        receive(from, maybeMutated(query.encode(choices.bits(2) == 0 ? (int) choices.bits(16) : 7, idAt(from))));
    }

    /** A token that the node gave to this endpoint, or to another, or none. */
    private long token(Endpoint to) {
        boolean ofOthers = choices.oneIn(8);
        for (int i = sent.size() - 1; i >= 0; i--) {
            if ((sent.get(i).to.equals(to) || ofOthers)
                    && sent.get(i).envelope.message() instanceof NodesResponse nodes) {
                return nodes.token();
            }
        }
        return choices.bits(8);
    }

    private void verb() {
        Outcome outcome = new Outcome();
        outcomes.add(outcome);
        int verb = choices.below(8);
        choices.note("verb", verb);
        switch (verb) {
            case 0, 1, 2 -> {
                Cancel cancel = node.lookup(now, id(), found -> {}, outcome.reply());
                if (choices.oneIn(8)) {
                    cancel.cancel(now);
                }
            }
            case 3 -> node.enter(now, id(), choices.between(1, 2), outcome.reply());
            case 4 -> node.delete(now, id(), outcome.reply());
            case 5 -> node.findNode(now, endpoint(), id(), outcome.reply());
            case 6 -> node.findValue(now, endpoint(), id(), outcome.reply());
            default -> node.ping(now, endpoint(), outcome.reply());
        }
    }

    private void rare() {
        int what = choices.below(5);
        choices.note("rare", what);
        switch (what) {
            case 0 -> node.bootstrap(now, choices.list(4, c -> endpoint()));
            case 1 -> outletWorks = !outletWorks;
            case 2 -> {
                now += choices.bits(42);
                node.resumed(now, now / 1_000_000);
            }
            case 3 -> {
                // A driver that comes too late.
                now += choices.bits(42);
                node.advance(now);
            }
            default -> node.advance(now);
        }
    }

    private void passSome() {
        pass(choices.below(8) == 7 ? choices.bits(42) : choices.bits(8 * choices.between(3, 4)));
    }

    /** Lets time pass; the node is woken whenever it wants to be. */
    private void pass(long span) {
        choices.note("pass", span);
        long end = now + span;
        int wokenAtOnce = 0;
        for (long due = node.nextDeadline(); due <= end; due = node.nextDeadline()) {
            wokenAtOnce = due > now ? 0 : wokenAtOnce + 1;
            Judge.require(wokenAtOnce < WOKEN_AT_ONCE, "a deadline that stays in the past", due);
            now = Math.max(now, due);
            node.advance(now);
        }
        now = end;
    }

    private void stillAnswers() {
        Endpoint from = Endpoint.v4(0x0C000001, 99);
        judge.received(now, true, from, new PingQuery().encode(4_711, Id.ZERO));
        node.receive(now, 0, from, ByteBuffer.wrap(new PingQuery().encode(4_711, Id.ZERO)));
        judge.wasAnswered();
    }

    /** Few enough that they come again. */
    private Endpoint endpoint() {
        int which = choices.below(32);
        return which < 24 ? Endpoint.v4(0x0A000001 + which / 2, 1 + which % 2) : STRANGE.get(which % STRANGE.size());
    }

    private Contact contact() {
        Endpoint endpoint = endpoint();
        return new Contact(choices.oneIn(8) ? id() : idAt(endpoint), endpoint);
    }

    /** Who lives at an endpoint, where nobody lies: half of them close to the node. */
    private static Id idAt(Endpoint endpoint) {
        long number = endpoint.isV4() ? (endpoint.address() & 31L) * 2 + endpoint.port() % 2 : 63;
        return number % 4 == 0 ? Id.of(0x8000_0000_0000_0000L, 0, 0, number) : Id.of(number << 58, 0, 0, 1);
    }

    private Id id() {
        int which = choices.below(32);
        return which == 31 ? self : idAt(Endpoint.v4(0x0A000001 + which / 2, 1 + which % 2));
    }

    private byte[] maybeMutated(byte[] bytes) {
        return choices.oneIn(16) ? mutated(bytes) : bytes;
    }

    private byte[] mutated(byte[] bytes) {
        byte[] changed = Arrays.copyOf(bytes, choices.oneIn(4) ? choices.below(bytes.length + 40) : bytes.length);
        for (int i = choices.below(5); i > 0 && changed.length > 0; i--) {
            changed[choices.below(changed.length)] = (byte) choices.bits(8);
        }
        return changed;
    }

    /** How often somebody was told how a verb ended. */
    private static final class Outcome {
        private int times;

        <T> Reply<T> reply() {
            return new Reply<>() {
                @Override
                public void done(T value) {
                    times++;
                }

                @Override
                public void failed(DhtException why) {
                    times++;
                }
            };
        }

        void assertNotTwice() {
            Judge.require(times <= 1, "a verb that ends twice", times);
        }

        void assertOnce() {
            Judge.require(times == 1, "a verb that does not end once", times);
        }
    }
}
