package dev.dht.node;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.api.Found;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Token;
import dev.dht.query.Asker;
import dev.dht.query.Query;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A verb that is one query to one endpoint. */
final class SingleQuery<T> implements Asker {
    /** Makes a value of an answer. */
    interface Reader<T> {
        T read(Duration roundTrip, Packet answer);
    }

    private final Reader<T> reader;
    private final Reply<T> reply;

    SingleQuery(Reader<T> reader, Reply<T> reply) {
        this.reader = reader;
        this.reply = reply;
    }

    @Override
    public void answered(long now, Query query, Packet answer) {
        reply.done(reader.read(Duration.ofNanos(now - query.sentAt()), answer));
    }

    @Override
    public void failed(long now, Query query, Failure failure) {
        String who = "the node at " + query.endpoint();
        reply.failed(
                switch (failure) {
                    case TIMED_OUT, OTHER_ID -> new DhtException(Reason.NO_ANSWER, who + " did not answer");
                    case ERROR -> new DhtException(Reason.NO_ANSWER, who + " answered with an error");
                    case NOT_SENT -> new DhtException(Reason.NO_ANSWER, "nothing can be sent to " + query.endpoint());
                    case SLEPT -> new DhtException(Reason.NO_ANSWER, "the machine slept while it waited for " + who);
                    case CLOSED -> Requests.closedFailure();
                });
    }

    void unusable(Endpoint to) {
        reply.failed(new DhtException(Reason.NO_ANSWER, "nothing can be sent to " + to + " over IPv4"));
    }

    void tooMany(Endpoint to) {
        reply.failed(new DhtException(Reason.BUSY, "too many queries wait for an answer, in all or from " + to));
    }

    static Found found(Duration roundTrip, Packet answer) {
        boolean isValues = answer.kind() == Kind.VALUES_RESPONSE;
        List<InetSocketAddress> endpoints = new ArrayList<>();
        List<Contact> contacts = new ArrayList<>();
        for (int i = 0; i < answer.count(); i++) {
            if (isValues) {
                endpoints.add(answer.endpoint(i).toSocketAddress());
            } else {
                contacts.add(answer.node(i));
            }
        }
        return new Found(answer.sender(), new Token(answer.token()), contacts, endpoints, roundTrip);
    }
}
