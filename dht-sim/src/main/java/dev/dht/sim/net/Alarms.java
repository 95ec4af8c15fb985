package dev.dht.sim.net;

import java.util.Arrays;

/** One deadline for each of many numbers, the earliest first; equal ones by number. An indexed binary heap. */
public final class Alarms {
    private long[] times = new long[16];
    private int[] heap = new int[16];
    /** Where a number stands in the heap; -1 where it has no deadline. */
    private int[] places = filled(16);

    private int size;

    private static int[] filled(int length) {
        int[] places = new int[length];
        Arrays.fill(places, -1);
        return places;
    }

    /** Sets the deadline of a number; {@link Long#MAX_VALUE} for none. */
    public void set(int number, long time) {
        while (number >= times.length) {
            int length = times.length;
            times = Arrays.copyOf(times, 2 * length);
            heap = Arrays.copyOf(heap, 2 * length);
            places = Arrays.copyOf(places, 2 * length);
            Arrays.fill(places, length, 2 * length, -1);
        }
        times[number] = time;
        int place = places[number];
        if (time == Long.MAX_VALUE) {
            if (place >= 0) {
                places[number] = -1;
                int last = heap[--size];
                if (last != number) {
                    settle(place, last);
                }
            }
        } else if (place < 0) {
            rise(size++, number);
        } else {
            settle(place, number);
        }
    }

    /** The number whose deadline is first; there must be one. */
    public int first() {
        return heap[0];
    }

    /** The first deadline; {@link Long#MAX_VALUE} where there is none. */
    public long firstTime() {
        return size == 0 ? Long.MAX_VALUE : times[heap[0]];
    }

    private void settle(int place, int number) {
        rise(place, number);
        sink(places[number], number);
    }

    private boolean before(int one, int other) {
        return times[one] < times[other] || times[one] == times[other] && one < other;
    }

    private void rise(int from, int number) {
        int place = from;
        while (place > 0 && before(number, heap[(place - 1) >>> 1])) {
            put(place, heap[(place - 1) >>> 1]);
            place = (place - 1) >>> 1;
        }
        put(place, number);
    }

    private void sink(int from, int number) {
        int place = from;
        for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (before(number, heap[child])) {
                break;
            }
            put(place, heap[child]);
            place = child;
        }
        put(place, number);
    }

    private void put(int place, int number) {
        heap[place] = number;
        places[number] = place;
    }
}
