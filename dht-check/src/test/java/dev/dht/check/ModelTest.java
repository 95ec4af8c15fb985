package dev.dht.check;

import static dev.dht.check.Failures.assertTells;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ModelTest {
    @Test
    void aBrokenPromiseShrinksToTheFewestSteps() {
        Falsified falsified = Failures.of(stack().always("is never deeper than 2", s -> assertTrue(s.size() <= 2)));

        assertTells(falsified, """
                    1. push 0
                    2. push 0
                    3. push 0
                    broken: is never deeper than 2
                """);
    }

    @Test
    void aStepThatThrowsIsTheLastOneTold() {
        Falsified falsified = Failures.of(stack().step(1, "sum", s -> s.size() > 1, (s, choices) -> {
            int sum = s.stream().mapToInt(Integer::intValue).sum();
            choices.note("is", sum);
            assertTrue(sum < 10);
        }));

        assertTells(falsified, ". sum is 10\nRepeat it:");
        assertTells(falsified, "    3. sum is 10\n");
    }

    @Test
    void aPromiseIsCheckedAtTheStartAndAfterEachStep() {
        AtomicInteger steps = new AtomicInteger();
        AtomicInteger checks = new AtomicInteger();

        new Property(new Settings(100, null), "counted", counting(steps, checks, 10)).run(1);

        assertEquals(100 + steps.get(), checks.get());
    }

    @Test
    void manyCasesGoToTheBoundAndNoneBeyond() {
        List<Integer> lengths = new ArrayList<>();
        for (int seed = 0; seed < 1_000; seed++) {
            AtomicInteger steps = new AtomicInteger();
            new Property(new Settings(1, (long) seed), "long", counting(steps, new AtomicInteger(), 30)).run(1);
            lengths.add(steps.get());
        }

        assertTrue(lengths.stream().allMatch(length -> length <= 30));
        assertTrue(lengths.stream().filter(length -> length == 30).count() > 250);
        assertTrue(lengths.stream().anyMatch(length -> length < 5));
    }

    @Test
    void aGuardedStepIsTakenOnlyWhenItMay() {
        Property.check(stack().step(5, "peek", s -> !s.isEmpty(), (s, choices) -> assertFalse(s.isEmpty())));
    }

    @Test
    void aModelWithNothingLeftToDoEnds() {
        Property.check(Model.of(choices -> new AtomicInteger())
                .step(1, "add", count -> count.get() < 3, (count, choices) -> count.incrementAndGet())
                .always("stops at three", count -> assertTrue(count.get() <= 3)));
    }

    @Test
    void aFuzzersBytesRunAModel() {
        Property.check(choices -> {
            byte[] bytes = choices.bytes(choices.below(500));
            stack().run(Choices.reading(bytes));
        });
    }

    private static Model<Deque<Integer>> stack() {
        return Model.<Deque<Integer>>of(choices -> new ArrayDeque<>())
                .step(1, "pop", s -> !s.isEmpty(), (s, choices) -> s.pop())
                .step(3, "push", (s, choices) -> {
                    int number = choices.below(100);
                    choices.note(number);
                    s.push(number);
                });
    }

    private static Model<AtomicInteger> counting(AtomicInteger steps, AtomicInteger checks, int most) {
        return Model.of(choices -> steps)
                .step(1, "step", (count, choices) -> count.incrementAndGet())
                .always("is counted", count -> checks.incrementAndGet())
                .atMost(most);
    }
}
