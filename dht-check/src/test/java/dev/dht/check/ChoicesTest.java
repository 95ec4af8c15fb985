package dev.dht.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChoicesTest {
    @Test
    void aSeedGivesTheNumbersOfSplitMix64() {
        Choices choices = Choices.seeded(1234567);

        assertEquals(6457827717110365317L, choices.bits(64));
        assertEquals(3203168211198807973L, choices.bits(64));
        assertEquals(Long.parseUnsignedLong("9817491932198370423"), choices.bits(64));
    }

    @Test
    void everyDrawStaysInItsRangeAndReachesBothEnds() {
        Choices choices = Choices.seeded(1);
        Set<Integer> below = new TreeSet<>();
        Set<Integer> between = new TreeSet<>();
        Set<Integer> weighted = new TreeSet<>();
        for (int i = 0; i < 1_000; i++) {
            below.add(choices.below(3));
            between.add(choices.between(-1, 1));
            weighted.add(choices.weighted(1, 0, 5));
        }

        assertEquals(Set.of(0, 1, 2), below);
        assertEquals(Set.of(-1, 0, 1), between);
        assertEquals(Set.of(0, 2), weighted);
    }

    @Test
    void theWidestRangesAreWhole() {
        Choices choices = Choices.replaying(-1, -1, Long.MAX_VALUE);

        assertEquals(Long.MAX_VALUE, choices.between(Long.MIN_VALUE, Long.MAX_VALUE));
        assertEquals(-1, choices.bits(64));
        assertEquals(Long.MAX_VALUE, choices.bits(63));
    }

    @Test
    void anyLongSoonGivesZeroMinusOneAndHugeOnes() {
        Choices choices = Choices.seeded(3);
        Set<Long> drawn = new TreeSet<>();
        for (int i = 0; i < 1_000; i++) {
            drawn.add(choices.anyLong());
        }

        assertTrue(drawn.contains(0L));
        assertTrue(drawn.contains(-1L));
        assertTrue(drawn.stream().anyMatch(number -> number > 1L << 60));
        assertTrue(drawn.stream().anyMatch(number -> number < -(1L << 60)));
    }

    @Test
    void chancesComeAsOftenAsTheySay() {
        Choices choices = Choices.seeded(4);
        int tenths = 0;
        int thirds = 0;
        for (int i = 0; i < 100_000; i++) {
            tenths += choices.oneIn(10) ? 1 : 0;
            thirds += choices.chance(1.0 / 3) ? 1 : 0;
        }

        assertEquals(10_000, tenths, 500);
        assertEquals(33_333, thirds, 500);
        assertFalse(choices.chance(0));
        assertTrue(choices.chance(1));
    }

    @Test
    void zerosAreTheSimplestOfEverything() {
        Choices nothing = Choices.replaying();

        assertEquals(0, nothing.below(10));
        assertEquals(-5, nothing.between(-5, 5));
        assertEquals(0, nothing.anyLong());
        assertFalse(nothing.flip());
        assertFalse(nothing.oneIn(2));
        assertEquals("a", nothing.pick(List.of("a", "b")));
        assertEquals(List.of(), nothing.list(10, c -> c.below(10)));
        assertEquals(List.of(0, 0), nothing.list(2, 10, c -> c.below(10)));
        assertEquals(List.of(1, 2, 3), nothing.shuffled(List.of(1, 2, 3)));
    }

    @Test
    void aRecordReplaysToTheSameDraws() {
        Choices first = Choices.seeded(99);
        List<Object> drawn = someOfEverything(first);

        Choices again = Choices.replaying(first.recorded());

        assertEquals(drawn, someOfEverything(again));
        assertArrayEquals(first.recorded(), again.recorded());
    }

    @Test
    void bytesAreReadAsFewAsTheBoundNeeds() {
        Choices choices = Choices.reading(new byte[] {7, 1, 2, 0x11, 0x22, 5});

        assertEquals(7, choices.below(256));
        assertEquals(0x0201, choices.below(65_536));
        assertArrayEquals(new byte[] {0x11, 0x22}, choices.bytes(2));
        assertEquals(2, choices.below(3));
        assertEquals(0, choices.below(256), "bytes have run out");
    }

    @Test
    void anyBytesMakeACase() {
        Property.check(choices -> {
            byte[] bytes = choices.bytes(choices.below(200));
            assertEquals(someOfEverything(Choices.reading(bytes)), someOfEverything(Choices.reading(bytes)));
        });
    }

    @Test
    void shufflingKeepsEveryItem() {
        Property.check(choices -> {
            List<Integer> items = choices.list(10, c -> c.below(5));
            List<Integer> shuffled = new ArrayList<>(choices.shuffled(items));
            shuffled.sort(null);
            items.sort(null);
            assertEquals(items, shuffled);
        });
    }

    @Test
    void theGeneratorDrawsFromTheSameSequence() {
        Choices choices = Choices.seeded(5);
        long drawn = choices.random().nextLong();

        assertArrayEquals(new long[] {drawn}, choices.recorded());
        assertNotEquals(drawn, choices.random().nextLong());
    }

    @Test
    void boundsThatAllowNothingAreRefused() {
        Choices choices = Choices.seeded(6);

        assertThrows(IllegalArgumentException.class, () -> choices.below(0));
        assertThrows(IllegalArgumentException.class, () -> choices.between(2, 1));
        assertThrows(IllegalArgumentException.class, () -> choices.bits(65));
        assertThrows(IllegalArgumentException.class, () -> choices.weighted(0, 0));
        assertThrows(IllegalArgumentException.class, () -> choices.pick(List.of()));
    }

    private static List<Object> someOfEverything(Choices choices) {
        List<Object> drawn = new ArrayList<>();
        drawn.add(choices.below(10));
        drawn.add(choices.between(-1_000_000_000_000L, 7));
        drawn.add(choices.anyLong());
        drawn.add(choices.chance(0.4));
        drawn.add(choices.weighted(1, 2, 3));
        drawn.add(choices.list(30, Choices::flip));
        drawn.add(choices.shuffled(List.of(1, 2, 3, 4, 5)));
        drawn.add(choices.random().nextInt(100));
        for (byte octet : choices.bytes(5)) {
            drawn.add(octet);
        }
        return drawn;
    }
}
