package dev.dht.query;

import dev.dht.id.Endpoint;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last {@value #REMEMBERED} queries that are over and whose answer, or second answer, may still come: to tell a late
 * answer from a foreign one. Packed, because a node that only waits keeps them for long.
 */
final class Past {
    /** So many are remembered; the oldest gives way. */
    static final int REMEMBERED = 64;

    /** Where none is. */
    static final int NONE = -1;

    private static final int FIRST = 4;

    private @Nullable Endpoint[] to = {};
    private long[] times = {};
    private char[] transactions = {};
    private boolean[] unanswered = {};
    private int size;
    /** Where the next one goes, once all places are taken: over the oldest. */
    private int next;

    /** Remembers a query; one of the same transaction id before it is forgotten. */
    void add(Query query, boolean isUnanswered) {
        int place = find(query.transaction);
        if (place == NONE) {
            place = place();
        }
        to[place] = query.endpoint();
        transactions[place] = (char) query.transaction;
        times[2 * place] = query.sentAt();
        times[2 * place + 1] = query.resentAt;
        unanswered[place] = isUnanswered;
    }

    private int place() {
        if (size == REMEMBERED) {
            int place = next;
            next = (next + 1) % REMEMBERED;
            return place;
        }
        if (size == to.length) {
            int length = Math.max(FIRST, 2 * size);
            to = Arrays.copyOf(to, length);
            times = Arrays.copyOf(times, 2 * length);
            transactions = Arrays.copyOf(transactions, length);
            unanswered = Arrays.copyOf(unanswered, length);
        }
        return size++;
    }

    /** Where the query of this transaction id to this endpoint stands, or {@link #NONE}. */
    int find(int transaction, Endpoint endpoint) {
        int place = find(transaction);
        return place != NONE && endpoint.equals(to[place]) ? place : NONE;
    }

    private int find(int transaction) {
        for (int i = 0; i < size; i++) {
            if (transactions[i] == transaction) {
                return i;
            }
        }
        return NONE;
    }

    long sentAt(int place) {
        return times[2 * place];
    }

    long resentAt(int place) {
        return times[2 * place + 1];
    }

    /** Whether no answer has come yet. */
    boolean isUnanswered(int place) {
        return unanswered[place];
    }

    /** An answer has come. */
    void answered(int place) {
        unanswered[place] = false;
    }
}
