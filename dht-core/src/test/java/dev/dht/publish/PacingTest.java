package dev.dht.publish;

import static dev.dht.publish.ByHand.MINUTE;
import static dev.dht.publish.ByHand.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the STOREs of many entries are spread over time, and what happens where the budget does not suffice. */
class PacingTest {
    private static List<Id> ids(int count) {
        SplittableRandom random = new SplittableRandom(count);
        return IntStream.range(0, count).mapToObj(i -> Id.random(random)).toList();
    }

    private static int stores(Field field, long from, long to) {
        return field.stores.subMap(from, to).values().stream().mapToInt(i -> i).sum();
    }

    @Test
    void theRenewalsOfManyAreSpreadOverTheTimeUntilTheLastMustBeAndStayTogether() {
        int count = 4_000;
        Field field = new Field(200, count);
        field.enter(ids(count));
        field.settle();
        int once = field.lookedUp.size();
        assertThat(once).as("one look-up serves many").isLessThan(count / 10);
        field.pass(45 * MINUTE);
        assertThat(stores(field, 1, 45)).as("each was renewed once").isBetween(8 * count, 9 * count);
        assertThat(stores(field, 1, 6)).isZero();
        for (long minute = 6; minute < 41; minute += 5) {
            assertThat(stores(field, minute, minute + 5))
                    .as("from minute %s on", minute)
                    .isLessThan(8 * count / 3);
        }
        assertThat(field.lookedUp.size()).as("together, as before").isLessThan(3 * once);
        int before = field.lookedUp.size();
        field.pass(90 * MINUTE);
        assertThat(field.lookedUp.size() - before)
                .as("two cycles and a half later")
                .isLessThan(6 * once);
        assertThat(field.publisher.entries().values())
                .allMatch(entry -> field.now - entry.publishedAt() <= 45 * MINUTE);
    }

    @Test
    void fewAreNotRenewedEarly() {
        Field field = new Field(200, 999);
        field.enter(ids(999));
        field.settle();
        field.pass(41 * MINUTE - 1);
        assertThat(stores(field, 1, 41)).isZero();
    }

    @Test
    void noMoreIsSentThanTheBudgetHoweverMuchIsDue() {
        Field field = new Field(200, 400, 10);
        field.enter(ids(400));
        field.settle();
        assertThat(field.stores).containsOnlyKeys(0L).containsValue(50);
        field.pass(10 * MINUTE - 1);
        for (long minute = 1; minute < 5; minute++) {
            assertThat(field.stores).containsEntry(minute, 600);
        }
        assertThat(stores(field, 0, 10)).isEqualTo(8 * 400);
        field.assertAllWhereTheyBelong();
    }

    @Test
    void whatIsStoredIsHeldHoweverSmallTheBudget() {
        Field field = new Field(2_000, 3_000, 20);
        field.enter(TogetherTest.neighbours(1_500));
        field.settle();
        field.pass(12 * MINUTE);
        assertThat(field.heldBy(8)).as("in truth, after ten minutes of STOREs").isEqualTo(1_500);
        assertThat(field.publisher.entries().values())
                .filteredOn(entry -> entry.holders().size() == 8)
                .hasSize(field.heldBy(8));
    }

    @Test
    void whatIsOldIsRenewedHoweverMuchIsNew() {
        Field field = new Field(200, 3_000, 20);
        List<Id> old = ids(200);
        field.enter(old);
        field.settle();
        field.pass(20 * MINUTE);
        field.enter(TogetherTest.neighbours(2_800));
        field.settle();
        field.pass(40 * MINUTE);
        assertThat(old)
                .allSatisfy(id -> assertThat(field.publisher.entries().get(id))
                        .isNotNull()
                        .satisfies(entry ->
                                assertThat(field.now - entry.publishedAt()).isLessThan(45 * MINUTE)));
    }

    @Test
    void manyOfOneRegionAreStoredWithFewLookUps() {
        Field field = new Field(2_000, 10_000);
        field.enter(TogetherTest.neighbours(10_000));
        field.settle();
        assertThat(field.lookedUp).hasSizeLessThanOrEqualTo(3 * (1 + Region.LOOKUPS));
        field.assertAllWhereTheyBelong();
    }

    @Test
    void whereTheBudgetDoesNotSufficeItTellsHowFarItIsBehindAndWhatIsNewGoesFirst() {
        Field field = new Field(200, 2_001, 5);
        field.enter(ids(2_000));
        field.settle();
        assertThat(field.publisher.behind(field.now)).isZero();
        field.pass(100 * MINUTE);
        assertThat(field.publisher.behind(field.now)).isGreaterThan(5 * MINUTE);
        field.enter(List.of(Id.ZERO));
        field.settle();
        field.pass(10 * SECOND);
        Entry late = field.publisher.entries().get(Id.ZERO);
        assertThat(late).isNotNull();
        assertThat(late.holders()).hasSize(8);
        assertThat(field.publisher.behind(field.now)).as("others wait still").isGreaterThan(5 * MINUTE);
    }

    @Test
    void whatIsRenewedLateIsCountedAndNothingElse() {
        Field enough = new Field(200, 500);
        enough.enter(ids(500));
        enough.settle();
        enough.pass(180 * MINUTE);
        assertThat(enough.publisher.pollLate()).isZero();

        Field little = new Field(200, 2_000, 5);
        little.enter(ids(2_000));
        int late = 0;
        Map<Id, Long> before = new HashMap<>();
        for (int minute = 0; minute < 150; minute++) {
            little.pass(MINUTE);
            for (Entry entry : little.publisher.entries().values()) {
                Long last = before.put(entry.id(), entry.publishedAt());
                boolean isRenewal = last != null && last != Holder.NEVER;
                late += isRenewal && entry.publishedAt() - last > 45 * MINUTE ? 1 : 0;
            }
        }
        assertThat(little.publisher.pollLate()).isEqualTo(late).isGreaterThan(500);
        assertThat(little.publisher.pollLate()).as("told already").isZero();
    }

    @Test
    void whoTookAnEntryIsAHolderHoweverSlowlyItIsStored() {
        Field field = new Field(200, 1, 1.0 / 50);
        field.enter(ids(1));
        field.settle();
        field.pass(5 * MINUTE);
        Entry entry = field.publisher.entries().get(ids(1).get(0));
        assertThat(entry).isNotNull();
        assertThat(entry.holders()).as("while the tokens were good").hasSize(5);
        assertThat(entry.publishedAt()).isBetween(4 * MINUTE, 5 * MINUTE);
    }

    @Test
    void whoWaitsForAnEntryThatNobodyTookHearsOfIt() {
        Field field = new Field(200, 1, 1.0 / 50);
        List<Entry> told = new ArrayList<>();
        Id id = ids(1).get(0);
        field.publisher.enter(0, id, 1, (now, entry, deleted) -> told.add(entry));
        field.lookUp();
        for (Task task = field.publisher.pollTask(field.now); field.now < 4 * MINUTE; ) {
            if (task != null) {
                field.publisher.silent(field.now, task, "it did not answer");
            }
            field.now += 10 * SECOND;
            task = field.publisher.pollTask(field.now);
        }
        assertThat(told).isEmpty();
        field.now += MINUTE;
        assertThat(field.publisher.pollTask(field.now)).isNull();
        assertThat(told).hasSize(1).allMatch(entry -> entry.holders().isEmpty());
        assertThat(told.get(0).failures()).hasSize(5);
        assertThat(field.publisher.pollLate()).isZero();
    }
}
