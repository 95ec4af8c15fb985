package dev.dht.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.check.Model;
import dev.dht.check.Property;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Queries in flight, the memory of who asked, and the queue of deadlines, each against what is plain. */
class QueriesModelTest {
    @Test
    void everyQueryEndsOnceInTimeAndOnlyByItsOwnAnswer() {
        Property.check(
                20,
                Model.of(QueriesModel::new)
                        .step(10, "ask", QueriesModel::ask)
                        .step(4, "is asked by", QueriesModel::askedUs)
                        .step(6, "a response from", QueriesModel::respond)
                        .step(4, "time passes:", QueriesModel::pass)
                        .step(1, "the machine slept", (model, choices) -> model.sleep())
                        .always("is bounded, each ends once", QueriesModel::isBounded));
    }

    @Test
    void theMemoryNeverForgetsBeforeItsPeriodAndForgetsAPartOfItLater() {
        Property.check(10, choices -> {
            int parts = choices.between(1, 5);
            long period = 60 * choices.between(5L, 20L);
            RecentSet set = new RecentSet(1 << choices.between(6, 16), period, parts);
            Map<Endpoint, Long> added = new HashMap<>();
            long now = choices.below(10_000);
            for (int i = choices.below(60); i > 0; i--) {
                Endpoint endpoint = Endpoint.v4(choices.below(20), 1);
                if (choices.flip()) {
                    set.add(now, endpoint, endpoint.address() * 7);
                    added.put(endpoint, now);
                }
                long at = now;
                added.forEach((known, when) -> assertThat(
                                at - when >= period || set.mayContain(at, known, known.address() * 7))
                        .isTrue());
                now += choices.below(700);
            }
            long later = now + period + period / parts;
            set.mayContain(now + choices.below(period), Endpoint.v4(0, 1), 0);
            added.keySet()
                    .forEach(known -> assertThat(set.mayContain(later, known, known.address() * 7))
                            .isFalse());
        });
    }

    @Test
    void theMemoryForgetsWhoIsGoneWhileOthersStay() {
        RecentSet set = new RecentSet(1 << 16, 60, 6);
        Endpoint gone = Endpoint.v4(1, 1);
        Endpoint stays = Endpoint.v4(2, 2);
        set.add(0, gone, 7);
        for (long now = 0; now < 300; now += 10) {
            set.add(now, stays, 7);
            assertThat(set.mayContain(now, stays, 7)).isTrue();
            assertThat(set.mayContain(now, gone, 7)).isEqualTo(now < 70);
        }
    }

    @Test
    void theLastThatAreOverAreRememberedAndTheOldestGivesWay() {
        Past past = new Past();
        for (int i = 0; i < 3 * Past.REMEMBERED; i++) {
            past.add(query(i), i % 2 == 0);
            for (int known = 0; known <= i; known++) {
                int place = past.find(known, Endpoint.v4(1, 1));
                assertThat(place != Past.NONE).isEqualTo(i - known < Past.REMEMBERED);
                if (place != Past.NONE) {
                    assertThat(past.sentAt(place)).isEqualTo(known);
                    assertThat(past.resentAt(place)).isEqualTo(known + 5);
                    assertThat(past.isUnanswered(place)).isEqualTo(known % 2 == 0);
                }
            }
            assertThat(past.find(i, Endpoint.v4(2, 1))).isEqualTo(Past.NONE);
        }
    }

    @Test
    void theMemoryRarelyTakesOneForAnother() {
        for (int parts = 1; parts <= 5; parts++) {
            RecentSet set = new RecentSet(1 << 16, 1_000, parts);
            for (int i = 0; i < 1_000; i++) {
                set.add(0, Endpoint.v4(0x0A000000 + i, 1_729), 7);
            }
            int mistaken = 0;
            for (int i = 0; i < 1_000; i++) {
                mistaken += set.mayContain(0, Endpoint.v4(0x0A000000 + i, 1_729), 8) ? 1 : 0;
                mistaken += set.mayContain(0, Endpoint.v4(0x0A000000 + i, 1_730), 7) ? 1 : 0;
                mistaken += set.mayContain(0, Endpoint.v4(0x0B000000 + i, 1_729), 7) ? 1 : 0;
            }
            // A thousand of 65,536 bits are set: one of 65 by chance, 46 of 3,000.
            assertThat(mistaken).isBetween(10, 100);
        }
    }

    @Test
    void theFirstDeadlineIsTheSmallestWhateverComesAndGoes() {
        Property.check(10, choices -> {
            Deadlines heap = new Deadlines();
            List<Query> plain = new ArrayList<>();
            for (int i = choices.below(80); i > 0; i--) {
                switch (plain.isEmpty() ? 0 : choices.below(4)) {
                    case 0, 1 -> {
                        Query query = query(choices);
                        plain.add(query);
                        heap.add(query);
                    }
                    case 2 -> heap.remove(plain.remove(choices.below(plain.size())));
                    default -> {
                        Query query = choices.pick(plain);
                        query.due = choices.below(50);
                        heap.update(query);
                    }
                }
                assertThat(heap.size()).isEqualTo(plain.size());
                assertThat(heap.firstDue())
                        .isEqualTo(plain.stream().mapToLong(q -> q.due).min().orElse(Long.MAX_VALUE));
            }
        });
    }

    private static Query query(Choices choices) {
        Query query = query(0);
        query.due = choices.below(50);
        return query;
    }

    /** Of this transaction id, sent at as many nanoseconds, and again five later. */
    private static Query query(int number) {
        Asker nobody = new Asker() {
            @Override
            public void answered(long now, Query query, dev.dht.wire.Packet answer) {}

            @Override
            public void failed(long now, Query query, Failure failure) {}
        };
        Query query = new Query(Question.ping(), 0, Endpoint.v4(1, 1), Id.ZERO, number, number, nobody);
        query.resentAt = number + 5;
        return query;
    }
}
