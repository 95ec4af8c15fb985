package dev.dht.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.query.Queries.Verdict;
import dev.dht.wire.Kind;
import dev.dht.wire.Message;
import dev.dht.wire.Message.Envelope;
import dev.dht.wire.Packet;
import dev.dht.wire.PacketWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Queries beside a plain list of those that were asked. */
final class QueriesModel {
    static final long SECOND = 1_000_000_000L;
    private static final int LIMIT = 12;
    private static final int LIMIT_EACH = 3;

    /** A query, and what its asker was told. */
    private final class Asked implements Asker {
        final Endpoint to;
        final @Nullable Id expected;
        final Question question;
        final long at;
        int transaction;
        boolean left;
        int sendings;
        int late;
        int ends;
        long againAt;
        /** When it is late, given what was known when it was sent; then when it is beyond hope, and lost. */
        long lateAt;
        /** When it is given up. */
        long givenUpAt;

        @Nullable
        Failure failure;

        @Nullable
        Id stranger;

        Asked(Endpoint to, @Nullable Id expected, Question question, long at) {
            this.to = to;
            this.expected = expected;
            this.question = question;
            this.at = at;
        }

        @Override
        public void answered(long now, Query query, Packet answer) {
            ends++;
            isAsAsked(query);
        }

        private void isAsAsked(Query query) {
            assertThat(query.sentAt()).isEqualTo(at);
            assertThat(query.wasResent()).isEqualTo(sendings == 2);
            assertThat(query.contact()).isEqualTo(expected == null ? null : new Contact(expected, to));
        }

        @Override
        public void late(long now, Query query, Lateness how) {
            assertThat(ends).isZero();
            assertThat(how).isEqualTo(Lateness.values()[late]);
            assertThat(now).isEqualTo(lateAt);
            late++;
            againAt = how == Lateness.LATE ? now : againAt;
            long next = late == 1 ? now + learned.hopelessAfter() : Math.max(now, at + learned.lostAfter());
            lateAt = Math.min(givenUpAt, next);
        }

        @Override
        public void failed(long now, Query query, Failure why) {
            ends++;
            failure = why;
            isAsAsked(query);
            boolean spoke = why == Failure.ERROR || why == Failure.OTHER_ID;
            assertThat(why.isToBlame()).as("is to blame: %s", why).isEqualTo(spoke || left && !slept);
            stranger = query.stranger();
        }
    }

    final Queries queries;
    long now;
    private final List<Asked> inFlight = new ArrayList<>();
    private final List<Asked> over = new ArrayList<>();
    /** Those whose answer may still come; the last of each transaction id. */
    private final Map<Integer, Asked> past = new HashMap<>();
    /** What is learned of round trips: from answers to what was sent once, and with care from others. */
    private final RoundTrip learned = new RoundTrip();

    private final Map<Integer, Map<Endpoint, Long>> used = new HashMap<>();
    private final Id self = Id.of(1, 2, 3, 4);
    private @Nullable Asked sending;
    private boolean blocked;
    private boolean slept;

    QueriesModel(Choices choices) {
        // Few transaction ids, so that they would meet if nobody kept them apart.
        SplittableRandom random = new SplittableRandom(choices.bits(32));
        PacketWriter writer = new PacketWriter(self, ByteBuffer.allocate(1_232));
        queries = new Queries(LIMIT, LIMIT_EACH, 1 << 12, writer, new FewNumbers(random), this::send);
    }

    /** Draws transaction ids from 64. */
    private record FewNumbers(SplittableRandom random) implements java.util.random.RandomGenerator {
        @Override
        public long nextLong() {
            return random.nextLong();
        }

        @Override
        public int nextInt(int bound) {
            return random.nextInt(64);
        }
    }

    private boolean send(int path, Endpoint to, ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        Envelope envelope = Message.decode(bytes).orElseThrow();
        assertThat(envelope.sender()).isEqualTo(self);
        Asked first = sending;
        if (first != null) {
            first.transaction = envelope.transaction();
            first.left = !blocked;
            first.sendings++;
            return !blocked;
        }
        Asked again = inFlight.stream()
                .filter(a -> a.transaction == envelope.transaction())
                .findFirst()
                .orElseThrow();
        assertThat(again.to).isEqualTo(to);
        again.sendings++;
        return true;
    }

    private static Endpoint endpoint(Choices choices) {
        return Endpoint.v4(0x0A000000 + choices.below(6), 1);
    }

    private static Id id(Choices choices) {
        return Id.of(0, 0, 0, choices.below(3));
    }

    private static Question question(Choices choices) {
        return choices.pick(List.of(
                Question.ping(),
                Question.findNode(Id.ZERO),
                Question.findValue(Id.ZERO),
                Question.store(1, Id.ZERO, 2)));
    }

    void ask(Choices choices) {
        Endpoint to = endpoint(choices);
        Asked asked = new Asked(to, choices.flip() ? id(choices) : null, question(choices), now);
        blocked = choices.oneIn(10);
        boolean may = inFlight.size() < LIMIT
                && inFlight.stream().filter(a -> a.to.equals(to)).count() < LIMIT_EACH;
        assertThat(queries.mayAsk(to)).isEqualTo(may);
        sending = asked;
        Query query = queries.ask(now, 0, to, asked.expected, asked.question, asked);
        sending = null;
        assertThat(query != null).isEqualTo(may);
        if (query != null) {
            assertThat(inFlight).extracting(a -> a.transaction).doesNotContain(asked.transaction);
            Long usedAt = used.getOrDefault(asked.transaction, Map.of()).get(to);
            assertThat(usedAt == null || now - usedAt >= Queries.AVOIDED_FOR)
                    .as("a transaction id that was just used, by the endpoint or by us")
                    .isTrue();
            used.computeIfAbsent(asked.transaction, t -> new HashMap<>()).put(to, now);
            inFlight.add(asked);
            long patience = Math.max(Queries.TIME_OUT, 3 * learned.lateAfter());
            asked.givenUpAt = now + Math.min(Queries.LONGEST_TIME_OUT, patience);
            asked.lateAt = now + learned.lateAfter();
            choices.note(to, asked.expected, "as", asked.transaction, blocked ? "which did not leave" : "");
        }
    }

    void askedUs(Choices choices) {
        Endpoint from = endpoint(choices);
        int transaction = choices.below(64);
        queries.askedUs(now, from, transaction);
        used.computeIfAbsent(transaction, t -> new HashMap<>()).put(from, now);
        choices.note(from, transaction);
    }

    void respond(Choices choices) {
        List<Asked> known = choices.oneIn(4) ? over : inFlight;
        Asked about = known.isEmpty() ? null : choices.pick(known);
        Endpoint from = about != null && !choices.oneIn(6) ? about.to : endpoint(choices);
        int transaction = about != null && !choices.oneIn(6) ? about.transaction : choices.below(64);
        Id sender = about != null && about.expected != null && !choices.oneIn(6) ? about.expected : id(choices);
        Message message = message(about == null ? Kind.PING_QUERY : about.question.kind(), choices);
        choices.note(from, transaction, sender, message);
        Packet packet = new Packet();
        assertThat(packet.read(ByteBuffer.wrap(message.encode(transaction, sender))))
                .isNull();

        Asked meant = inFlight.stream()
                .filter(a -> a.transaction == transaction && a.to.equals(from))
                .findFirst()
                .orElse(null);
        Verdict verdict = queries.response(now, from, packet);

        if (meant == null) {
            Asked late = past.get(transaction);
            boolean isLate = late != null && late.to.equals(from);
            assertThat(verdict).isEqualTo(isLate ? Verdict.LATE : Verdict.FOREIGN);
            if (isLate && late.failure == Asker.Failure.TIMED_OUT) {
                learned.sampleOfTwo(now - late.at, now - late.againAt);
                // Its second answer teaches nothing.
                late.failure = null;
            }
        } else if (!packet.kind().answers(meant.question.kind())) {
            assertThat(verdict).isEqualTo(Verdict.FOREIGN);
        } else {
            inFlight.remove(meant);
            assertThat(meant.ends).isEqualTo(1);
            if (packet.kind() == Kind.ERROR) {
                assertThat(verdict).isEqualTo(Verdict.ERROR);
                assertThat(meant.failure).isEqualTo(Asker.Failure.ERROR);
            } else if (meant.expected != null && !meant.expected.equals(sender)) {
                assertThat(verdict).isEqualTo(Verdict.OTHER_ID);
                assertThat(meant.failure).isEqualTo(Asker.Failure.OTHER_ID);
                assertThat(meant.stranger).isEqualTo(sender);
            } else {
                assertThat(verdict).isEqualTo(Verdict.ANSWERED);
                assertThat(meant.failure).isNull();
                if (meant.sendings == 2) {
                    // The answer to the other sending may still come.
                    learned.sampleOfTwo(now - meant.at, now - meant.againAt);
                    isOver(meant);
                } else {
                    learned.sample(now - meant.at);
                }
            }
        }
    }

    private static Message message(Kind query, Choices choices) {
        if (choices.oneIn(10)) {
            return new Message.ErrorResponse(1, "no");
        }
        return switch (choices.oneIn(8) ? Kind.PING_QUERY : query) {
            case PING_QUERY -> new Message.PingResponse();
            case STORE_QUERY -> new Message.StoreResponse();
            case FIND_VALUE_QUERY ->
                choices.flip()
                        ? new Message.NodesResponse(1, List.of())
                        : new Message.ValuesResponse(1, List.of(Endpoint.v4(1, 1)));
            default -> new Message.NodesResponse(1, List.of());
        };
    }

    void pass(Choices choices) {
        long end = now + choices.pick(List.of(choices.below(SECOND), choices.below(9 * SECOND)));
        choices.note((end - now) / 1_000_000, "ms");
        while (queries.nextDeadline() <= end) {
            assertThat(queries.nextDeadline()).isGreaterThanOrEqualTo(now);
            now = queries.nextDeadline();
            queries.advance(now);
            settle();
        }
        now = end;
        settle();
    }

    /** Those given up were given up in time, and for the right reason. */
    private void settle() {
        for (Asked asked : List.copyOf(inFlight)) {
            if (asked.ends > 0) {
                boolean notSent = !asked.left;
                assertThat(asked.failure).isEqualTo(notSent ? Asker.Failure.NOT_SENT : Asker.Failure.TIMED_OUT);
                assertThat(now).isEqualTo(notSent ? asked.at : asked.givenUpAt);
                inFlight.remove(asked);
                if (!notSent) {
                    isOver(asked);
                    assertThat(asked.late).isEqualTo(Lateness.values().length);
                    assertThat(asked.sendings).isEqualTo(2);
                }
            } else {
                assertThat(now - asked.at).isLessThanOrEqualTo(Queries.LONGEST_TIME_OUT);
            }
        }
    }

    private void isOver(Asked asked) {
        over.add(asked);
        past.put(asked.transaction, asked);
    }

    void sleep() {
        slept = true;
        queries.giveUpAll(now, Asker.Failure.SLEPT);
        slept = false;
        inFlight.forEach(a -> assertThat(Objects.requireNonNull(a.failure)).isEqualTo(Asker.Failure.SLEPT));
        inFlight.forEach(a -> assertThat(a.ends).isEqualTo(1));
        inFlight.forEach(this::isOver);
        inFlight.clear();
    }

    void isBounded() {
        assertThat(queries.inFlight()).isEqualTo(inFlight.size()).isLessThanOrEqualTo(LIMIT);
        inFlight.forEach(a -> assertThat(a.ends).isZero());
        over.forEach(a -> assertThat(a.ends).isEqualTo(1));
        inFlight.forEach(a -> assertThat(a.sendings).isLessThanOrEqualTo(2));
        assertThat(queries.nextDeadline() == Long.MAX_VALUE).isEqualTo(inFlight.isEmpty());
        assertThat(queries.lateAfter())
                .isEqualTo(learned.lateAfter())
                .isBetween(RoundTrip.EARLIEST_LATE, RoundTrip.LATEST_LATE);
    }
}
