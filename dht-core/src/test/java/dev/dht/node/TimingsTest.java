package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.DhtException;
import dev.dht.api.Histogram;
import dev.dht.api.Info;
import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.wire.Message;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a node knows of how long things took. */
class TimingsTest {
    private static final Endpoint OTHER = Endpoint.v4(0x0A000002, 2);
    private static final long MILLISECOND = 1_000_000L;

    private final Driven driven = new Driven(1, NodeSettings.DEFAULT);

    @Test
    void eachSpanIsCountedInItsBucketOnce() {
        Property.check(choices -> {
            Timings timings = new Timings();
            long[] counts = new long[Histogram.BOUNDS.size() + 1];
            long sum = 0;
            int spans = choices.between(0, 50);
            for (int i = 0; i < spans; i++) {
                long span = choices.bits(choices.between(0, 40));
                timings.add(Timing.ENTER, span);
                sum += span;
                counts[
                        (int) Histogram.BOUNDS.stream()
                                .filter(bound -> bound.toNanos() < span)
                                .count()]++;
            }
            Histogram seen = Objects.requireNonNull(timings.all().get("enter"));

            assertThat(seen.counts().stream().mapToLong(Long::longValue)).containsExactly(box(counts));
            assertThat(seen.sum()).isEqualTo(Duration.ofNanos(sum));
            assertThat(seen.count()).isEqualTo(spans);
        });
    }

    private static Long[] box(long[] counts) {
        return Arrays.stream(counts).boxed().toArray(Long[]::new);
    }

    @Test
    void aQueryIsTimedUntilItsAnswerAndCountedByWhatItAsked() {
        Contact other = new Contact(Id.of(1, 2, 3, 4), OTHER);
        driven.node.ping(driven.now, OTHER, new Ignored<>());
        int transaction = driven.sent.getLast().envelope().transaction();
        driven.now += 30 * MILLISECOND;
        driven.receive(OTHER, new Message.PingResponse().encode(transaction, other.id()));

        Histogram pings = timing("query_ping");
        assertThat(pings.count()).isEqualTo(1);
        assertThat(pings.sum()).isEqualTo(Duration.ofMillis(30));
        assertThat(info().counters()).containsEntry("queries_ping_answered", 1L);
    }

    @Test
    void aQueryThatNobodyAnswersIsCountedAndNotTimed() {
        driven.node.ping(driven.now, OTHER, new Ignored<>());
        driven.pass(10 * Driven.SECOND);

        assertThat(timing("query_ping").count()).isZero();
        assertThat(info().counters()).containsEntry("queries_ping_timed_out", 1L);
    }

    @Test
    void aLookUpIsTimedUntilItsFirstEndpointAndItsEnd() {
        Id id = Id.of(5, 6, 7, 8);
        driven.introduce(new Contact(Id.of(1, 2, 3, 4), OTHER));
        driven.pass(100 * Driven.SECOND);
        driven.sent.clear();
        driven.node.lookup(driven.now, id, endpoint -> {}, new Ignored<>());
        Driven.Sent query = driven.sent.stream()
                .filter(sent -> sent.envelope().message() instanceof Message.FindValueQuery)
                .findFirst()
                .orElseThrow();
        driven.now += 3 * MILLISECOND;
        Message values = new Message.ValuesResponse(9, List.of(Endpoint.v4(0x0A000003, 3)));
        driven.receive(OTHER, values.encode(query.envelope().transaction(), Id.of(1, 2, 3, 4)));
        driven.pass(10 * Driven.SECOND);

        assertThat(timing("lookup_first").sum()).isEqualTo(Duration.ofMillis(3));
        assertThat(timing("lookup_end").count()).isEqualTo(1);
        assertThat(timing("lookup_end").sum()).isGreaterThanOrEqualTo(Duration.ofMillis(3));
    }

    @Test
    void aDriverThatComesLateIsNoticedButNotAMachineThatSlept() {
        driven.introduce(new Contact(Id.of(1, 2, 3, 4), OTHER));
        driven.pass(Driven.SECOND);
        assertThat(timing("lateness").count()).isZero();

        driven.now = driven.node.nextDeadline() + 7 * MILLISECOND;
        driven.node.advance(driven.now);
        assertThat(timing("lateness").sum()).isEqualTo(Duration.ofMillis(7));

        driven.now = driven.node.nextDeadline() + 3_600 * Driven.SECOND;
        driven.node.resumed(driven.now, 0);
        assertThat(timing("lateness").count()).isEqualTo(1);
    }

    private Histogram timing(String name) {
        return Objects.requireNonNull(info().timings().get(name));
    }

    private Info info() {
        return driven.node.info(driven.now, null);
    }

    private static final class Ignored<T> implements Reply<T> {
        @Override
        public void done(T value) {}

        @Override
        public void failed(DhtException why) {}
    }
}
