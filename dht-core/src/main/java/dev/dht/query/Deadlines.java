package dev.dht.query;

import java.util.ArrayList;
import java.util.List;

/** Queries by when their next stage begins: a binary heap in which each knows its place, so that it can leave it. */
final class Deadlines {
    private final List<Query> heap = new ArrayList<>(0);

    int size() {
        return heap.size();
    }

    Query first() {
        return heap.get(0);
    }

    long firstDue() {
        return heap.isEmpty() ? Long.MAX_VALUE : heap.get(0).due;
    }

    void add(Query query) {
        heap.add(query);
        rise(heap.size() - 1, query);
    }

    void remove(Query query) {
        int at = query.heapIndex;
        query.heapIndex = -1;
        Query last = heap.remove(heap.size() - 1);
        if (last != query) {
            settle(at, last);
        }
    }

    /** Its deadline has changed. */
    void update(Query query) {
        settle(query.heapIndex, query);
    }

    private void settle(int at, Query query) {
        rise(at, query);
        sink(query.heapIndex, query);
    }

    private void rise(int at, Query query) {
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (heap.get(parent).due <= query.due) {
                break;
            }
            put(at, heap.get(parent));
            at = parent;
        }
        put(at, query);
    }

    private void sink(int at, Query query) {
        for (int child = 2 * at + 1; child < heap.size(); child = 2 * at + 1) {
            if (child + 1 < heap.size() && heap.get(child + 1).due < heap.get(child).due) {
                child++;
            }
            if (query.due <= heap.get(child).due) {
                break;
            }
            put(at, heap.get(child));
            at = child;
        }
        put(at, query);
    }

    private void put(int at, Query query) {
        heap.set(at, query);
        query.heapIndex = at;
    }
}
