package dev.dht.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A property of what keeps state: steps drawn at random change it, and after each its promises must hold.
 *
 * <pre>{@code
 * Property.check(Model.of(choices -> new ArrayDeque<Integer>())
 *         .step(3, "push", (stack, choices) -> stack.push(choices.below(10)))
 *         .step(1, "pop", stack -> !stack.isEmpty(), (stack, choices) -> stack.pop())
 *         .always("is never deeper than 5", stack -> assertTrue(stack.size() <= 5)));
 * }</pre>
 *
 * A failure tells its steps one a line; what a step {@linkplain Choices#note notes} follows its name.
 *
 * @param <S> the state: what is tested, and beside it what the model believes of it
 */
public final class Model<S> implements Body {
    private static final int DEFAULT_MOST_STEPS = 100;

    private final Function<? super Choices, ? extends S> start;
    private final List<Step<S>> steps = new ArrayList<>();
    private final List<Promise<S>> promises = new ArrayList<>();
    private int mostSteps = DEFAULT_MOST_STEPS;

    private Model(Function<? super Choices, ? extends S> start) {
        this.start = start;
    }

    /** A model whose cases each start from a new state. */
    public static <S> Model<S> of(Function<? super Choices, ? extends S> start) {
        return new Model<>(start);
    }

    /** A step that may always be taken; among those that may, each is as frequent as its weight says. */
    public Model<S> step(int weight, String name, Action<? super S> action) {
        return step(weight, name, state -> true, action);
    }

    /** A step that may be taken while {@code guard} says so. */
    public Model<S> step(int weight, String name, Predicate<? super S> guard, Action<? super S> action) {
        steps.add(new Step<>(weight, name, guard, action));
        return this;
    }

    /** A promise, checked at the start and after every step; {@code check} throws where it is broken. */
    public Model<S> always(String promise, Check<? super S> check) {
        promises.add(new Promise<>(promise, check));
        return this;
    }

    /** Bounds the steps of one case; a third of the cases get as far as that, others end before. */
    public Model<S> atMost(int steps) {
        mostSteps = steps;
        return this;
    }

    /** Runs one case. */
    @Override
    public void run(Choices choices) throws Exception {
        S state = start.apply(choices);
        keepPromises(state, choices);
        for (int taken = 0; taken < mostSteps; taken++) {
            choices.recording().open();
            boolean more = choices.goesOn(mostSteps) && take(state, choices);
            choices.recording().close();
            if (!more) {
                return;
            }
            keepPromises(state, choices);
        }
    }

    /** Takes one of the steps that may be taken; false where there is none. */
    private boolean take(S state, Choices choices) throws Exception {
        int[] weights = steps.stream()
                .mapToInt(step -> step.guard.test(state) ? step.weight : 0)
                .toArray();
        boolean none = true;
        for (int weight : weights) {
            none &= weight == 0;
        }
        if (none) {
            return false;
        }
        Step<S> step = steps.get(choices.weighted(weights));
        choices.story().step(step.name);
        step.action.take(state, choices);
        choices.story().endStep();
        return true;
    }

    private void keepPromises(S state, Choices choices) throws Exception {
        for (Promise<S> promise : promises) {
            try {
                promise.check.of(state);
            } catch (Throwable broken) {
                choices.note("broken:", promise.name);
                throw broken;
            }
        }
    }

    /** What a step does. */
    @FunctionalInterface
    public interface Action<S> {
        /** Changes the state, and draws what it needs. */
        void take(S state, Choices choices) throws Exception;
    }

    /** What a promise looks at. */
    @FunctionalInterface
    public interface Check<S> {
        /** Throws where the state breaks the promise. */
        void of(S state) throws Exception;
    }

    private record Step<S>(int weight, String name, Predicate<? super S> guard, Action<? super S> action) {}

    private record Promise<S>(String name, Check<? super S> check) {}
}
