package dev.dht.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dht.check.Choices;
import dev.dht.check.Model;
import dev.dht.check.Property;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.store.Store.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The store against a plain map of when each entry was stored last. */
class StoreModelTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600 * SECOND;
    /** After so long, the second in which an entry was stored looks like the present one. */
    private static final long WRAP = (1 << 16) * SECOND;

    /** A store whose bounds are soon reached, and what was put into it. */
    private static final class Both {
        final StoreSettings settings;
        final Store store;
        final boolean punctual;
        final Map<Long, Map<Long, Long>> storedAt = new TreeMap<>();
        final long[] out = new long[64];
        final SplittableRandom random = new SplittableRandom(2);
        long now;

        Both(Choices choices) {
            settings = new StoreSettings(choices.between(1, 30), choices.between(1, 15), choices.between(1, 8));
            now = choices.below(100 * SECOND);
            store = new Store(settings, new SplittableRandom(1), now);
            punctual = choices.flip();
            choices.note(settings, punctual ? "woken in time" : "woken at times");
        }

        /** Entries that surely live, and those that may. */
        List<Long> entries(long id, long upTo) {
            List<Long> living = new ArrayList<>();
            storedAt.getOrDefault(id, Map.of()).forEach((endpoint, at) -> {
                if (now - at < upTo) {
                    living.add(endpoint);
                }
            });
            return living;
        }

        List<Long> all(long upTo) {
            List<Long> all = new ArrayList<>();
            storedAt.keySet().forEach(id -> all.addAll(entries(id, upTo)));
            return all;
        }

        void put(Choices choices) {
            long id = choices.below(6);
            long endpoint = Endpoint.v4(choices.below(4), choices.between(1, 8)).packed();
            List<Long> sure = entries(id, HOUR - SECOND);
            Outcome outcome = store.put(now, id, 0, 0, id, endpoint);
            choices.note(id, Endpoint.unpack(endpoint), outcome);
            int kept = 62;
            switch (outcome) {
                case STORED -> {
                    assertThat(sure).doesNotContain(endpoint);
                    assertThat(all(HOUR - SECOND)).hasSizeLessThan(settings.entries());
                    assertThat(sure).hasSizeLessThan(settings.endpointsOfOneId());
                }
                case RENEWED -> assertThat(entries(id, HOUR + kept * SECOND)).contains(endpoint);
                case FULL -> assertThat(all(HOUR + kept * SECOND)).hasSizeGreaterThanOrEqualTo(settings.entries());
                case FULL_FOR_ADDRESS ->
                    assertThat(all(HOUR + kept * SECOND))
                            .filteredOn(e -> e >>> 16 == endpoint >>> 16)
                            .hasSizeGreaterThanOrEqualTo(settings.entriesFromOneAddress());
                case FULL_FOR_ID ->
                    assertThat(entries(id, HOUR + kept * SECOND))
                            .hasSizeGreaterThanOrEqualTo(settings.endpointsOfOneId());
            }
            if (outcome == Outcome.STORED || outcome == Outcome.RENEWED) {
                storedAt.computeIfAbsent(id, i -> new HashMap<>()).put(endpoint, now);
            } else {
                assertThat(sure).doesNotContain(endpoint);
            }
        }

        void find(Choices choices) {
            long id = choices.below(6);
            int most = choices.pick(List.of(64, 64, 0, 1, 2, 5));
            int found = store.find(now, id, 0, 0, id, most, random, out);
            Set<Long> given = new HashSet<>();
            for (int i = 0; i < found; i++) {
                given.add(out[i]);
            }
            choices.note(id, "gives", found, "of", most);
            assertThat(given).as("each once").hasSize(found);
            assertThat(entries(id, HOUR)).as("alive").containsAll(given);
            if (most == 64) {
                assertThat(given).as("all that live").containsAll(entries(id, HOUR - SECOND));
                assertThat(store.all(now, Id.of(id, 0, 0, id)))
                        .extracting(Endpoint::packed)
                        .containsExactlyInAnyOrderElementsOf(given);
            } else {
                assertThat(found)
                        .isGreaterThanOrEqualTo(
                                Math.min(most, entries(id, HOUR - SECOND).size()));
                assertThat(found).isLessThanOrEqualTo(most);
            }
        }

        void pass(Choices choices) {
            long span = switch (choices.below(6)) {
                case 0 -> choices.below(40 * SECOND);
                case 1 -> choices.below(HOUR / 3);
                case 2 -> HOUR - choices.below(3 * SECOND);
                case 3 -> HOUR + choices.below(40 * SECOND);
                case 4 -> WRAP + choices.below(HOUR);
                default -> choices.below(5 * HOUR);
            };
            choices.note(span / SECOND, "s");
            long end = now + span;
            while (punctual && store.nextDeadline() <= end) {
                assertThat(store.nextDeadline()).isLessThanOrEqualTo(now + 2 * HOUR);
                now = Math.max(now, store.nextDeadline());
                store.advance(now);
            }
            now = end;
            if (!punctual) {
                // A driver that is late is not a driver that forgets.
                store.advance(now);
            }
        }

        void counts() {
            assertThat(store.entries()).isLessThanOrEqualTo(settings.entries());
            assertThat(store.entries())
                    .isGreaterThanOrEqualTo(all(HOUR - SECOND).size());
            int fromAll = 0;
            for (int address = 0; address < 4; address++) {
                assertThat(store.entriesFrom(address)).isLessThanOrEqualTo(settings.entriesFromOneAddress());
                fromAll += store.entriesFrom(address);
            }
            assertThat(fromAll).isEqualTo(store.entries());
            assertThat(store.settings()).isEqualTo(settings);
            if (punctual) {
                assertThat(store.entries())
                        .isLessThanOrEqualTo(all(HOUR + 62 * SECOND).size());
                assertThat(store.nextDeadline() == Long.MAX_VALUE).isEqualTo(store.ids() == 0);
            }
        }

        void ends() {
            now += 2 * HOUR;
            for (int i = 0; i < 10; i++) {
                store.advance(now);
            }
            assertThat(store.entries()).isZero();
            assertThat(store.ids()).isZero();
            assertThat(store.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void theStoreHoldsEachEntryForItsHourWithinItsBounds() {
        Property.check(
                10,
                Model.of(Both::new)
                        .step(20, "put", Both::put)
                        .step(10, "find", Both::find)
                        .step(4, "time passes:", Both::pass)
                        .step(1, "advance", (both, choices) -> both.store.advance(both.now))
                        .step(1, "two hours in which nothing comes", (both, choices) -> both.ends())
                        .always("counts", Both::counts));
    }

    @Test
    void anEntryLivesBetween3599And3600Seconds() {
        Property.check(choices -> {
            long start = choices.below(10 * SECOND);
            Store store = new Store(StoreSettings.DEFAULT, new SplittableRandom(1), start);
            long at = start + choices.below(HOUR);
            store.put(at, 1, 2, 3, 4, 5);
            long[] out = new long[1];
            assertThat(store.find(at + HOUR - SECOND, 1, 2, 3, 4, 1, new SplittableRandom(1), out))
                    .isOne();
            assertThat(store.find(at + HOUR, 1, 2, 3, 4, 1, new SplittableRandom(1), out))
                    .isZero();
        });
    }

    @Test
    void boundsThatCannotBeAreRefused() {
        assertThat(new StoreSettings(1, 1, Short.MAX_VALUE).endpointsOfOneId()).isEqualTo(Short.MAX_VALUE);
        assertThatIllegalArgumentException().isThrownBy(() -> new StoreSettings(1, 1, Short.MAX_VALUE + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new StoreSettings(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new StoreSettings(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new StoreSettings(1, 1, 0));
    }

    @Test
    void whereMoreAreHeldThanAskedForEachIsChosenAsOftenAndEachPair() {
        Store store = new Store(StoreSettings.DEFAULT, new SplittableRandom(1), 0);
        for (int i = 0; i < 40; i++) {
            store.put(0, 1, 2, 3, 4, Endpoint.v4(i, 1).packed());
        }
        int[] times = new int[40];
        int[] together = new int[40 * 40];
        long[] out = new long[10];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 4_000; i++) {
            assertThat(store.find(0, 1, 2, 3, 4, 10, random, out)).isEqualTo(10);
            for (long endpoint : out) {
                int one = (int) (endpoint >>> 16);
                times[one]++;
                for (long other : out) {
                    together[40 * one + (int) (other >>> 16)] += other == endpoint ? 0 : 1;
                }
            }
        }
        assertThat(Arrays.stream(times).boxed()).allMatch(n -> n > 850 && n < 1_150);
        // 231 in the mean, and six deviations of 15.
        for (int i = 0; i < together.length; i++) {
            assertThat(together[i]).isBetween(i / 40 == i % 40 ? 0 : 141, i / 40 == i % 40 ? 0 : 321);
        }
    }

    @Test
    void manyIdsAreFoundWhileTheIndexGrowsAndShrinks() {
        Store store = new Store(StoreSettings.DEFAULT, new SplittableRandom(1), 0);
        long[] out = new long[4];
        SplittableRandom random = new SplittableRandom(3);
        int ids = 30_000;
        for (int i = 0; i < ids; i++) {
            assertThat(store.put(
                            i * 100_000_000L,
                            i,
                            0,
                            0,
                            7,
                            Endpoint.v4(i % 100, 1).packed()))
                    .isEqualTo(Outcome.STORED);
        }
        long now = ids * 100_000_000L;
        for (int i = 0; i < ids; i++) {
            assertThat(store.find(now, i, 0, 0, 7, 4, random, out)).isOne();
        }
        long later = now + HOUR / 2 + 900 * SECOND;
        while (store.nextDeadline() <= later) {
            store.advance(later);
        }
        for (int i = 0; i < ids; i++) {
            long age = later - i * 100_000_000L;
            int found = store.find(later, i, 0, 0, 7, 4, random, out);
            assertThat(found == 1 && age > HOUR || found == 0 && age < HOUR - SECOND)
                    .isFalse();
        }
        assertThat(store.entries()).isBetween(1, ids);
    }
}
