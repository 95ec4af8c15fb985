package dev.dht.check;

import static dev.dht.check.Failures.assertTells;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PropertyTest {
    private static final Settings FIVE_HUNDRED = new Settings(500, null);

    @Test
    void aPropertyThatHoldsRunsEveryCaseOnce() {
        AtomicInteger runs = new AtomicInteger();
        Set<Long> cases = new HashSet<>();

        new Property(FIVE_HUNDRED, "holds", choices -> {
                    runs.incrementAndGet();
                    cases.add(choices.bits(64));
                })
                .run(1);

        assertEquals(500, runs.get());
        assertEquals(500, cases.size(), "no case comes twice");
    }

    @Test
    void aPropertyRunsItsShareOfTheCasesAndAtLeastOne() {
        AtomicInteger runs = new AtomicInteger();
        Property property = new Property(FIVE_HUNDRED, "holds", choices -> runs.incrementAndGet());

        property.run(0.1);
        assertEquals(50, runs.getAndSet(0));
        property.run(3);
        assertEquals(1_500, runs.getAndSet(0));
        property.run(0.000_1);
        assertEquals(1, runs.get());
    }

    @Test
    void theSwitchesSayHowManyCasesAndFromWhere() {
        assertEquals(new Settings(200, null), Settings.of(Map.<String, String>of()::get));
        assertEquals(new Settings(1_000_000, null), Settings.of(Map.of("cases", "1_000_000")::get));
        assertEquals(new Settings(1, -1L), Settings.of(Map.of("cases", "1", "seed", "0xffffffffffffffff")::get));
        assertEquals(new Settings(200, 42L), Settings.of(Map.of("seed", "42")::get));
        assertEquals(new Settings(200, null, false), Settings.of(Map.of("shrink", "false")::get));
    }

    @Test
    void withoutASeedTwoRunsTryTheSameCasesAndTwoPropertiesOthers() {
        assertEquals(casesOf("one", FIVE_HUNDRED), casesOf("one", FIVE_HUNDRED));
        assertNotEquals(casesOf("one", FIVE_HUNDRED), casesOf("other", FIVE_HUNDRED));
        assertNotEquals(casesOf("one", FIVE_HUNDRED), casesOf("one", new Settings(500, 7L)));
    }

    @Test
    void aListShrinksToTheOneItemThatFails() {
        Falsified falsified = Failures.of(choices -> {
            List<Integer> list = choices.list(20, c -> c.below(1_000_000));
            choices.note("the list", list);
            assertTrue(list.stream().allMatch(number -> number < 1_000));
        });

        assertTells(falsified, "    the list [1000]\n");
    }

    @Test
    void aListWhoseLengthIsDrawnFirstShrinksToo() {
        Falsified falsified = Failures.of(choices -> {
            int length = choices.below(10);
            List<Integer> list = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                list.add(choices.between(-100, 100));
            }
            choices.note(list);
            assertTrue(list.size() < 3);
        });

        assertTells(falsified, "    [-100, -100, -100]\n");
    }

    @Test
    void aSumShrinksToItsEdge() {
        Falsified falsified = Failures.of(choices -> {
            long one = choices.bits(64);
            choices.note(Long.toUnsignedString(one));
            assertTrue(Long.compareUnsigned(one, Long.MIN_VALUE + 12_345) < 0);
        });

        assertTells(falsified, "    " + Long.toUnsignedString(Long.MIN_VALUE + 12_345) + "\n");
    }

    @Test
    void aCaseWithoutNotesTellsItsChoices() {
        Falsified falsified = Failures.of(choices -> assertTrue(choices.below(100) < 50));

        assertTells(falsified, "    choices [50]\n");
    }

    @Test
    void bytesAreToldAsHexadecimal() {
        Falsified falsified = Failures.of(choices -> {
            byte[] bytes = choices.bytes(3);
            choices.note("bytes", bytes);
            assertTrue(bytes[1] >= 0);
        });

        assertTells(falsified, "    bytes 008000\n");
    }

    @Test
    void theToldSeedRepeatsTheFailureAtOnce() {
        Body body = choices -> assertTrue(choices.list(9, c -> c.below(1_000)).size() < 7);
        Falsified falsified = Failures.of(body);
        assertNotEquals(1, falsified.cases(), "a failure at the first case shows nothing here");

        assertTells(falsified, String.format("-Dtest='falsified' -Dseed=0x%x -Dcases=1", falsified.seed()));
        Falsified again = Failures.of("again", new Settings(1, falsified.seed()), body);
        assertEquals(1, again.cases());
        assertEquals(falsified.seed(), again.seed());
    }

    @Test
    void theCauseIsWhatTheSmallestCaseThrew() {
        IllegalStateException thrown = new IllegalStateException("too high");

        Falsified falsified = Failures.of(choices -> {
            if (choices.below(100) >= 50) {
                throw thrown;
            }
        });

        assertSame(thrown, falsified.getCause());
        assertTells(falsified, "java.lang.IllegalStateException: too high");
    }

    @Test
    void shrinkingDoesNotSlipToAnotherFailure() {
        Falsified falsified = Failures.of(choices -> {
            int number = choices.below(1_000);
            if (number == 10) {
                throw new IllegalStateException("another");
            }
            choices.note(number);
            assertTrue(number < 100);
        });

        assertTells(falsified, "    100\n");
        Falsified apart = Failures.of(choices -> {
            int number = choices.below(1_000);
            choices.note(number);
            assertTrue(number < 20 || number > 30);
            assertTrue(number < 100);
        });
        assertTells(apart, "    100\n");
    }

    @Test
    void aFailureThatDoesNotRepeatIsCalledThat() {
        AtomicInteger runs = new AtomicInteger();

        Falsified held = Failures.of(choices -> assertNotEquals(5, runs.incrementAndGet(), "by and by"));

        assertTells(held, "failed at case 5, but the same choices then held");
        assertTrue(held.getCause() instanceof AssertionError);

        runs.set(0);
        Falsified otherwise = Failures.of(choices -> {
            assertNotEquals(3, runs.incrementAndGet());
            assertNotEquals(4, runs.get());
        });
        assertTells(otherwise, "failed at case 3, but the same choices then failed otherwise");
    }

    @Test
    void whileItShrinksACaseThatWouldDrawForEverIsLeft() {
        Falsified falsified = Failures.of(choices -> {
            int draws = 0;
            while (choices.below(4) == 0) {
                draws++;
            }
            choices.note(draws);
            assertTrue(draws < 2);
        });

        assertTells(falsified, "    2\n");
    }

    @Test
    void aStackThatOverflowsIsAFailureLikeOthers() {
        Falsified falsified = Failures.of(choices -> {
            int depth = choices.below(1_000);
            choices.note(depth);
            assertTrue(descent(depth < 500 ? 1 : -1) >= 0);
        });

        assertTrue(falsified.getCause() instanceof StackOverflowError);
        assertTells(falsified, "    500\n");
    }

    @Test
    void aPropertyIsNamedAfterItsTest() {
        Falsified falsified = assertThrows(
                Falsified.class, () -> Property.check(choices -> assertEquals(-1, choices.below(2), "never")));

        assertTells(falsified, "-Dtest='PropertyTest#aPropertyIsNamedAfterItsTest'");
    }

    private static int descent(int step) {
        return step == 1 ? 0 : 1 + descent(step);
    }

    @Test
    void aCaseThatIsNotToShrinkIsToldAsItIs() {
        Settings asItIs = new Settings(500, null, false);

        Falsified falsified = Failures.of("as it is", asItIs, choices -> {
            long number = choices.below(1_000_000);
            choices.note("the number", number > 1_000 ? "is large" : number);
            assertTrue(number < 1_000);
        });

        assertTells(falsified, "    the number is large\n");
        assertTells(falsified, "in 0 tries");
    }

    private static List<Long> casesOf(String name, Settings settings) {
        List<Long> cases = new ArrayList<>();
        new Property(settings, name, choices -> cases.add(choices.bits(64))).run(0.01);
        return cases;
    }
}
