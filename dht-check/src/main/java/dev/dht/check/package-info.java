/**
 * A small property engine: every random decision of a test is drawn from one sequence of choices.
 *
 * <p>A {@linkplain dev.dht.check.Property property} is code that must hold whatever it draws. The sequence comes from a
 * seed when properties run, from a record when a failure is made smaller, and from a fuzzer's bytes; the property
 * cannot tell which.
 *
 * <pre>{@code
 * @Test
 * void reversingTwiceChangesNothing() {
 *     Property.check(choices -> {
 *         List<Integer> list = choices.list(20, c -> c.below(100));
 *         choices.note("the list", list);
 *         assertEquals(list, reversed(reversed(list)));
 *     });
 * }
 * }</pre>
 *
 * <p>What keeps state is held to a {@linkplain dev.dht.check.Model model}, which is a property as well.
 *
 * <p>Three system properties rule every property: {@code -Dcases=N} says how many cases each runs (200 where not
 * given), {@code -Dseed=0x…} which case comes first, {@code -Dshrink=false} that a failing case is told as it is. Where no seed is given, each property starts from a fixed one of
 * its own, so that two runs try the same cases.
 */
@NullMarked
package dev.dht.check;

import org.jspecify.annotations.NullMarked;
