package dev.dht.node;

import dev.dht.api.DhtException;
import dev.dht.api.LookupStep.Outcome;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import dev.dht.lookup.Candidate.State;
import dev.dht.lookup.Lookup;
import dev.dht.lookup.Lookup.Step;
import dev.dht.lookup.LookupSettings;
import dev.dht.lookup.Rejection;
import dev.dht.query.Asker;
import dev.dht.query.Lateness;
import dev.dht.query.Query;
import dev.dht.query.Question;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One look-up in progress: makes a query of each step of a {@link Lookup}, and a step of each answer. */
final class LookupRun {
    /** How many endpoints of one id are gathered; what liars can make of more is not remembered. */
    static final int ENDPOINTS = 4_096;

    /** Told how it goes. */
    interface Listener {
        /** An endpoint was found; each is told once. */
        default void found(Endpoint endpoint) {}

        /** Whether a user waits for it: its times are measured. */
        default boolean isUsers() {
            return true;
        }

        /** It is about to ask whom it can; more of that is told as it happens. */
        default void begins(LookupRun run) {}

        /** A query was sent. */
        default void asked(long now, Step step) {}

        /** There is news of the latest query of a step. */
        default void news(long now, Step step, Query query, Outcome outcome, @Nullable Packet answer) {}

        /** A query of it was answered, is late or failed, and it goes on. */
        default void progressed(long now, LookupRun run) {}

        /** It has ended: by itself where {@code why} is null, else because of that. */
        void ended(long now, LookupRun run, @Nullable DhtException why);
    }

    private final boolean values;
    private final Lookup lookup;
    private final Lookups lookups;
    private final Counters counters;
    private final Listener listener;
    private final long createdAt;
    private final TreeSet<Endpoint> endpoints = new TreeSet<>();
    private @Nullable Inquiry inquiry;
    private boolean ended;

    LookupRun(
            long now,
            Id target,
            Id self,
            boolean values,
            LookupSettings settings,
            Lookups lookups,
            Counters counters,
            Listener listener) {
        this.values = values;
        this.lookup = new Lookup(target, self, settings);
        this.lookups = lookups;
        this.counters = counters;
        this.listener = listener;
        this.createdAt = now;
        if (values) {
            lookup.seek();
        }
    }

    Id target() {
        return lookup.target();
    }

    boolean seeksValues() {
        return values;
    }

    boolean hasEnded() {
        return ended;
    }

    long createdAt() {
        return createdAt;
    }

    Lookup lookup() {
        return lookup;
    }

    /**
     * Whether those that answered are the whole network, where they are fewer than wanted: it asked all that it heard of,
     * and of five at most one stayed silent.
     */
    boolean isWhole() {
        long answered = lookup.answered().size();
        long silent = lookup.candidates().stream()
                .filter(c -> c.state() == State.FAILED || c.state().isBeyondHope())
                .count();
        return 4 * silent <= answered && !lookup.rejections().containsKey(Rejection.NO_ROOM);
    }

    /** What was found so far, in order. */
    List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    void begin(long now, Inquiry through) {
        inquiry = through;
        listener.begins(this);
        pump(now);
    }

    /** An endpoint that is known without asking anyone, or that was found. */
    void found(long now, Endpoint endpoint) {
        if (ended || !endpoint.isUnicast()) {
            return;
        }
        if (endpoints.size() >= ENDPOINTS) {
            counters.add(Counter.BOUND_LOOKUP_ENDPOINTS);
        } else if (endpoints.add(endpoint)) {
            if (endpoints.size() == 1 && listener.isUsers()) {
                counters.took(Timing.LOOKUP_FIRST, now - createdAt);
            }
            listener.found(endpoint);
        }
    }

    /** Asks whom it can ask now. */
    void pump(long now) {
        Inquiry through = inquiry;
        if (through == null || ended) {
            return;
        }
        for (Step step = lookup.next(); step != null; step = lookup.next()) {
            Contact contact = step.candidate().contact();
            Question question = values && !step.neighboursOnly()
                    ? Question.findValue(lookup.target())
                    : Question.findNode(lookup.target());
            boolean namedByOther = step.candidate().namedBy() != null;
            Told told = new Told(step);
            if (!through.ask(now, contact.endpoint(), contact.id(), namedByOther, question, told)) {
                lookup.postponed(step);
                break;
            }
            listener.asked(now, step);
        }
        if (lookup.isDone()) {
            end(now, null);
        }
    }

    private void goOn(long now) {
        pump(now);
        if (!ended) {
            listener.progressed(now, this);
        }
    }

    void end(long now, @Nullable DhtException why) {
        if (ended) {
            return;
        }
        ended = true;
        if (why == null) {
            counters.add(Counter.BOUND_LOOKUP_CANDIDATES, lookup.rejections().getOrDefault(Rejection.NO_ROOM, 0));
            if (values && listener.isUsers()) {
                counters.took(Timing.LOOKUP_END, now - createdAt);
            }
            lookups.ended(now, this);
        }
        listener.ended(now, this, why);
    }

    private final class Told implements Asker {
        private final Step step;

        Told(Step step) {
            this.step = step;
        }

        @Override
        public void answered(long now, Query query, Packet answer) {
            news(now, query, Outcome.ANSWERED, answer);
            Token token = new Token(answer.token());
            boolean fromLoopback = query.endpoint().isLoopback();
            if (answer.kind() == Kind.VALUES_RESPONSE) {
                for (int i = 0; i < answer.count(); i++) {
                    Endpoint endpoint = answer.endpoint(i);
                    if (fromLoopback || !endpoint.isLoopback()) {
                        found(now, endpoint);
                    }
                }
                lookup.gaveEndpoints(step.candidate(), token);
            } else {
                lookup.answered(step.candidate(), token, contacts(answer));
            }
            goOn(now);
        }

        @Override
        public void late(long now, Query query, Lateness how) {
            if (how != Lateness.LOST) {
                news(now, query, how == Lateness.LATE ? Outcome.LATE : Outcome.HOPELESS, null);
            }
            State state = switch (how) {
                case LATE -> State.LATE;
                case HOPELESS -> State.HOPELESS;
                case LOST -> State.LOST;
            };
            lookup.late(step.candidate(), state);
            goOn(now);
        }

        @Override
        public void failed(long now, Query query, Failure failure) {
            news(now, query, Trail.outcome(failure), null);
            lookup.failed(step.candidate(), query.stranger());
            goOn(now);
        }

        private void news(long now, Query query, Outcome outcome, @Nullable Packet answer) {
            if (!ended) {
                listener.news(now, step, query, outcome, answer);
            }
        }
    }

    /** The contacts that an answer names, a few more than are heard at most. */
    static List<Contact> contacts(Packet answer) {
        int count = Math.min(answer.count(), 16);
        List<Contact> contacts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            contacts.add(answer.node(i));
        }
        return contacts;
    }
}
