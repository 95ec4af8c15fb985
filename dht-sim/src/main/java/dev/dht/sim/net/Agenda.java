package dev.dht.sim.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What will happen when: things by time, those of one time in the order in which they were planned. */
public final class Agenda<T> {
    private long[] times = new long[64];
    private long[] orders = new long[64];
    private @Nullable Object[] things = new Object[64];
    private int size;
    private long planned;

    public void add(long time, T thing) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            things = Arrays.copyOf(things, 2 * size);
        }
        long order = planned++;
        int place = size++;
        while (place > 0 && time < times[(place - 1) >>> 1]) {
            move((place - 1) >>> 1, place);
            place = (place - 1) >>> 1;
        }
        put(place, time, order, thing);
    }

    /** The time of the first thing; {@link Long#MAX_VALUE} where there is none. */
    public long firstTime() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    public int size() {
        return size;
    }

    /** Takes the first thing out; there must be one. */
    @SuppressWarnings("unchecked")
    public T poll() {
        T first = (T) things[0];
        size--;
        long time = times[size];
        long order = orders[size];
        Object thing = things[size];
        things[size] = null;
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && before(times[child + 1], orders[child + 1], child)) {
                child++;
            }
            if (before(time, order, child)) {
                break;
            }
            move(child, place);
            place = child;
        }
        if (size > 0) {
            put(place, time, order, thing);
        }
        return first;
    }

    private boolean before(long time, long order, int place) {
        return time < times[place] || time == times[place] && order < orders[place];
    }

    private void move(int from, int to) {
        put(to, times[from], orders[from], things[from]);
    }

    private void put(int place, long time, long order, @Nullable Object thing) {
        times[place] = time;
        orders[place] = order;
        things[place] = thing;
    }
}
