package dev.dht.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import dev.dht.lookup.Candidate.State;
import dev.dht.lookup.Lookup.Step;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees all that a look-up is told and all that it asks, and holds each of its steps, and what it says of itself, to that. */
final class LookupWitness implements Witness {
    private static final List<State> LATENESS = List.of(State.LATE, State.HOPELESS, State.LOST);

    final Map<Endpoint, Integer> asked = new HashMap<>();
    final Set<Contact> heardOf = new HashSet<>();
    /** The steps whose answer is awaited, and how late each is: not, late, beyond hope, or lost. */
    final Map<Step, Integer> outstanding = new LinkedHashMap<>();

    int neighbourQuestions;
    private final Lookup lookup;
    private final Id self;
    private final LookupSettings settings;
    /** Given as such that strangers may not reach, and named by nobody since. */
    private final Set<Contact> unproven = new HashSet<>();

    /** Named only as newcomers. */
    private final Set<Contact> newcomers = new HashSet<>();

    private final Set<Contact> given = new HashSet<>();
    private final Map<Contact, Set<Contact>> namers = new HashMap<>();
    /** How far each contact is from those that the look-up was given, along those that named it first. */
    private final Map<Contact, Integer> depths = new HashMap<>();

    private final Map<Id, Endpoint> answeredAt = new HashMap<>();
    private final Set<Contact> gave = new HashSet<>();
    private final Set<Contact> askedForNeighbours = new HashSet<>();
    private final Set<Contact> namedNeighbours = new HashSet<>();
    /** What it was told itself: who named whom, taken or not, and how many were not. */
    private final Map<Contact, Set<Contact>> toldOfNamers = new HashMap<>();

    private final Map<Rejection, Integer> toldOfRejections = new EnumMap<>(Rejection.class);
    private boolean seeks;
    private boolean isNear;
    private int hopeless;
    private int taken;
    private int deepest;
    private int namedSelf;
    private int namedUnusable;

    LookupWitness(Lookup lookup, Id self, LookupSettings settings) {
        this.lookup = lookup;
        this.self = self;
        this.settings = settings;
    }

    // What it is told

    @Override
    public void named(Candidate by, Candidate whom) {
        assertThat(namers.get(whom.contact())).as("named %s", whom).contains(by.contact());
        toldOfNamers.computeIfAbsent(whom.contact(), c -> new HashSet<>()).add(by.contact());
    }

    @Override
    public void rejected(@Nullable Candidate by, Contact contact, Rejection why) {
        assertThat(heardOf).contains(contact);
        if (by == null) {
            assertThat(given).as("named by nobody").contains(contact);
        } else {
            assertThat(namers.get(contact)).contains(by.contact());
            toldOfNamers.computeIfAbsent(contact, c -> new HashSet<>()).add(by.contact());
        }
        toldOfRejections.merge(why, 1, Integer::sum);
    }

    // What it sees

    void seeks() {
        seeks = true;
        lookup.seek();
    }

    void gives(Contact contact, boolean proven) {
        heardOf.add(contact);
        given.add(contact);
        depths.put(contact, 1);
        if (!proven) {
            unproven.add(contact);
        }
        isRememberedOrCounted(List.of(contact), () -> lookup.seed(contact, proven));
    }

    void asks(Step step) {
        Contact contact = step.candidate().contact();
        assertThat(!step.neighboursOnly() && isBeingAsked(contact.endpoint()))
                .as("two ids at one endpoint at once: %s", contact)
                .isFalse();
        assertThat(closerBeingAsked(contact)).as("closer ones, not late").isLessThan(parallelism());
        outstanding.put(step, 0);
        taken++;
        deepest = Math.max(deepest, depths.getOrDefault(contact, 0));
        if (step.neighboursOnly()) {
            neighbourQuestions++;
            assertThat(gave).as("asked for its neighbours").contains(contact);
            assertThat(askedForNeighbours.add(contact)).as("once").isTrue();
        } else {
            asked.merge(contact.endpoint(), 1, Integer::sum);
            assertThat(answeredAt.getOrDefault(contact.id(), contact.endpoint()))
                    .as("where this id has answered")
                    .isEqualTo(contact.endpoint());
            isNeeded(step);
        }
        isWithinBounds();
    }

    /** Nobody is asked while so many closer ones have answered, or are about to, that it will hardly be needed. */
    private void isNeeded(Step step) {
        long closer = lookup.candidates().stream()
                .takeWhile(c -> c != step.candidate())
                .filter(c -> !unproven.contains(c.contact()))
                .filter(c -> c.state() == State.ANSWERED
                        || c.state() == State.ASKED
                        || c.state() == State.WAITING
                                && isBeingAsked(c.contact().endpoint()))
                .count();
        assertThat(closer).as("closer ones that will do").isLessThan(width());
    }

    private boolean isBeingAsked(Endpoint endpoint) {
        return outstanding.entrySet().stream()
                .filter(e -> !e.getKey().neighboursOnly() && e.getValue() < 2)
                .anyMatch(e -> e.getKey().candidate().contact().endpoint().equals(endpoint));
    }

    /** How many closer ones are being asked and not late, newcomers left out. */
    private long closerBeingAsked(Contact contact) {
        return outstanding.entrySet().stream()
                .filter(e -> e.getValue() == 0 && !e.getKey().neighboursOnly())
                .map(e -> e.getKey().candidate().contact())
                .filter(c -> !newcomers.contains(c))
                .filter(c -> lookup.target().compareDistance(c.id(), contact.id()) < 0)
                .count();
    }

    private int parallelism() {
        return isNear ? Lookup.NEAR * settings.parallelism() : settings.parallelism();
    }

    private void isWithinBounds() {
        assertThat(outstanding.values().stream().filter(late -> late < 2).count())
                .as("not beyond hope")
                .isLessThanOrEqualTo(settings.outstanding());
    }

    void isLate(Step step) {
        int late = outstanding.merge(step, 1, Integer::sum);
        hopeless += late == 2 && !step.neighboursOnly() ? 1 : 0;
        lookup.late(step.candidate(), LATENESS.get(late - 1));
    }

    void fails(Step step) {
        lookup.failed(step.candidate(), null);
    }

    /** The endpoint answers under another id than it was asked under. */
    void tellsItsId(Step step, Contact corrected) {
        Contact contact = step.candidate().contact();
        heardOf.add(corrected);
        namers.computeIfAbsent(corrected, c -> new HashSet<>()).add(contact);
        if (!remembered().contains(corrected)) {
            unproven.remove(corrected);
            newcomers.remove(corrected);
            if (unproven.contains(contact)) {
                unproven.add(corrected);
            }
        }
        lookup.failed(step.candidate(), corrected.id());
    }

    void hasIt(Step step, Token token) {
        Contact contact = step.candidate().contact();
        answeredAt.put(contact.id(), contact.endpoint());
        gave.add(contact);
        lookup.gaveEndpoints(step.candidate(), token);
    }

    void names(Step step, Token token, List<Contact> named) {
        Contact contact = step.candidate().contact();
        if (step.neighboursOnly()) {
            namedNeighbours.add(contact);
        }
        answeredAt.put(contact.id(), contact.endpoint());
        List<Contact> heard = named.subList(0, Math.min(named.size(), settings.fromOneAnswer()));
        int depth = depths.getOrDefault(contact, 0) + 1;
        Set<Contact> before = remembered();
        for (Contact other : heard) {
            isNear |= lookup.target().compareDistance(other.id(), contact.id()) > 0;
            heardOf.add(other);
            namers.computeIfAbsent(other, c -> new HashSet<>()).add(contact);
            depths.putIfAbsent(other, depth);
            if (!other.equals(contact)) {
                isVouchedForUnlessItIsNew(contact, other, heard, before);
            }
            if (other.endpoint().isLoopback()
                    || !other.id().equals(self) && !other.endpoint().isUnicast()) {
                namedUnusable++;
            } else if (other.id().equals(self)) {
                namedSelf++;
            }
        }
        isRememberedOrCounted(heard, () -> lookup.answered(step.candidate(), token, named));
    }

    private void isVouchedForUnlessItIsNew(Contact by, Contact contact, List<Contact> named, Set<Contact> before) {
        List<Contact> others = named.subList(0, named.size() - 1);
        boolean isNew = newcomers.contains(by)
                || named.size() == settings.fromOneAnswer()
                        && named.get(others.size()).equals(contact)
                        && others.stream().allMatch(c -> lookup.target().compareDistance(contact.id(), c.id()) < 0);
        if (!isNew) {
            unproven.remove(contact);
            newcomers.remove(contact);
        } else if (!before.contains(contact)) {
            unproven.add(contact);
            newcomers.add(contact);
        }
    }

    boolean isNewcomer(Contact contact) {
        return newcomers.contains(contact);
    }

    /** Nobody is dropped in silence; but those that gave way to closer ones are not counted. */
    private void isRememberedOrCounted(List<Contact> heard, Runnable hearing) {
        int refused = refused();
        Set<Contact> before = remembered();
        hearing.run();
        Set<Contact> after = remembered();
        boolean hadRoom = before.size() + heard.size() <= settings.candidates();
        if (hadRoom || before.size() == settings.candidates() && after.containsAll(before)) {
            Set<Contact> missing = new HashSet<>(heard);
            missing.removeAll(after);
            assertThat(missing).as("dropped").hasSizeLessThanOrEqualTo(refused() - refused);
        }
    }

    private int refused() {
        return lookup.rejections().values().stream().mapToInt(n -> n).sum();
    }

    private Set<Contact> remembered() {
        Set<Contact> remembered = new HashSet<>();
        lookup.candidates().forEach(c -> remembered.add(c.contact()));
        return remembered;
    }

    // What it holds the look-up to

    /** How many must have answered: more, as long as few of those that answered have what is sought. */
    int width() {
        return seeks && gave.size() < (settings.width() + 1) / 2 ? 2 * settings.width() : settings.width();
    }

    /** Once enough have answered it waits neither for those beyond hope nor for newcomers; where few did, for these, and for contacts of our own table. */
    void endsWithoutTheHopeless() {
        List<Contact> answered = answered();
        boolean enough = reachable(answered) >= settings.width();
        boolean waits = outstanding.entrySet().stream()
                .filter(e -> e.getValue() < 2)
                .anyMatch(e -> !enough
                        || isHeldUp()
                        || e.getKey().neighboursOnly()
                        || !newcomers.contains(e.getKey().candidate().contact()));
        if (waits || awaitsTheClosest()) {
            assertThat(lookup.isDone() && awaitsTheClosest())
                    .as("does not wait for the closest")
                    .isFalse();
            return;
        }
        if (!answered.isEmpty() && (enough || !awaitsGiven())) {
            assertThat(lookup.isDone()).as("ends, with %s", answered).isTrue();
        }
    }

    /** Whether somebody whom strangers can reach is late beyond hope and not yet lost, and is closer than all such that have answered. */
    private boolean awaitsTheClosest() {
        return lookup.candidates().stream()
                .filter(c -> isReachable(c.contact()) && hopeless <= Lookup.MOST_HOPELESS)
                .takeWhile(c -> c.state() != State.ANSWERED)
                .anyMatch(c -> outstanding.getOrDefault(new Step(c, false), 0) == 2);
    }

    /** Whether it may ask nobody else now, or not whom it would, because of whom it asked. */
    private boolean isHeldUp() {
        return outstanding.values().stream().filter(late -> late < 2).count() == settings.outstanding()
                || lookup.candidates().stream()
                        .filter(c -> c.state() == State.WAITING)
                        .anyMatch(c ->
                                isBeingAsked(c.contact().endpoint()) || closerBeingAsked(c.contact()) >= parallelism());
    }

    private boolean awaitsGiven() {
        return outstanding.keySet().stream()
                .anyMatch(
                        s -> !s.neighboursOnly() && given.contains(s.candidate().contact()));
    }

    private List<Contact> answered() {
        return lookup.candidates().stream()
                .filter(c -> c.state() == State.ANSWERED)
                .map(Candidate::contact)
                .toList();
    }

    private long reachable(Collection<Contact> contacts) {
        return contacts.stream().filter(c -> !unproven.contains(c)).count();
    }

    boolean isReachable(Contact contact) {
        return !unproven.contains(contact);
    }

    /** What it tells of itself is what was seen of it. */
    void hasEnded() {
        assertThat(lookup.queries()).isEqualTo(taken);
        assertThat(lookup.rejections().getOrDefault(Rejection.SELF, 0)).isEqualTo(namedSelf);
        assertThat(lookup.rejections().getOrDefault(Rejection.UNUSABLE_ENDPOINT, 0))
                .isEqualTo(namedUnusable);
        assertThat(toldOfRejections).isEqualTo(lookup.rejections());
        if (reachable(answered()) < settings.width()) {
            assertThat(awaitsGiven()).as("gave up our own too early").isFalse();
            assertThat(outstanding.entrySet())
                    .as("gave up newcomers too early")
                    .noneMatch(e -> e.getValue() < 2
                            && newcomers.contains(e.getKey().candidate().contact()));
        }
        List<Contact> proven = answered().stream().filter(this::isReachable).toList();
        assertThat(lookup.answered())
                .extracting(Candidate::contact)
                .isEqualTo(proven.size() < settings.width() ? answered() : proven);
        lookup.candidates().forEach(this::isAsSeen);
        theClosestHolderWasAskedForItsNeighbours();
    }

    private void isAsSeen(Candidate candidate) {
        Contact contact = candidate.contact();
        assertThat(candidate.gaveEndpoints()).isEqualTo(gave.contains(contact));
        assertThat(candidate.rejection() != null).isEqualTo(candidate.state() == State.REJECTED);
        if (candidate.rejection() != null) {
            assertThat(lookup.rejections()).containsKey(candidate.rejection());
        }
        Candidate namer = candidate.namedBy();
        if (namer == null) {
            assertThat(given).contains(contact);
        } else {
            assertThat(namers.get(contact)).contains(namer.contact());
            assertThat(toldOfNamers.get(contact)).contains(namer.contact());
        }
        if (settings.candidates() > heardOf.size()) {
            // An endpoint that told its own id has named nobody.
            Set<Contact> others = new HashSet<>(namers.getOrDefault(contact, Set.of()));
            others.removeIf(other -> other.endpoint().equals(contact.endpoint()));
            assertThat(toldOfNamers.getOrDefault(contact, Set.of()))
                    .as("who named %s", contact)
                    .containsAll(others);
        }
    }

    /** Or if it stayed silent, the next; unless a closer one named its own, not having the entry. */
    private void theClosestHolderWasAskedForItsNeighbours() {
        for (Candidate candidate : lookup.candidates()) {
            if (gave.contains(candidate.contact())) {
                assertThat(askedForNeighbours).contains(candidate.contact());
            }
            boolean named = namedNeighbours.contains(candidate.contact());
            boolean isOver = candidate.state() == State.FAILED
                    || candidate.state() == State.REJECTED
                    || candidate.state().isBeyondHope();
            if (named || !gave.contains(candidate.contact()) && !isOver) {
                return;
            }
        }
    }

    /** How far it went, where nobody misled it. */
    void wentAsFarAsSeen() {
        assertThat(lookup.hops()).isEqualTo(deepest);
    }
}
