package dev.dht.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The sequence of choices that makes one case. Each draw takes one choice, a number below a bound; zero is the
 * simplest choice of every draw, so a case gets simpler as its choices get fewer and lower.
 *
 * <p>Used by one thread, for one case.
 */
public final class Choices {
    private final Source source;
    private final Recording recording;
    private final Story story = new Story();

    Choices(Source source, int mostDraws) {
        this.source = source;
        this.recording = new Recording(mostDraws);
    }

    /** Choices without end from {@code seed}, the same on every machine. */
    public static Choices seeded(long seed) {
        return new Choices(Source.seeded(seed), Integer.MAX_VALUE);
    }

    /** The choices that {@link #recorded()} gave; zeros when they have run out. */
    public static Choices replaying(long... recorded) {
        return new Choices(Source.replaying(recorded.clone()), Integer.MAX_VALUE);
    }

    /** Choices made of a fuzzer's bytes, as few bytes a choice as its bound needs; zeros when they have run out. */
    public static Choices reading(byte[] bytes) {
        return new Choices(Source.reading(bytes.clone()), Integer.MAX_VALUE);
    }

    /** A number from 0 to {@code bound - 1}, for a positive bound. */
    public int below(int bound) {
        return (int) below((long) bound);
    }

    /** A number from 0 to {@code bound - 1}, for a positive bound. */
    public long below(long bound) {
        require(bound > 0, "a bound is positive");
        return draw(bound);
    }

    /** A number from {@code low} to {@code high}, both included; {@code low} is the simplest. */
    public int between(int low, int high) {
        return (int) between((long) low, (long) high);
    }

    /** A number from {@code low} to {@code high}, both included; {@code low} is the simplest. */
    public long between(long low, long high) {
        require(low <= high, "a range has a number");
        return low + draw(high - low + 1);
    }

    /** A number of {@code count} bits, 0 to 64. */
    public long bits(int count) {
        require(count >= 0 && count <= Long.SIZE, "0 to 64 bits");
        return count == 0 ? 0 : draw(count == Long.SIZE ? 0 : 1L << count);
    }

    /** Any number, short ones as often as long ones, so that both ends of the range and zero come soon. */
    public long anyLong() {
        long folded = bits(below(Long.SIZE + 1));
        return (folded >>> 1) ^ -(folded & 1);
    }

    /** Heads or tails; false is the simplest. */
    public boolean flip() {
        return draw(2) == 1;
    }

    /** True once in {@code count} times; false is the simplest. */
    public boolean oneIn(int count) {
        return below(count) == count - 1;
    }

    /** True with {@code probability}, 0 to 1; false is the simplest. */
    public boolean chance(double probability) {
        require(probability >= 0 && probability <= 1, "0 to 1");
        return draw(1L << 32) >= (1 - probability) * (1L << 32);
    }

    /** One of {@code items}; the first is the simplest. */
    public <T> T pick(List<? extends T> items) {
        return items.get(below(items.size()));
    }

    /** An index of {@code weights}, each as often as its weight says, none where it is 0; the first is the simplest. */
    public int weighted(int... weights) {
        long total = 0;
        for (int weight : weights) {
            require(weight >= 0, "a weight is not negative");
            total += weight;
        }
        long rest = below(total);
        int index = 0;
        while (rest >= weights[index]) {
            rest -= weights[index++];
        }
        return index;
    }

    /** {@code length} bytes, one choice each. */
    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) draw(256);
        }
        return bytes;
    }

    /** A list of at most {@code most} items; the simplest is empty. A failing list loses the items it can do without. */
    public <T> List<T> list(int most, Function<? super Choices, ? extends T> item) {
        return list(0, most, item);
    }

    /** A list of {@code least} to {@code most} items. */
    public <T> List<T> list(int least, int most, Function<? super Choices, ? extends T> item) {
        require(least >= 0 && least <= most, "a list's length has a range");
        List<T> list = new ArrayList<>();
        while (list.size() < most) {
            recording.open();
            boolean more = list.size() < least || goesOn(most - least);
            if (more) {
                list.add(item.apply(this));
            }
            recording.close();
            if (!more) {
                break;
            }
        }
        return list;
    }

    /** The items in any order; their own order is the simplest. */
    public <T> List<T> shuffled(List<? extends T> items) {
        List<T> shuffled = new ArrayList<>(items);
        for (int i = 0; i + 1 < shuffled.size(); i++) {
            Collections.swap(shuffled, i, i + below(shuffled.size() - i));
        }
        return shuffled;
    }

    /** These choices for code that wants a generator: each number it draws is one choice of 64 bits. */
    public RandomGenerator random() {
        return () -> bits(Long.SIZE);
    }

    /**
     * Tells a reader what the case does, one line a call (within a {@link Model}'s step: the rest of its line). The
     * parts become text, apart by a space, only where a failure is told, so a note costs a case that holds nothing.
     */
    public void note(Object... parts) {
        story.note(parts);
    }

    /** The choices drawn so far. */
    public long[] recorded() {
        return recording.choices();
    }

    /** Whether a sequence that goes on for {@code usual} times in the mean does so once more; no is the simplest. */
    boolean goesOn(int usual) {
        return below(usual + 1) != 0;
    }

    Recording recording() {
        return recording;
    }

    Story story() {
        return story;
    }

    private long draw(long bound) {
        return recording.add(source.next(bound));
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalArgumentException(what);
        }
    }
}
