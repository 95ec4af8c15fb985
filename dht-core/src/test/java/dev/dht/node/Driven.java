package dev.dht.node;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.wire.Message;
import dev.dht.wire.Message.Envelope;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A node driven by hand: what it sends is kept until it is looked at, or only counted. */
final class Driven {
    static final long SECOND = 1_000_000_000L;

    /** A datagram that the node sent. */
    record Sent(Endpoint to, byte[] bytes) {
        Envelope envelope() {
            return Message.decode(bytes).orElseThrow();
        }
    }

    final Node node;
    final SplittableRandom random;
    final Deque<Sent> sent = new ArrayDeque<>();
    /** The contacts that were made. */
    final Map<Endpoint, Contact> known = new HashMap<>();

    boolean keeps = true;
    /** Whether what it sends leaves. */
    boolean connected = true;

    long now;
    long datagrams;
    int longest;
    byte lastLetter;

    Driven(long seed, NodeSettings settings) {
        random = new SplittableRandom(seed);
        Scratch scratch =
                new Scratch(ByteBuffer.allocateDirect(settings.bounds().datagram()));
        node = new Node(settings, Id.random(random), random.split(), random.split(), this::take, scratch, 0, 0);
        node.localAddresses(List.of(Endpoint.v4(0x0B000001, 1)));
    }

    private boolean take(int path, Endpoint to, ByteBuffer datagram) {
        if (!connected) {
            return false;
        }
        datagrams++;
        longest = Math.max(longest, datagram.remaining());
        lastLetter = datagram.get(datagram.position() + 42);
        if (keeps) {
            byte[] bytes = new byte[datagram.remaining()];
            datagram.get(bytes);
            sent.add(new Sent(to, bytes));
        }
        return true;
    }

    void receive(Endpoint from, byte[] bytes) {
        node.receive(now, 0, from, ByteBuffer.wrap(bytes));
    }

    /** Lets time pass; the node is woken whenever it wants to be. */
    void pass(long span) {
        long end = now + span;
        for (long due = node.nextDeadline(); due <= end; due = node.nextDeadline()) {
            now = Math.max(now, due);
            node.advance(now);
        }
        now = end;
    }

    /** Has a contact ask, and answer when it is asked whether it is there; it is in the table then, where there is room. */
    void introduce(Contact contact) {
        sent.clear();
        receive(contact.endpoint(), new Message.PingQuery().encode(7, contact.id()));
        for (Sent one = sent.poll(); one != null; one = sent.poll()) {
            Envelope envelope = one.envelope();
            if (one.to().equals(contact.endpoint()) && envelope.message() instanceof Message.PingQuery) {
                receive(contact.endpoint(), new Message.PingResponse().encode(envelope.transaction(), contact.id()));
            }
        }
        sent.clear();
    }

    Contact contact(int number) {
        Contact contact = new Contact(Id.random(random), Endpoint.v4(0x0A000000 + number, 1_000 + number));
        known.put(contact.endpoint(), contact);
        return contact;
    }
}
