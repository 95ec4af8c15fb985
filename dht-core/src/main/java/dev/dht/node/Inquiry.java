package dev.dht.node;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.query.Asker;
import dev.dht.query.Lateness;
import dev.dht.query.Queries;
import dev.dht.query.Query;
import dev.dht.query.Question;
import dev.dht.query.RecentSet;
import dev.dht.routing.Firewall;
import dev.dht.routing.Liveness;
import dev.dht.routing.Table;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Every query of this node goes out here, and what came of it is told to the routing table before the one that asked. */
final class Inquiry {
    /** Told what a query taught about the neighbourhood. */
    interface Neighbourhood {
        /** A contact is in the table that was not. */
        void added(long now, Contact contact);

        /** A contact answered, or asked. */
        void alive(long now);

        /** A contact did not answer. */
        void silent(long now);
    }

    private final Queries queries;
    private final Table table;
    private final Counters counters;
    /** Endpoints that sent us anything lately: their firewalls are open to us. */
    private final RecentSet senders;
    /** Endpoints that we asked anything lately: our firewall may be open to them. */
    private final RecentSet asked;

    private final Strangers strangers;
    private @Nullable Neighbourhood neighbourhood;

    Inquiry(Queries queries, Table table, Counters counters, int memoryBits, long now) {
        this.queries = queries;
        this.table = table;
        this.counters = counters;
        this.senders = new RecentSet(memoryBits, Liveness.PROVEN_AFTER, Liveness.PROOF_PARTS);
        // An eighth is enough: to take a stranger for one that was asked costs no more than that one.
        this.asked = new RecentSet(Math.max(64, memoryBits / 8), Liveness.PROVEN_AFTER, Liveness.PROOF_PARTS);
        this.strangers = new Strangers(counters, now);
    }

    void tell(Neighbourhood listener) {
        neighbourhood = listener;
    }

    private void tellNeighbourhood(Consumer<Neighbourhood> news) {
        Neighbourhood listener = neighbourhood;
        if (listener != null) {
            news.accept(listener);
        }
    }

    /** A query came. Allocates nothing. */
    void askedUs(long now, Endpoint from, int transaction) {
        queries.askedUs(now, from, transaction);
        // Who asked before was answered, which opened our firewall too.
        if (!senders.add(now, from, 0) && !asked.mayContain(now, from, 0)) {
            strangers.asked(now, from);
        }
    }

    /** Who asked this node although it had sent them nothing. */
    Strangers strangers() {
        return strangers;
    }

    /** A response came; whoever asked is told. */
    void response(long now, Endpoint from, Packet packet) {
        switch (queries.response(now, from, packet)) {
            case LATE -> counters.add(Counter.DROPS_LATE_ANSWER);
            case FOREIGN -> counters.add(Counter.DROPS_FOREIGN_ANSWER);
            default -> {}
        }
    }

    private void heardFrom(long now, Endpoint from) {
        senders.add(now, from, 0);
    }

    /**
     * Sends a query.
     *
     * @param expected who must answer; null where anyone may
     * @param namedByOther whether a third node named the endpoint
     * @return whether the bounds allowed it; if not, {@code asker} is not told
     */
    boolean ask(long now, Endpoint to, @Nullable Id expected, boolean namedByOther, Question question, Asker asker) {
        boolean quiet = !senders.mayContain(now, to, 0);
        if (queries.ask(now, Node.PATH, to, expected, question, new Told(namedByOther, quiet, asker)) == null) {
            counters.add(Counter.BOUND_QUERIES);
            return false;
        }
        asked.add(now, to, 0);
        counters.asked(question.kind());
        return true;
    }

    /** Whether nobody at all answered since a query was sent: then it is our own network that is down. */
    boolean isOffline(Query query) {
        return !table.wasAnsweredSince(query.sentAt());
    }

    /** Whether the bounds allow one more query to an endpoint. */
    boolean mayAsk(Endpoint to) {
        return queries.mayAsk(to);
    }

    /**
     * What an answer out of a silence tells. Where strangers get through to us nobody asks us in vain; and of checks the times
     * are chosen so that no two nodes ask each other at once ({@link Liveness}).
     */
    private Firewall firewall(long now, Query query) {
        if (senders.mayContain(now, query.endpoint(), 0)) {
            return Firewall.MAY_BE_OPEN;
        }
        boolean isCheck = query.question().kind() == Kind.PING_QUERY;
        return isCheck || strangers.reach(query.endpoint()) ? Firewall.IS_SHUT : Firewall.SEEMS_SHUT;
    }

    /** Tells the table, then the one that asked. */
    private final class Told implements Asker {
        private final boolean named;
        private final boolean quiet;
        private final Asker asker;

        Told(boolean named, boolean quiet, Asker asker) {
            this.named = named;
            this.quiet = quiet;
            this.asker = asker;
        }

        @Override
        public void answered(long now, Query query, Packet answer) {
            counters.answered(query.question().kind(), now - query.sentAt());
            learn(now, query, new Contact(answer.sender(), query.endpoint()));
            asker.answered(now, query, answer);
        }

        private void learn(long now, Query query, Contact contact) {
            long roundTrip = query.wasResent() ? -1 : now - query.sentAt();
            Firewall firewall = quiet ? firewall(now, query) : Firewall.MAY_BE_OPEN;
            Table.Change change = table.answered(now, contact, roundTrip, named, firewall);
            heardFrom(now, query.endpoint());
            if (change == Table.Change.ADDED) {
                counters.add(Counter.CONTACTS_ADDED);
                tellNeighbourhood(n -> n.added(now, contact));
            }
            tellNeighbourhood(n -> n.alive(now));
        }

        @Override
        public void late(long now, Query query, Lateness how) {
            if (how == Lateness.LATE) {
                counters.add(Counter.QUERIES_SENT_AGAIN);
            }
            asker.late(now, query, how);
        }

        @Override
        public void failed(long now, Query query, Failure failure) {
            counters.failed(query.question().kind(), failure);
            Contact contact = query.contact();
            Id other = query.stranger();
            if (other != null) {
                learn(now, query, new Contact(other, query.endpoint()));
            }
            if (contact != null && failure.isToBlame()) {
                table.silent(now, contact, query.sentAt());
                tellNeighbourhood(n -> n.silent(now));
            }
            asker.failed(now, query, failure);
        }
    }
}
