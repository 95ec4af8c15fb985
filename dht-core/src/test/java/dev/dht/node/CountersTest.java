package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.answer.Answers.Answer;
import dev.dht.api.Histogram;
import dev.dht.id.Endpoint;
import dev.dht.query.Asker.Failure;
import dev.dht.wire.Kind;
import dev.dht.wire.Malformed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is counted where: each event in one counter, and in no other. */
class CountersTest {
    private static final Map<Kind, String> QUERIES = Map.of(
            Kind.PING_QUERY, "ping",
            Kind.FIND_NODE_QUERY, "find_node",
            Kind.FIND_VALUE_QUERY, "find_value",
            Kind.STORE_QUERY, "store");

    private static void counts(Consumer<Counters> event, String... names) {
        Counters counters = new Counters();
        event.accept(counters);
        SortedMap<String, Long> expected = new TreeMap<>();
        counters.all().keySet().forEach(name -> expected.put(name, 0L));
        for (String name : names) {
            expected.put(name, 1L);
        }
        assertThat(counters.all()).isEqualTo(expected);
    }

    @Test
    void aQueryOfOursIsCountedByWhatItAskedAndByWhatBecameOfIt() {
        QUERIES.forEach((kind, name) -> {
            counts(counters -> counters.asked(kind), "queries_" + name);
            counts(counters -> counters.answered(kind, 5), "queries_" + name + "_answered");
            counts(counters -> counters.failed(kind, Failure.TIMED_OUT), "queries_" + name + "_timed_out");
            counts(counters -> counters.failed(kind, Failure.OTHER_ID), "queries_" + name + "_answered_by_other_id");
            counts(counters -> counters.failed(kind, Failure.ERROR), "queries_" + name + "_answered_with_error");
            counts(counters -> counters.failed(kind, Failure.NOT_SENT), "queries_" + name + "_not_sent");
            counts(counters -> counters.failed(kind, Failure.SLEPT));
            counts(counters -> counters.failed(kind, Failure.CLOSED));
        });
    }

    @Test
    void anAnswerToUsIsTimedByWhatItAnswers() {
        QUERIES.forEach((kind, name) -> {
            Counters counters = new Counters();
            counters.answered(kind, 7);
            counters.timings().forEach((timing, histogram) -> {
                boolean isIt = timing.equals("query_" + name);
                assertThat(histogram.count()).isEqualTo(isIt ? 1 : 0);
                assertThat(histogram.sum()).isEqualTo(Duration.ofNanos(isIt ? 7 : 0));
            });
        });
    }

    @Test
    void anAnswerOfOursIsCountedByWhatItSaid() {
        counts(counters -> counters.served(Kind.PING_QUERY, Answer.PONG), "served_ping");
        counts(counters -> counters.served(Kind.FIND_NODE_QUERY, Answer.NODES), "served_find_node");
        counts(counters -> counters.served(Kind.FIND_VALUE_QUERY, Answer.NODES), "served_find_value_nodes");
        counts(counters -> counters.served(Kind.FIND_VALUE_QUERY, Answer.VALUES), "served_find_value_endpoints");
        counts(counters -> counters.served(Kind.STORE_QUERY, Answer.STORED), "served_store_new");
        counts(counters -> counters.served(Kind.STORE_QUERY, Answer.RENEWED), "served_store_renewed");
        counts(counters -> counters.served(Kind.STORE_QUERY, Answer.BAD_TOKEN), "served_store_bad_token");
        counts(counters -> counters.served(Kind.STORE_QUERY, Answer.BAD_ENDPOINT), "served_store_bad_endpoint");
        counts(counters -> counters.served(Kind.STORE_QUERY, Answer.SILENCE_FULL), "bound_store_entries");
        counts(
                counters -> counters.served(Kind.STORE_QUERY, Answer.SILENCE_FULL_FOR_ADDRESS),
                "bound_store_entries_of_address");
        counts(
                counters -> counters.served(Kind.STORE_QUERY, Answer.SILENCE_FULL_FOR_ID),
                "bound_store_endpoints_of_id");
    }

    @Test
    void whatIsDroppedIsCountedByItsFault() {
        counts(counters -> counters.dropped(Malformed.TOO_SHORT), "drops_too_short");
        counts(counters -> counters.dropped(Malformed.FOREIGN), "drops_foreign_magic");
        counts(counters -> counters.dropped(Malformed.UNKNOWN_LETTER), "drops_unknown_letter");
        counts(counters -> counters.dropped(Malformed.WRONG_LENGTH), "drops_wrong_length");
    }

    @Test
    void whatIsDoneInTimeIsNotLate() {
        Counters counters = new Counters();
        counters.late(0);
        counters.late(1);
        assertThat(Objects.requireNonNull(counters.timings().get("lateness")).count())
                .isEqualTo(1);
    }

    @Test
    void aSpanThatIsABoundIsInItsBucketAndOneBeyondAllInTheLast() {
        Timings timings = new Timings();
        List<Long> expected = new ArrayList<>();
        for (Duration bound : Histogram.BOUNDS) {
            timings.add(Timing.ENTER, bound.toNanos());
            expected.add(1L);
        }
        timings.add(Timing.ENTER, Long.MAX_VALUE / 4);
        expected.add(1L);
        assertThat(Objects.requireNonNull(timings.all().get("enter")).counts()).isEqualTo(expected);
    }

    @Test
    void aDatagramThatLeftIsCountedWithItsBytesAndOneThatDidNotApart() {
        Endpoint to = Endpoint.v4(0x0A000001, 1);
        for (boolean leaves : new boolean[] {true, false}) {
            Counters counters = new Counters();
            Outlet outlet = new CountedOutlet(
                    (path, whereTo, datagram) -> {
                        datagram.position(datagram.limit());
                        return leaves;
                    },
                    counters);

            assertThat(outlet.send(0, to, ByteBuffer.allocate(42))).isEqualTo(leaves);

            assertThat(counters.get(Counter.DATAGRAMS_SENT)).isEqualTo(leaves ? 1 : 0);
            assertThat(counters.get(Counter.BYTES_SENT)).isEqualTo(leaves ? 42 : 0);
            assertThat(counters.get(Counter.DATAGRAMS_NOT_SENT)).isEqualTo(leaves ? 0 : 1);
        }
    }

    @Test
    void aSumOfMoreThan32BitsIsWhole() {
        Counts counts = new Counts(2);
        counts.add(0, 3);
        counts.add(1, 1L << 40);
        counts.add(1, 1);
        assertThat(counts.get(0)).isEqualTo(3);
        assertThat(counts.get(1)).isEqualTo((1L << 40) + 1);
    }
}
