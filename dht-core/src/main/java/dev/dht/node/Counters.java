package dev.dht.node;

import dev.dht.answer.Answers.Answer;
import dev.dht.query.Asker.Failure;
import dev.dht.wire.Kind;
import dev.dht.wire.Malformed;
import java.util.SortedMap;
import java.util.TreeMap;

/** The counters of one node. */
@SuppressWarnings("EnumOrdinal") // An EnumMap of longs would allocate each count.
final class Counters {
    private static final Counter[] ALL = Counter.values();

    private final long[] counts = new long[ALL.length];

    void add(Counter counter) {
        counts[counter.ordinal()]++;
    }

    void add(Counter counter, long count) {
        counts[counter.ordinal()] += count;
    }

    long get(Counter counter) {
        return counts[counter.ordinal()];
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

    void failed(Failure failure) {
        switch (failure) {
            case TIMED_OUT -> add(Counter.QUERIES_TIMED_OUT);
            case OTHER_ID -> add(Counter.QUERIES_ANSWERED_BY_OTHER_ID);
            case ERROR -> add(Counter.QUERIES_ANSWERED_WITH_ERROR);
            case NOT_SENT -> add(Counter.QUERIES_NOT_SENT);
            case SLEPT, CLOSED -> {}
        }
    }
}
