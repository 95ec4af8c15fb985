package dev.dht.node;

import dev.dht.api.DhtException;
import dev.dht.api.Explanation;
import dev.dht.api.Explanation.Ending;
import dev.dht.api.LookupReport;
import dev.dht.api.LookupStep;
import dev.dht.api.LookupStep.Outcome;
import dev.dht.api.LookupStep.Rejected;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.lookup.Candidate;
import dev.dht.lookup.Candidate.State;
import dev.dht.lookup.Lookup;
import dev.dht.lookup.Lookup.Step;
import dev.dht.lookup.Rejection;
import dev.dht.lookup.Witness;
import dev.dht.query.Asker.Failure;
import dev.dht.query.Query;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a look-up does, and tells it step by step to the one who asked for an explanation. As long as the look-up is:
 * a look-up sends no more queries than it remembers candidates, and a few.
 */
final class Trail implements LookupRun.Listener, Witness {
    private final long began;
    private final int width;
    private final Calls calls;
    private final Consumer<Endpoint> found;
    private final Consumer<LookupStep> told;
    private final Reply<Explanation> reply;
    private final List<Mark> marks = new ArrayList<>();
    private final List<Naming> namings = new ArrayList<>();
    /** The steps of which there is news that was not told. */
    private final SortedSet<Integer> news = new TreeSet<>();

    private @Nullable Lookup lookup;
    private int here;

    /** One query, as far as it went. */
    private static final class Mark {
        final Step step;
        final List<Integer> namedBy;
        final long asked;
        final List<Rejected> rejected = new ArrayList<>();
        Outcome outcome = Outcome.ASKED;
        long sent;
        long answered;
        int endpoints;
        int contacts;

        Mark(Step step, List<Integer> namedBy, long asked) {
            this.step = step;
            this.namedBy = namedBy;
            this.asked = asked;
        }
    }

    /** The answer of step {@code by} named a candidate. */
    private record Naming(int by, Candidate whom) {}

    Trail(
            long began,
            int width,
            Calls calls,
            Consumer<Endpoint> found,
            Consumer<LookupStep> told,
            Reply<Explanation> reply) {
        this.began = began;
        this.width = width;
        this.calls = calls;
        this.found = found;
        this.told = told;
        this.reply = calls.delivered(reply);
    }

    static Outcome outcome(Failure failure) {
        return switch (failure) {
            case TIMED_OUT -> Outcome.SILENT;
            case OTHER_ID -> Outcome.OTHER_ID;
            case ERROR -> Outcome.REFUSED;
            case NOT_SENT, SLEPT, CLOSED -> Outcome.NOT_SENT;
        };
    }

    // What it sees

    @Override
    public void begins(LookupRun run) {
        lookup = run.lookup();
        run.lookup().witness(this);
    }

    @Override
    public void found(Endpoint endpoint) {
        if (lookup == null) {
            here++;
        }
        calls.add(() -> found.accept(endpoint));
    }

    @Override
    public void asked(long now, Step step) {
        forgetRejection(step.candidate().contact());
        boolean isOurs = step.candidate().namedBy() == null;
        List<Integer> namedBy = namings.stream()
                .filter(naming -> !isOurs && naming.whom == step.candidate())
                .map(Naming::by)
                .toList();
        marks.add(new Mark(step, namedBy, now));
        tellSoon(marks.size() - 1);
    }

    /** Who was rejected under its own id while another was asked there is asked after all when it tells that id itself. */
    private void forgetRejection(Contact contact) {
        for (int i = 0; i < marks.size(); i++) {
            if (marks.get(i).rejected.removeIf(rejected -> rejected.contact().equals(contact))) {
                tellSoon(i);
            }
        }
    }

    @Override
    public void news(long now, Step step, Query query, Outcome outcome, @Nullable Packet answer) {
        int number = latest(step);
        Mark mark = marks.get(number);
        mark.outcome = outcome;
        if (answer != null) {
            boolean isValues = answer.kind() == Kind.VALUES_RESPONSE;
            mark.answered = now;
            mark.sent = query.sentAt();
            mark.endpoints = isValues ? answer.count() : 0;
            mark.contacts = isValues ? 0 : answer.count();
        }
        tellSoon(number);
    }

    @Override
    public void named(Candidate by, Candidate whom) {
        int number = latest(by);
        if (number >= 0) {
            namings.add(new Naming(number, whom));
        }
    }

    @Override
    public void rejected(@Nullable Candidate by, Contact contact, Rejection why) {
        int number = by == null ? -1 : latest(by);
        Rejected rejected = new Rejected(contact, words(why));
        if (number >= 0 && !marks.get(number).rejected.contains(rejected)) {
            marks.get(number).rejected.add(rejected);
            tellSoon(number);
        }
    }

    private int latest(Step step) {
        for (int i = marks.size() - 1; i >= 0; i--) {
            if (marks.get(i).step.equals(step)) {
                return i;
            }
        }
        throw new IllegalStateException("there is news of a query that was not sent");
    }

    /** The latest query of a candidate that named contacts, or told its id. */
    private int latest(Candidate candidate) {
        for (int i = marks.size() - 1; i >= 0; i--) {
            Mark mark = marks.get(i);
            if (mark.step.candidate() == candidate && (mark.contacts > 0 || mark.outcome == Outcome.OTHER_ID)) {
                return i;
            }
        }
        return -1;
    }

    // What it tells

    @Override
    public void ended(long now, LookupRun run, @Nullable DhtException why) {
        if (why != null) {
            reply.failed(why);
            return;
        }
        LookupReport report = Views.report(now, run, width);
        List<LookupStep> steps = new ArrayList<>();
        for (int i = 0; i < marks.size(); i++) {
            steps.add(view(i));
        }
        int notAsked = (int) run.lookup().candidates().stream()
                .filter(candidate -> candidate.state() == State.WAITING)
                .count();
        reply.done(new Explanation(report, ending(run.lookup()), here, steps, notAsked));
    }

    private Ending ending(Lookup done) {
        int answered = done.answered().size();
        if (answered >= width) {
            return Ending.CLOSEST_ANSWERED;
        } else if (answered > 0) {
            return Ending.ALL_ASKED;
        }
        return marks.isEmpty() ? Ending.NOBODY_KNOWN : Ending.NOBODY_ANSWERED;
    }

    /** Tells of a step when the present call ends: by then what its answer named is taken or rejected. */
    private void tellSoon(int number) {
        if (news.isEmpty()) {
            calls.add(() -> {
                List<LookupStep> steps = news.stream().map(this::view).toList();
                news.clear();
                steps.forEach(told);
            });
        }
        news.add(number);
    }

    private LookupStep view(int number) {
        Mark mark = marks.get(number);
        Contact contact = mark.step.candidate().contact();
        boolean hasAnswered = mark.outcome == Outcome.ANSWERED;
        return new LookupStep(
                number,
                contact,
                mark.step.neighboursOnly(),
                distance(contact.id()),
                mark.namedBy,
                Duration.ofNanos(mark.asked - began),
                hasAnswered ? Duration.ofNanos(mark.answered - began) : null,
                hasAnswered ? Duration.ofNanos(mark.answered - mark.sent) : null,
                mark.outcome,
                mark.endpoints,
                mark.contacts,
                mark.rejected);
    }

    private int distance(Id id) {
        return lookup == null ? 0 : 256 - lookup.target().commonPrefix(id);
    }

    private static String words(Rejection why) {
        return switch (why) {
            case SELF -> "it is this node";
            case UNUSABLE_ENDPOINT -> "nothing can be sent to its address";
            case ID_ANSWERED_ELSEWHERE -> "its id has answered at another address";
            case ENDPOINT_ASKED -> "its address was asked under another id";
            case NO_ROOM -> "as many are remembered as may be, all closer or asked";
        };
    }
}
