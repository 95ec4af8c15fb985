package dev.dht.lookup;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import dev.dht.id.Token;
import dev.dht.lookup.Candidate.State;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An iterative look-up of a target. Ask {@link #next} whom to ask until it says nobody; tell what came of each; it has
 * ended when {@link #isDone}. A candidate is asked while fewer than {@code parallelism} that are closer are being asked and not late, and near the target twice as many; newcomers count among
 * none of them, only among all that are outstanding. Those that are farther do not keep a closer one, just heard of, from being asked at once.
 *
 * <p>It has ended when the closest {@code width} candidates that strangers can reach and that were not given up have all
 * answered, and all closer ones too: where an entry is, those behind NAT who talk to us do not know better than the rest. A candidate is
 * given up when it failed, and also when it is <em>late beyond hope</em>: its query was sent twice, and an answer to
 * the first should long have come. It may still answer until the end, and then counts. Whoever is closer than all that answered is given up only when it is <em>lost</em>:
 * who is on a slow line would else be missed where it matters most. Where fewer than {@code width}
 * answered, contacts of our own table are not beyond hope, for they answered before; nobody is where it may {@link #takeTime}.
 * Nor does it wait for <em>newcomers</em> ({@link Hearsay}), but where fewer answered.
 *
 * <p>A node that stores the id answers FIND_VALUE with endpoints and names nobody. So the closest of all is asked
 * FIND_NODE as well when it answered so, and the next if that stays silent: their neighbours may hold endpoints that they
 * do not.
 *
 * <p>Where nobody answered at all, all who were silent are asked once more before it ends: a node that has just started
 * may know a single contact, and a datagram gets lost.
 *
 * <p>What a liar can cost: an answer adds {@code fromOneAnswer} candidates; an endpoint is asked once, and once more
 * only if it answered under another id than it was named with, or nobody answered; no more candidates than are remembered are asked.
 */
public final class Lookup {
    /** See {@link #seek}. */
    static final int FARTHER = 2;
    /** Near the target so many times as many are asked at once. */
    static final int NEAR = 2;
    /** Where more were late beyond hope, the closest is not waited for either: liars would else be, one after another. */
    static final int MOST_HOPELESS = 8;
    /** See {@link #likely}. */
    static final int CONVERGED_FROM = 3;

    private final Id target;
    private final LookupSettings settings;
    private final Shortlist shortlist;
    private final Tried tried;
    private final Hearsay hearsay;
    private int asked;
    private boolean triedAgain;
    private boolean isPatient;
    /** How many were late beyond hope, whatever came of them. */
    private int hopeless;
    /** How many gave endpoints. */
    private int gave;
    /** How many that strangers can reach must answer. */
    private int width;

    /** A look-up that knows nobody yet. */
    public Lookup(Id target, Id self, LookupSettings settings) {
        this.target = target;
        this.settings = settings;
        this.width = settings.width();
        this.tried = new Tried(settings);
        this.shortlist = new Shortlist(target, settings.candidates());
        this.hearsay = new Hearsay(target, self, settings, shortlist, tried);
    }

    /**
     * Endpoints are sought. As long as fewer than half of as many nodes as are wanted gave any, it goes on to {@value #FARTHER}
     * times as many: those that are closest to the target for us may not be for those who stored it.
     */
    public void seek() {
        width = FARTHER * settings.width();
    }

    /** Nobody waits for it: who is late is waited for, beyond hope too. */
    public void takeTime() {
        isPatient = true;
    }

    /** Who sees it from now on. */
    public void witness(Witness who) {
        hearsay.witness(who);
    }

    /** Whom to ask what. */
    public record Step(Candidate candidate, boolean neighboursOnly) {}

    /** What is looked up. */
    public Id target() {
        return target;
    }

    // What it hears

    /**
     * Our own table knows a contact.
     *
     * @param proven whether strangers can reach it; if not, it counts for the width only when another names it
     */
    public void seed(Contact contact, boolean proven) {
        hearsay.seed(contact, proven);
    }

    /** A contact has just answered a look-up of another id: it is one of those that answered, and is not asked. */
    public void seedAnswered(Contact contact, Token token) {
        seed(contact, true);
        Candidate seed = shortlist.find(contact);
        if (seed != null && seed.state == State.WAITING) {
            seed.state = State.ANSWERED;
            seed.token = token;
        }
    }

    /** A candidate answered with contacts; those beyond what one answer may give are not read. */
    public void answered(Candidate candidate, Token token, List<Contact> contacts) {
        if (candidate.state.isOutstanding()) {
            candidate.state = State.ANSWERED;
            candidate.token = token;
        } else {
            candidate.neighbours = State.ANSWERED;
        }
        hearsay.named(candidate, contacts);
    }

    /** A candidate answered with endpoints. */
    public void gaveEndpoints(Candidate candidate, Token token) {
        candidate.state = State.ANSWERED;
        candidate.token = token;
        candidate.gaveEndpoints = true;
        gave++;
        if (2 * gave >= settings.width()) {
            width = settings.width();
        }
    }

    /**
     * The answer of a candidate is late.
     *
     * @param how late, beyond hope, or lost
     */
    public void late(Candidate candidate, State how) {
        if (candidate.state.isOutstanding()) {
            candidate.state = how;
            hopeless += count(how == State.HOPELESS);
        } else {
            candidate.neighbours = how;
        }
    }

    /**
     * A candidate does not answer.
     *
     * @param other the id under which its endpoint answered instead; null if it did not answer
     */
    public void failed(Candidate candidate, @Nullable Id other) {
        if (!candidate.state.isOutstanding()) {
            candidate.neighbours = State.FAILED;
            return;
        }
        candidate.state = State.FAILED;
        candidate.silent = other == null;
        if (other != null && !candidate.corrected) {
            hearsay.correct(new Contact(other, candidate.contact().endpoint()), candidate);
        }
    }

    // What it does

    /** Whom to ask now; null while it waits for answers, and when it is done. The step counts as taken. */
    public @Nullable Step next() {
        Candidate head = headWithoutNeighbours();
        if (head != null && head.neighbours == State.WAITING && tried.mayAsk()) {
            head.neighbours = State.ASKED;
            asked++;
            return new Step(head, true);
        }
        Candidate waiting = nextWaiting();
        if (waiting == null && !triedAgain && shortlist.isExhausted()) {
            triedAgain = true;
            shortlist.forgiveTheSilent();
            waiting = nextWaiting();
        }
        if (waiting == null) {
            return null;
        }
        tried.add(waiting);
        waiting.state = State.ASKED;
        asked++;
        return new Step(waiting, false);
    }

    /** The closest candidate that waits, among the first that may still be needed. */
    private @Nullable Candidate nextWaiting() {
        if (!tried.mayAsk()) {
            return null;
        }
        int viable = 0;
        int closerAsked = 0;
        int atOnce = hearsay.isNear() ? NEAR * settings.parallelism() : settings.parallelism();
        for (Candidate candidate : shortlist.candidates()) {
            if (viable == width || closerAsked == atOnce) {
                return null;
            }
            if (candidate.state == State.WAITING) {
                candidate.rejection = tried.contradiction(candidate);
                if (candidate.rejection != null) {
                    candidate.state = State.REJECTED;
                    hearsay.reject(candidate.namedBy(), candidate.contact(), candidate.rejection);
                } else if (tried.isBeingAsked(candidate)) {
                    viable += count(candidate.vouched);
                } else {
                    return candidate;
                }
            } else if (candidate.vouched && (candidate.state == State.ASKED || candidate.state == State.ANSWERED)) {
                viable++;
            }
            closerAsked += count(candidate.state == State.ASKED && !candidate.newcomer);
        }
        return null;
    }

    /**
     * The closest candidate that answered with endpoints and has not named its neighbours yet; null where a closer one has
     * named any. Those that do not answer that question are passed over.
     */
    private @Nullable Candidate headWithoutNeighbours() {
        for (Candidate candidate : shortlist.candidates()) {
            if (candidate.gaveEndpoints && !isSilent(candidate.neighbours)) {
                return candidate.neighbours == State.ANSWERED ? null : candidate;
            }
            if (!candidate.gaveEndpoints && !isGivenUp(candidate)) {
                return null;
            }
        }
        return null;
    }

    private boolean isSilent(State state) {
        return state == State.FAILED || state.isBeyondHope() && !isPatient;
    }

    private boolean isGivenUp(Candidate candidate) {
        boolean isPassedOver = candidate.newcomer && candidate.state.isOutstanding() && !isPatient;
        return isPassedOver || isSilent(candidate.state) || candidate.state == State.REJECTED;
    }

    private static int count(boolean one) {
        return one ? 1 : 0;
    }

    /** The query of the step could not be sent for now: as if it had not been taken. */
    public void postponed(Step step) {
        asked--;
        if (step.neighboursOnly()) {
            step.candidate().neighbours = State.WAITING;
        } else {
            step.candidate().state = State.WAITING;
        }
    }

    /** Whether it has ended. */
    public boolean isDone() {
        if (headWithoutNeighbours() != null) {
            return false;
        }
        int answered = 0;
        int vouched = 0;
        boolean isAwaiting = false;
        for (Candidate candidate : shortlist.candidates()) {
            if (vouched == width) {
                return true;
            }
            if (candidate.state == State.ANSWERED) {
                answered++;
                vouched += count(candidate.vouched);
            } else if (!isGivenUp(candidate) || isClosest(candidate, vouched)) {
                return false;
            }
            isAwaiting |=
                    candidate.state.isBeyondHope() ? candidate.namedBy() == null : candidate.state.isOutstanding();
        }
        // Fewer answered than wanted: contacts of our own table, who answered before, are waited for, and newcomers.
        boolean isExhausted =
                answered > 0 || triedAgain || shortlist.candidates().isEmpty();
        return vouched == width || isExhausted && (!isAwaiting || vouched >= settings.width());
    }

    /** Whether it is waited for beyond hope: strangers can reach it, and no such one that is closer has answered. */
    private boolean isClosest(Candidate candidate, int closerAnswered) {
        return closerAnswered == 0
                && candidate.vouched
                && candidate.state == State.HOPELESS
                && hopeless <= MOST_HOPELESS;
    }

    // What came of it

    /**
     * The candidates that answered, the closest first: those that strangers can reach, as far as we know; all of them,
     * where they are fewer than wanted.
     */
    public List<Candidate> answered() {
        List<Candidate> answered = shortlist.candidates().stream()
                .filter(c -> c.state == State.ANSWERED)
                .toList();
        List<Candidate> vouched = answered.stream().filter(c -> c.vouched).toList();
        return vouched.size() < settings.width() ? answered : vouched;
    }

    /**
     * Those that have answered and will be among {@link #answered} in the end, the closest first, unless somebody closer is named late or answers
     * when nobody hopes any more, which is rare: fewer than wanted are closer and not given up, and {@value #CONVERGED_FROM} such have answered, who
     * know their neighbours.
     */
    public List<Candidate> likely() {
        List<Candidate> likely = shortlist.candidates().stream()
                .filter(c -> !c.newcomer && !isGivenUp(c))
                .limit(settings.width())
                .filter(c -> c.state == State.ANSWERED && c.vouched)
                .toList();
        return likely.size() < CONVERGED_FROM ? List.of() : likely;
    }

    /** All it remembers, the closest first. */
    public List<Candidate> candidates() {
        return List.copyOf(shortlist.candidates());
    }

    /** How many queries it has sent. */
    public int queries() {
        return asked;
    }

    /** How far from our own table it went: 1 if it asked only contacts of the table. */
    public int hops() {
        return shortlist.hops();
    }

    /** How many contacts it was named and did not take, by reason. */
    public Map<Rejection, Integer> rejections() {
        return hearsay.rejections();
    }
}
