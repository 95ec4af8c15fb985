package dev.dht.check;

import java.io.Serial;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The choices that a case drew, and which of them belong together. */
final class Recording {
    private final int most;
    private final List<Span> spans = new ArrayList<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    private long[] choices = new long[16];
    private int size;

    Recording(int most) {
        this.most = most;
    }

    long add(long choice) {
        if (size == most) {
            throw new TooLong();
        }
        if (size == choices.length) {
            choices = Arrays.copyOf(choices, size * 2);
        }
        choices[size++] = choice;
        return choice;
    }

    /** Begins a span: an item of a list, a step of a model. Spans nest. */
    void open() {
        open.push(size);
    }

    void close() {
        spans.add(new Span(open.pop(), size));
    }

    long[] choices() {
        return Arrays.copyOf(choices, size);
    }

    /** The spans by their beginning; one that a failure cut short ends with the recording. */
    List<Span> spans() {
        List<Span> all = new ArrayList<>(spans);
        open.forEach(start -> all.add(new Span(start, size)));
        all.sort(null);
        return all;
    }

    /** The choices from {@code start} up to, but not with, {@code end}. */
    record Span(int start, int end) implements Comparable<Span> {
        @Override
        public int compareTo(Span other) {
            return start != other.start ? Integer.compare(start, other.start) : Integer.compare(other.end, end);
        }
    }

    /** Ends a case that draws on and on while a failure is made smaller. */
    static final class TooLong extends Error {
        @Serial
        private static final long serialVersionUID = 1;

        TooLong() {
            super("more choices than the case may draw");
        }
    }
}
