package dev.dht.publish;

import static dev.dht.publish.ByHand.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One look-up serves the entries around its target: which go along, what it costs, and what becomes of a sweep that fails. */
class TogetherTest {
    /** Ids that share their first 192 bits: whatever the nodes are, they have one region. */
    static List<Id> neighbours(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Id.of(0x0123_4567_89AB_CDEFL, 0, 0, i))
                .toList();
    }

    // Which go along

    private static Entry stored(long ago, long dueIn, long now) {
        Entry entry = new Entry(Id.ZERO, 1, now + dueIn);
        entry.publishedAt = now - ago;
        return entry;
    }

    @Test
    void whatWasStored29MinutesAgoGoesAlongTwelveMinutesBeforeItIsDue() {
        long now = 100 * MINUTE;
        assertThat(stored(29 * MINUTE, 12 * MINUTE, now).isAlong(now)).isTrue();
        assertThat(stored(29 * MINUTE - 1, 12 * MINUTE, now).isAlong(now)).isFalse();
        assertThat(stored(29 * MINUTE, 12 * MINUTE + 1, now).isAlong(now)).isFalse();
    }

    @Test
    void whatIsDueGoesAlongHoweverLatelyItWasStored() {
        long now = 100 * MINUTE;
        assertThat(stored(MINUTE, 0, now).isAlong(now)).isTrue();
        assertThat(stored(MINUTE, 1, now).isAlong(now)).isFalse();
        assertThat(new Entry(Id.ZERO, 1, now).isAlong(now)).as("never stored").isTrue();
        assertThat(new Entry(Id.ZERO, 1, now + 1).isAlong(now))
                .as("never stored")
                .isFalse();
    }

    @Test
    void whatIsBeingStoredGoesAlongWithNobody() {
        Entry entry = new Entry(Id.ZERO, 1, 0);
        entry.round = new Round(entry.id(), 8);
        assertThat(entry.isAlong(0)).isFalse();
    }

    @Test
    void allUnderThePrefixGoAlongAndNoMoreThanOneLookUpServes() {
        NavigableMap<Id, Entry> entries = new TreeMap<>();
        Schedule schedule = new Schedule();
        for (int i = 0; i < 2 * PublishSettings.REGION_ENTRIES; i++) {
            Entry entry = new Entry(Id.of((long) i << 50, 0, 0, 0), 1, i);
            entries.put(entry.id(), entry);
            schedule.put(entry, i);
        }
        Entry first = entries.firstEntry().getValue();
        Id halfway = Id.of(1L << 60, 0, 0, 0);
        assertThat(schedule.around(1L << 40, first.id(), 3, PublishSettings.REGION_ENTRIES, entries))
                .containsExactlyElementsOf(
                        entries.headMap(Id.of(1L << 61, 0, 0, 0)).values());
        assertThat(schedule.around(100, halfway, 3, PublishSettings.REGION_ENTRIES, entries))
                .as("due by then")
                .hasSize(101);
        assertThat(schedule.around(1L << 40, halfway, 2, PublishSettings.REGION_ENTRIES, entries))
                .containsExactlyElementsOf(entries.values().stream()
                        .limit(PublishSettings.REGION_ENTRIES)
                        .toList());
        schedule.put(first, 1_000_000);
        assertThat(schedule.around(1L << 40, halfway, 0, PublishSettings.REGION_ENTRIES, entries))
                .as("of all, the most urgent")
                .hasSize(PublishSettings.REGION_ENTRIES)
                .doesNotContain(first)
                .isSortedAccordingTo((x, y) -> Long.compare(x.due, y.due));
    }

    // What it costs

    @Test
    void whereAllNodesAreKnownOneLookUpServesAll() {
        Field field = new Field(5, 6_000);
        field.enter(neighbours(5_000));
        field.settle();
        assertThat(field.lookedUp).as("4,096 with the first, and the rest").hasSize(2);
        assertThat(field.publisher.entries().values()).allMatch(e -> e.holders().size() == 5);
    }

    @Test
    void whereSomeDoNotAnswerEachIsLookedUpByItself() {
        Field field = new Field(5, 100);
        field.whole = false;
        field.enter(neighbours(20));
        field.settle();
        assertThat(field.lookedUp).hasSize(20);
        assertThat(field.publisher.entries().values()).allMatch(e -> e.holders().size() == 5);
    }

    @Test
    void threeOthersAreWorthASweepAndTwoAreNot() {
        Field two = new Field(2_000, 10);
        two.enter(neighbours(3));
        two.settle();
        assertThat(two.lookedUp).containsExactlyInAnyOrderElementsOf(neighbours(3));

        Field three = new Field(2_000, 10);
        three.enter(neighbours(4));
        three.settle();
        assertThat(Stream.concat(three.lookedUp.stream(), neighbours(4).stream())
                        .distinct())
                .as("one of the four, and parts of the region")
                .hasSize(three.lookedUp.size() + 3);
        assertThat(three.lookedUp).hasSizeLessThanOrEqualTo(1 + Region.LOOKUPS);
        three.assertAllWhereTheyBelong();
    }

    @Test
    void renewedTogetherAThousandNeighboursCostNoMoreThanFour() {
        Field field = new Field(2_000, 1_000);
        field.enter(neighbours(1_000));
        field.settle();
        int once = field.lookedUp.size();
        assertThat(once).isLessThanOrEqualTo(1 + Region.LOOKUPS);
        field.pass(44 * MINUTE);
        assertThat(field.lookedUp.size() - once)
                .as("they became due at one moment, and went along with the first")
                .isEqualTo(once);
        field.assertAllWhereTheyBelong();
    }

    @Test
    void whatALookUpThatRunsWillServeIsNotLookedUpBesideIt() {
        Field field = new Field(2_000, 300);
        field.enter(neighbours(100));
        field.settle();
        field.pass(44 * MINUTE);
        int twice = field.lookedUp.size();
        field.now += 45 * MINUTE;
        Wanted first = Objects.requireNonNull(field.publisher.pollRound(field.now));
        assertThat(field.publisher.pollRound(field.now))
                .as("it has the same region")
                .isNull();
        field.enter(List.of(Id.of(0x0123_4567_89AB_CDEFL, 0, 0, 1_000)));
        assertThat(field.publisher.pollRound(field.now))
                .as("somebody waits for it")
                .isNotNull()
                .satisfies(fresh -> field.publisher.found(field.now, fresh, field.closest(fresh.target()), true));
        field.publisher.found(field.now, first, field.closest(first.target()), true);
        field.settle();
        assertThat(field.lookedUp.size() - twice).isLessThanOrEqualTo(1 + Region.LOOKUPS);
        field.assertAllWhereTheyBelong();
    }

    @Test
    void aRegionIsWidenedWhereItTakesInManyMoreAndFewOfAll() {
        Field field = new Field(2_000, 40_000);
        SplittableRandom random = new SplittableRandom(1);
        field.enter(IntStream.range(0, 20_000).mapToObj(i -> Id.random(random)).toList());
        field.settle();
        assertThat(field.lookedUp.size())
                .as(
                        "a look-up knows four or five nodes for certain: one for as many, and one more for a region of some forty")
                .isLessThan(2_000 / 4 + 2_000 / 20);
        field.assertAllWhereTheyBelong();
    }

    @Test
    void whoWaitsForALookUpThatDoesNotServeItIsLookedUpNext() {
        Field field = new Field(2_000, 10);
        field.enter(neighbours(1));
        field.settle();
        field.enter(neighbours(3).subList(1, 3));
        Wanted first = Objects.requireNonNull(field.publisher.pollRound(0));
        assertThat(field.publisher.pollRound(0)).as("it may be served").isNull();
        field.publisher.found(0, first, field.closest(first.target()), true);
        Wanted second = Objects.requireNonNull(field.publisher.pollRound(0));
        field.enter(neighbours(5).subList(3, 5));
        assertThat(field.publisher.pollRound(0))
                .as("the one that is alone serves nobody")
                .isNotNull();
        assertThat(second.target()).isNotEqualTo(first.target());
    }

    @Test
    void whoWaitsForALookUpThatIsNotNeededAnyMoreIsLookedUpAtOnce() {
        Field field = new Field(2_000, 10);
        field.enter(neighbours(1));
        field.settle();
        field.enter(neighbours(3).subList(1, 3));
        Wanted first = Objects.requireNonNull(field.publisher.pollRound(0));
        field.publisher.delete(0, first.target());
        assertThat(field.publisher.pollRound(0)).as("the first was deleted").isNotNull();
    }

    @Test
    void whoWaitsForALookUpDoesNotHoldUpThoseElsewhere() {
        Field field = new Field(2_000, 10);
        field.enter(neighbours(1));
        field.settle();
        field.enter(neighbours(3).subList(1, 3));
        field.enter(List.of(Id.of(-1, 0, 0, 0)));
        field.publisher.pollRound(0);
        assertThat(field.publisher.pollRound(0))
                .as("its region is another")
                .isNotNull()
                .satisfies(wanted -> assertThat(wanted.target()).isEqualTo(Id.of(-1, 0, 0, 0)));
    }

    @Test
    void aSweepThatTakesTooLongForItsTokensIsGivenUp() {
        Field field = new Field(2_000, 20_000);
        SplittableRandom random = new SplittableRandom(2);
        field.enter(IntStream.range(0, 20_000).mapToObj(i -> Id.random(random)).toList());
        field.lookUp();
        Wanted part = Objects.requireNonNull(field.publisher.pollRound(0));
        assertThat(part.near()).as("a part of a wide region").hasSize(8);
        field.publisher.found(0, part, field.closest(part.target()), true);
        Wanted next = Objects.requireNonNull(field.publisher.pollRound(0));
        assertThat(next.near()).as("another part").hasSize(8);
        field.now = PublishSettings.TOKENS_GOOD_FOR / 2 + 1;
        field.publisher.found(field.now, next, field.closest(next.target()), true);
        assertThat(Objects.requireNonNull(field.publisher.pollRound(field.now)).near())
                .as("an entry by itself")
                .isEmpty();
    }

    // What becomes of a sweep that fails

    @Test
    void aSweepThatFindsTooFewIsGivenUpAndEachIsLookedUpByItself() {
        Field field = new Field(2_000, 10);
        field.enter(neighbours(4));
        field.inVain(1).settle();
        assertThat(field.lookedUp)
                .as("the first, a part in vain, the three others")
                .hasSize(5);
        field.assertAllWhereTheyBelong();
        field.pass(44 * MINUTE);
        assertThat(field.lookedUp).as("then together again").hasSizeLessThan(5 + 4 + Region.LOOKUPS);
    }

    @Test
    void whoeverIsDeletedMeanwhileIsNotStoredAndWhereNobodyWaitsNothingIsLookedUp() {
        Field field = new Field(2_000, 10);
        field.enter(neighbours(4));
        Wanted first = Objects.requireNonNull(field.lookUp());
        assertThat(field.publisher.pollRound(0)).as("a part of the region").isNotNull();
        List<Id> others = new ArrayList<>(neighbours(4));
        others.remove(first.target());
        others.forEach(id -> field.publisher.delete(0, id));
        field.settle();
        assertThat(field.lookedUp).containsExactly(first.target());
    }

    @Test
    void afterASleepASweepIsVoid() {
        Field field = new Field(2_000, 10);
        field.enter(neighbours(4));
        field.lookUp();
        Wanted part = Objects.requireNonNull(field.publisher.pollRound(0));
        field.now = 90 * MINUTE;
        field.publisher.renewAll(field.now);
        field.publisher.found(field.now, part, field.closest(part.target()), true);
        field.settle();
        assertThat(field.publisher.entries().values())
                .allSatisfy(entry -> assertThat(entry.holders())
                        .hasSize(8)
                        .allMatch(holder -> holder.acknowledgedAt() == field.now));
        field.assertAllWhereTheyBelong();
    }

    @Test
    void afterASleepASweepIsVoidHoweverMuchOfItWasKnown() {
        for (int known = 0; known < 16; known += 4) {
            Field field = new Field(500, 4_000);
            SplittableRandom random = new SplittableRandom(known);
            field.enter(Stream.generate(() -> Id.random(random)).limit(4_000).toList());
            field.lookUp();
            for (int i = 0; i < known; i++) {
                field.lookUp();
            }
            Wanted part = Objects.requireNonNull(field.publisher.pollRound(0));
            field.sleep(MINUTE);
            field.publisher.found(field.now, part, field.closest(part.target()), true);
            field.settle();
            assertThat(field.heldBy(8)).isEqualTo(4_000);
        }
    }
}
