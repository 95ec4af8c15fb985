package dev.dht.query;

import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.query.Asker.Failure;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import dev.dht.wire.PacketWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The queries in flight. Each is sent, sent once more when it is late, and given up after two
 * seconds, or after up to six where answers take long. Its transaction id
 * is drawn from the secret source, is used by no other query in flight, and is none that either of us asked the other with in
 * the last seconds: a late answer would pass for that of another query, and nodes of version 1 would take our query for the
 * answer to theirs, and crash.
 */
public final class Queries {
    /** A query is given up as long after it was first sent, in nanoseconds (deployed nodes: 2 s); on slow lines later. */
    public static final long TIME_OUT = 2_000_000_000L;
    /** A query is given up as long after it was first sent at the latest. */
    public static final long LONGEST_TIME_OUT = 6_000_000_000L;
    /** Transaction ids that were used between an endpoint and us are avoided for at least as long, in nanoseconds. */
    static final long AVOIDED_FOR = 5_000_000_000L;

    private static final int DRAWS = 64;

    /** Sends a packet. */
    public interface Sender {
        /** Whether the packet left; the buffer is read during the call only. */
        boolean send(int path, Endpoint to, ByteBuffer packet);
    }

    /** What a response turned out to be. */
    public enum Verdict {
        /** The answer to a query in flight. */
        ANSWERED,
        /** An answer to a query in flight from the right endpoint under another id than was expected. */
        OTHER_ID,
        /** An error in answer to a query in flight. */
        ERROR,
        /** The answer to a query that was given up, or the second one to a query that was sent twice. */
        LATE,
        /** Answers nothing that was asked of that endpoint. */
        FOREIGN
    }

    private final int limit;
    private final int limitEach;
    private final PacketWriter writer;
    private final RandomGenerator secrets;
    private final Sender sender;
    private final RecentSet used;
    private final Map<Integer, Query> byTransaction = new HashMap<>(4);
    private final Map<Endpoint, Integer> byEndpoint = new HashMap<>(4);
    private final Deadlines deadlines = new Deadlines();
    private final Past past = new Past();
    private final RoundTrip roundTrip = new RoundTrip();

    /**
     * Nothing in flight.
     *
     * @param limit queries in flight at once
     * @param limitEach of those to one endpoint
     * @param memoryBits the size of the memory of transaction ids that were used, in bits: a power of two; it is kept twice
     */
    public Queries(
            int limit, int limitEach, int memoryBits, PacketWriter writer, RandomGenerator secrets, Sender sender) {
        this.limit = limit;
        this.limitEach = limitEach;
        this.writer = writer;
        this.secrets = secrets;
        this.sender = sender;
        this.used = new RecentSet(memoryBits, AVOIDED_FOR, 1);
    }

    /**
     * Sends a query.
     *
     * @param expected the id that must answer; null where any may
     * @return null where a bound was hit and nothing was sent; {@code asker} is not told then
     */
    public @Nullable Query ask(long now, int path, Endpoint to, @Nullable Id expected, Question question, Asker asker) {
        if (!mayAsk(to)) {
            return null;
        }
        Query query = new Query(question, path, to, expected, transactionFor(now, to), now, asker);
        byTransaction.put(query.transaction, query);
        used.add(now, to, query.transaction);
        byEndpoint.merge(to, 1, Integer::sum);
        boolean left = send(query);
        query.givenUpAt = now + Math.max(TIME_OUT, Math.min(LONGEST_TIME_OUT, 3 * roundTrip.lateAfter()));
        query.due = left ? now + roundTrip.lateAfter() : now;
        query.stage = left ? Query.Stage.FRESH : Query.Stage.NOT_SENT;
        deadlines.add(query);
        return query;
    }

    /** Whether the bounds allow one more query to this endpoint. */
    public boolean mayAsk(Endpoint to) {
        return byTransaction.size() < limit && byEndpoint.getOrDefault(to, 0) < limitEach;
    }

    private boolean send(Query query) {
        query.question().write(writer, query.transaction);
        return sender.send(query.path, query.endpoint(), writer.finished());
    }

    private int transactionFor(long now, Endpoint to) {
        int drawn = secrets.nextInt(1 << 16);
        for (int i = 0; i < DRAWS || byTransaction.containsKey(drawn); i++) {
            if (!byTransaction.containsKey(drawn) && !used.mayContain(now, to, drawn)) {
                return drawn;
            }
            drawn = secrets.nextInt(1 << 16);
        }
        return drawn;
    }

    /** An endpoint asked us with this transaction id. Allocates nothing. */
    public void askedUs(long now, Endpoint from, int transaction) {
        used.add(now, from, transaction);
    }

    /** A response or an error came; who asked is told. */
    public Verdict response(long now, Endpoint from, Packet packet) {
        Query query = byTransaction.get(packet.transaction());
        if (query == null || !query.endpoint().equals(from)) {
            return ofThePast(now, from, packet.transaction());
        }
        if (!packet.kind().answers(query.question().kind())) {
            return Verdict.FOREIGN;
        }
        if (packet.kind() == Kind.ERROR) {
            end(query);
            query.asker.failed(now, query, Failure.ERROR);
            return Verdict.ERROR;
        }
        Id expected = query.expected();
        Id sender = packet.sender();
        if (expected != null && !expected.equals(sender)) {
            end(query);
            query.answeredBy(sender);
            query.asker.failed(now, query, Failure.OTHER_ID);
            return Verdict.OTHER_ID;
        }
        end(query);
        sample(now, query);
        query.asker.answered(now, query, packet);
        return Verdict.ANSWERED;
    }

    /** Notes how long an answer took. The answer to the other sending, if there were two, may still come. */
    private void sample(long now, Query query) {
        if (query.wasResent()) {
            roundTrip.sampleOfTwo(now - query.sentAt(), now - query.resentAt);
            past.add(query, false);
        } else {
            roundTrip.sample(now - query.sentAt());
        }
    }

    /** A response to no query in flight. The answer to one that was given up tells how slow this line is. */
    private Verdict ofThePast(long now, Endpoint from, int transaction) {
        int query = past.find(transaction, from);
        if (query == Past.NONE) {
            return Verdict.FOREIGN;
        }
        if (past.isUnanswered(query)) {
            roundTrip.sampleOfTwo(now - past.sentAt(query), now - past.resentAt(query));
            past.answered(query);
        }
        return Verdict.LATE;
    }

    /** Lets time pass: late queries are sent again, old ones given up. */
    public void advance(long now) {
        while (deadlines.firstDue() <= now) {
            Query query = deadlines.first();
            switch (query.stage) {
                case NOT_SENT -> {
                    end(query);
                    query.asker.failed(now, query, Failure.NOT_SENT);
                }
                case FRESH -> {
                    send(query);
                    query.resentAt = now;
                    enter(query, Query.Stage.RESENT, now + roundTrip.hopelessAfter());
                    query.asker.late(now, query, Lateness.LATE);
                }
                case RESENT -> {
                    enter(query, Query.Stage.HOPELESS, query.sentAt() + roundTrip.lostAfter());
                    query.asker.late(now, query, Lateness.HOPELESS);
                }
                case HOPELESS -> {
                    enter(query, Query.Stage.LOST, query.givenUpAt);
                    query.asker.late(now, query, Lateness.LOST);
                }
                case LOST -> {
                    end(query);
                    past.add(query, true);
                    query.asker.failed(now, query, Failure.TIMED_OUT);
                }
            }
        }
    }

    private void enter(Query query, Query.Stage stage, long due) {
        query.stage = stage;
        query.due = Math.min(due, query.givenUpAt);
        deadlines.update(query);
    }

    private void end(Query query) {
        byTransaction.remove(query.transaction);
        byEndpoint.computeIfPresent(query.endpoint(), (endpoint, n) -> n == 1 ? null : n - 1);
        deadlines.remove(query);
    }

    /** Gives up all queries, blaming nobody. */
    public void giveUpAll(long now, Failure why) {
        List<Query> all = new ArrayList<>();
        while (deadlines.size() > 0) {
            all.add(deadlines.first());
            end(deadlines.first());
            past.add(all.get(all.size() - 1), false);
        }
        all.forEach(query -> query.asker.failed(now, query, why));
    }

    /** When {@link #advance} has something to do. */
    public long nextDeadline() {
        return deadlines.firstDue();
    }

    /** How many wait for an answer. */
    public int inFlight() {
        return byTransaction.size();
    }

    /** How long an answer may take before it is late, in nanoseconds. */
    public long lateAfter() {
        return roundTrip.lateAfter();
    }
}
