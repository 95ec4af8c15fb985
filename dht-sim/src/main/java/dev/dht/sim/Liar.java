package dev.dht.sim;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import dev.dht.wire.PacketWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/** A node that lies: it makes itself known, answers pings, and lies in one way otherwise. */
final class Liar {
    /** It calls again as often, so that nobody forgets it. */
    private static final long CALL_EVERY = 240_000_000_000L;
    /** So many bits of what is looked for the false ids share: nobody honest is as close. */
    private static final int SHARED_BITS = 64;
    /** It calls on so many at once. */
    private static final int CALLS = 4;

    private final Universe universe;
    private final Host host;
    private final Id self;
    private final Lie lie;
    private final SplittableRandom choices;
    private final Packet packet = new Packet();
    private final PacketWriter writer;
    private final PacketWriter impostor;

    Liar(Universe universe, Host host, Id self, Lie lie, SplittableRandom choices) {
        this.universe = universe;
        this.host = host;
        this.self = self;
        this.lie = lie;
        this.choices = choices;
        ByteBuffer buffer = universe.network().buffer();
        writer = new PacketWriter(self, buffer);
        impostor = new PacketWriter(Id.random(choices), buffer);
    }

    /** Makes itself known to those, and from then on to others. */
    void start(List<Endpoint> introductions) {
        introductions.forEach(this::call);
        universe.plan(universe.now() + choices.nextLong(CALL_EVERY), this::callAgain);
    }

    private void callAgain() {
        if (host.liar != this) {
            return;
        }
        for (int i = 0; i < CALLS; i++) {
            call(someone());
        }
        universe.plan(universe.now() + CALL_EVERY, this::callAgain);
    }

    private Endpoint someone() {
        return universe.network().endpoint(choices.nextInt(universe.size()));
    }

    private void call(Endpoint to) {
        send(to, writer.findNodeQuery(transaction(), self));
        if (lie == Lie.FORGED_ANSWERS) {
            send(to, writer.storeQuery(transaction(), choices.nextLong(), Id.random(choices), 666));
        }
    }

    private int transaction() {
        return choices.nextInt(1 << 16);
    }

    /** A datagram came. */
    void receive(Endpoint from, ByteBuffer datagram) {
        if (packet.read(datagram) != null || !packet.kind().isQuery()) {
            return;
        }
        if (packet.kind() == Kind.PING_QUERY) {
            send(from, writer.pingResponse(packet.transaction()));
        } else if (packet.kind() == Kind.STORE_QUERY) {
            send(from, writer.storeResponse(packet.transaction()));
        } else {
            lie(from, packet.transaction(), packet.target(), packet.kind() == Kind.FIND_VALUE_QUERY);
        }
    }

    private void lie(Endpoint from, int transaction, Id target, boolean values) {
        switch (lie) {
            case SILENCE -> {}
            case FALSE_CONTACTS -> send(from, named(transaction, target, false));
            case FALSE_IDS -> send(from, named(transaction, target, true));
            case FALSE_ENDPOINTS -> send(from, values ? invented(transaction) : named(transaction, self, false));
            case FORGED_ANSWERS -> {
                send(from, impostor.nodesResponse(transaction, choices.nextLong()));
                send(from, writer.nodesResponse(transaction(), choices.nextLong()));
                byte[] noise = new byte[choices.nextInt(1, 400)];
                choices.nextBytes(noise);
                universe.send(host, from, ByteBuffer.wrap(noise));
            }
        }
    }

    /** Eight ids next to a target, the closest first, at endpoints of others or at such where nobody is. */
    private PacketWriter named(int transaction, Id target, boolean atOthers) {
        PacketWriter answer = writer.nodesResponse(transaction, choices.nextLong());
        for (int i = 0; i < 8; i++) {
            Id id = target.randomSibling(SHARED_BITS + 7 - i, choices);
            Endpoint endpoint = atOthers ? someone() : Endpoint.v4(choices.nextInt(1 << 24, 9 << 24), 1729);
            answer.addNode(new Contact(id, endpoint));
        }
        return answer;
    }

    private PacketWriter invented(int transaction) {
        PacketWriter answer = writer.valuesResponse(transaction, choices.nextLong());
        for (int i = 0; i < 3; i++) {
            answer.addEndpoint(Endpoint.v4(choices.nextInt(1 << 24, 9 << 24), 1 + choices.nextInt(65_535)));
        }
        return answer;
    }

    private void send(Endpoint to, PacketWriter answer) {
        universe.send(host, to, answer.finished());
    }
}
