package dev.dht.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.dht.check.Choices;
import dev.dht.check.Property;
import dev.dht.id.Endpoint;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the store is packed into, each part beside what is plain: it keeps what was put into it, and takes no room for what left. */
class PackedTest {
    private static final int STRIDE = 3;
    private static final long SECOND = 1_000_000_000L;

    /** Comes or goes some of the time in large numbers, so that pages fill. */
    private static int many(Choices choices) {
        return choices.oneIn(4) ? choices.below(3_000) : choices.below(6);
    }

    @Test
    void recordsKeepTheirWordsAndThoseGivenBackAreTakenAgain() {
        Property.check(choices -> {
            Pages pages = new Pages(STRIDE);
            Map<Integer, Long> plain = new HashMap<>();
            List<Integer> taken = new ArrayList<>();
            int most = 0;
            for (int step = choices.below(12); step > 0; step--) {
                boolean gives = choices.flip();
                for (int i = many(choices); i > 0; i--) {
                    if (gives && !taken.isEmpty()) {
                        int record = taken.remove(taken.size() * i / 3_000);
                        plain.remove(record);
                        pages.give(record);
                    } else if (!gives) {
                        int record = pages.take();
                        assertThat(plain.put(record, 10L * i) == null)
                                .as("free")
                                .isTrue();
                        taken.add(record);
                        for (int word = 0; word < STRIDE; word++) {
                            pages.set(record, word, 10L * i + word);
                        }
                    }
                }
                most = Math.max(most, taken.size());
                int room = most;
                assertThat(plain.keySet())
                        .as("no more room than was needed at once")
                        .allMatch(record -> record < room);
                assertThat(plain.entrySet()).allMatch(e -> keeps(pages, e.getKey(), e.getValue()));
            }
        });
    }

    private static boolean keeps(Pages pages, int record, long first) {
        return IntStream.range(0, STRIDE).allMatch(word -> pages.get(record, word) == first + word);
    }

    @Test
    void blocksKeepTheirWordsAndShrinkWithThem() {
        Property.check(choices -> {
            Blocks blocks = new Blocks();
            Map<Integer, List<Long>> plain = new HashMap<>();
            int most = 0;
            for (int step = choices.below(12); step > 0; step--) {
                int kind = choices.below(4);
                for (int i = many(choices); i > 0; i--) {
                    if (kind < 2) {
                        int number = blocks.take(i);
                        assertThat(plain.put(number, new ArrayList<>(List.of((long) i))))
                                .as("in use")
                                .isNull();
                        most = Math.max(most, plain.size());
                        assertThat(number)
                                .as("no more room than was needed at once")
                                .isLessThan(most);
                    } else if (plain.containsKey(i)) {
                        List<Long> words = plain.get(i);
                        if (kind == 2) {
                            for (int more = i % 40; more > 0; more--) {
                                blocks.put(i, words.size(), more);
                                words.add((long) more);
                            }
                        } else if (i % 3 == 0) {
                            plain.remove(i);
                            blocks.give(i);
                        } else {
                            int left = Math.max(1, words.size() / (1 + i % 8));
                            words.subList(left, words.size()).clear();
                            blocks.shrink(i, left);
                            assertThat(blocks.get(i).length)
                                    .as("room for %s words", left)
                                    .isLessThanOrEqualTo(4 * left);
                        }
                    }
                }
                assertThat(plain.entrySet()).allMatch(e -> keeps(blocks.get(e.getKey()), e.getValue()));
            }
        });
    }

    private static boolean keeps(long[] block, List<Long> words) {
        return IntStream.range(0, words.size()).allMatch(i -> block[i] == words.get(i));
    }

    @Test
    void everyRecordIsInTheChainOfItsHashAndChainsAreShort() {
        Property.check(choices -> {
            SplittableRandom random = new SplittableRandom(choices.bits(32));
            List<Long> hashes = new ArrayList<>();
            ChainIndex index = new ChainIndex(record -> hashes.get(record), choices.between(1, 3));
            Set<Integer> in = new HashSet<>();
            for (int step = choices.below(12); step > 0; step--) {
                boolean leaves = choices.oneIn(3);
                for (int i = many(choices); i > 0; i--) {
                    if (leaves && in.remove(i)) {
                        index.remove(i, hashes.get(i));
                    } else if (!leaves) {
                        int record = hashes.size();
                        hashes.add(random.nextLong());
                        index.add(record, hashes.get(record));
                        in.add(record);
                    }
                }
            }
            int steps = 0;
            for (int record : in) {
                int at = index.first(hashes.get(record));
                while (at != record && steps <= 2 * in.size() + 20) {
                    at = index.next(at);
                    steps++;
                }
            }
            // One for each two, in the mean, where all chains are split; else one each.
            assertThat(steps).as("steps along the chains").isLessThanOrEqualTo(2 * in.size() + 20);
        });
    }

    @Test
    void whereAsManyComeAsGoNoMoreRoomIsTaken() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Store store = new Store(StoreSettings.DEFAULT, new SplittableRandom(1), 0);
        SplittableRandom random = new SplittableRandom(2);
        int anHour = 3_600;
        long before = 0;
        for (int second = 0; second < 4 * anHour; second++) {
            if (second == 3 * anHour) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            long now = second * SECOND;
            long a = random.nextLong();
            // Of an address of its own, and every other id at two endpoints.
            store.put(now, a, 0, 0, 0, (long) second << 16 | 1);
            if (second % 2 == 0) {
                store.put(now, a, 0, 0, 0, (long) second << 16 | 2);
            }
            store.advance(now);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        long blocks = anHour / 2 * 32L;
        assertThat(allocated).as("the blocks, and nothing else").isLessThan(blocks + 8_000);
    }

    @Test
    void oneCallSweepsAFewHundredIds() {
        Store store = new Store(StoreSettings.DEFAULT, new SplittableRandom(1), 0);
        for (int i = 0; i < 1_000; i++) {
            store.put(0, i, 0, 0, 0, Endpoint.v4(i, 1).packed());
        }
        store.put(1_800 * SECOND, 0, 0, 0, 1, 1);
        long later = 3_640 * SECOND;
        int[] left = new int[5];
        for (int i = 0; i < left.length; i++) {
            store.advance(later);
            left[i] = store.ids();
            assertThat(store.nextDeadline() <= later).isEqualTo(i < 3);
        }
        assertThat(Arrays.stream(left).boxed()).containsExactly(745, 489, 233, 1, 1);
    }
}
