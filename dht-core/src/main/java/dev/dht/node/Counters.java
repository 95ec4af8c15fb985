package dev.dht.node;

import dev.dht.answer.Answers.Answer;
import dev.dht.api.Histogram;
import dev.dht.query.Asker.Failure;
import dev.dht.wire.Kind;
import dev.dht.wire.Malformed;
import java.util.SortedMap;
import java.util.TreeMap;

/** The counters of one node. */
@SuppressWarnings("EnumOrdinal") // An EnumMap of longs would allocate each count.
final class Counters {
    private static final Counter[] ALL = Counter.values();

    private final Counts counts = new Counts(ALL.length);
    private final Timings timings = new Timings();

    void add(Counter counter) {
        counts.add(counter.ordinal(), 1);
    }

    void add(Counter counter, long count) {
        counts.add(counter.ordinal(), count);
    }

    long get(Counter counter) {
        return counts.get(counter.ordinal());
    }

    /** Something took as long, in nanoseconds. */
    void took(Timing what, long span) {
        timings.add(what, span);
    }

    /** What was due is done so late, in nanoseconds; in virtual time it never is. */
    void late(long span) {
        if (span > 0) {
            took(Timing.LATENESS, span);
        }
    }

    SortedMap<String, Histogram> timings() {
        return timings.all();
    }

    SortedMap<String, Long> all() {
        SortedMap<String, Long> all = new TreeMap<>();
        for (Counter counter : ALL) {
            all.put(counter.label(), get(counter));
        }
        return all;
    }

    void dropped(Malformed fault) {
        add(
                switch (fault) {
                    case TOO_SHORT -> Counter.DROPS_TOO_SHORT;
                    case FOREIGN -> Counter.DROPS_FOREIGN_MAGIC;
                    case UNKNOWN_LETTER -> Counter.DROPS_UNKNOWN_LETTER;
                    case WRONG_LENGTH -> Counter.DROPS_WRONG_LENGTH;
                });
    }

    void served(Kind query, Answer answer) {
        add(
                switch (answer) {
                    case PONG -> Counter.SERVED_PING;
                    case NODES ->
                        query == Kind.FIND_NODE_QUERY ? Counter.SERVED_FIND_NODE : Counter.SERVED_FIND_VALUE_NODES;
                    case VALUES -> Counter.SERVED_FIND_VALUE_ENDPOINTS;
                    case STORED -> Counter.SERVED_STORE_NEW;
                    case RENEWED -> Counter.SERVED_STORE_RENEWED;
                    case BAD_TOKEN -> Counter.SERVED_STORE_BAD_TOKEN;
                    case BAD_ENDPOINT -> Counter.SERVED_STORE_BAD_ENDPOINT;
                    case SILENCE_FULL -> Counter.BOUND_STORE_ENTRIES;
                    case SILENCE_FULL_FOR_ADDRESS -> Counter.BOUND_STORE_ENTRIES_OF_ADDRESS;
                    case SILENCE_FULL_FOR_ID -> Counter.BOUND_STORE_ENDPOINTS_OF_ID;
                });
    }

    void asked(Kind query) {
        add(
                switch (query) {
                    case PING_QUERY -> Counter.QUERIES_PING;
                    case FIND_NODE_QUERY -> Counter.QUERIES_FIND_NODE;
                    case FIND_VALUE_QUERY -> Counter.QUERIES_FIND_VALUE;
                    default -> Counter.QUERIES_STORE;
                });
    }

    /** A query of ours was answered after so long, by whom it should. */
    void answered(Kind query, long span) {
        switch (query) {
            case PING_QUERY -> {
                add(Counter.QUERIES_PING_ANSWERED);
                took(Timing.QUERY_PING, span);
            }
            case FIND_NODE_QUERY -> {
                add(Counter.QUERIES_FIND_NODE_ANSWERED);
                took(Timing.QUERY_FIND_NODE, span);
            }
            case FIND_VALUE_QUERY -> {
                add(Counter.QUERIES_FIND_VALUE_ANSWERED);
                took(Timing.QUERY_FIND_VALUE, span);
            }
            default -> {
                add(Counter.QUERIES_STORE_ANSWERED);
                took(Timing.QUERY_STORE, span);
            }
        }
    }

    void failed(Kind query, Failure failure) {
        switch (failure) {
            case TIMED_OUT -> add(query, TIMED_OUT);
            case OTHER_ID -> add(query, OTHER_ID);
            case ERROR -> add(query, ERROR);
            case NOT_SENT -> add(query, NOT_SENT);
            case SLEPT, CLOSED -> {}
        }
    }

    /** Counts one of the four, in the order ping, find node, find value, store. */
    private void add(Kind query, Counter[] four) {
        add(
                switch (query) {
                    case PING_QUERY -> four[0];
                    case FIND_NODE_QUERY -> four[1];
                    case FIND_VALUE_QUERY -> four[2];
                    default -> four[3];
                });
    }

    private static final Counter[] TIMED_OUT = {
        Counter.QUERIES_PING_TIMED_OUT, Counter.QUERIES_FIND_NODE_TIMED_OUT,
        Counter.QUERIES_FIND_VALUE_TIMED_OUT, Counter.QUERIES_STORE_TIMED_OUT
    };
    private static final Counter[] OTHER_ID = {
        Counter.QUERIES_PING_ANSWERED_BY_OTHER_ID, Counter.QUERIES_FIND_NODE_ANSWERED_BY_OTHER_ID,
        Counter.QUERIES_FIND_VALUE_ANSWERED_BY_OTHER_ID, Counter.QUERIES_STORE_ANSWERED_BY_OTHER_ID
    };
    private static final Counter[] ERROR = {
        Counter.QUERIES_PING_ANSWERED_WITH_ERROR, Counter.QUERIES_FIND_NODE_ANSWERED_WITH_ERROR,
        Counter.QUERIES_FIND_VALUE_ANSWERED_WITH_ERROR, Counter.QUERIES_STORE_ANSWERED_WITH_ERROR
    };
    private static final Counter[] NOT_SENT = {
        Counter.QUERIES_PING_NOT_SENT, Counter.QUERIES_FIND_NODE_NOT_SENT,
        Counter.QUERIES_FIND_VALUE_NOT_SENT, Counter.QUERIES_STORE_NOT_SENT
    };
}
