package dev.dht.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import dev.dht.lookup.Lookup.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A network of tiny ids that a look-up is led through: who is there, what each knows, who lies and who is dead. */
final class LookupNetwork {
    /** As few candidates as a look-up remembers that has room for all who are there. */
    private static final int LEAST_ROOM = 40;

    private static final Set<Candidate.State> STILL_WANTED =
            Set.of(Candidate.State.WAITING, Candidate.State.ASKED, Candidate.State.LATE, Candidate.State.ANSWERED);

    final Id self;
    final Id target;
    final LookupSettings settings;
    final Lookup lookup;
    /** Who really is at an endpoint and answers. */
    final Map<Endpoint, Id> alive = new HashMap<>();

    final LookupWitness witness;
    final Set<Endpoint> liars = new HashSet<>();
    final Set<Endpoint> holders = new HashSet<>();
    private final List<Contact> all = new ArrayList<>();
    private final Map<Endpoint, List<Contact>> knows = new HashMap<>();
    /** Whether who answers may do so when nobody hopes any more. */
    private boolean isSlow;

    private final Choices choices;
    /** Who was likely at some time, and who was closer then and not given up. */
    private final Map<Contact, Set<Contact>> likely = new HashMap<>();

    LookupNetwork(Choices choices, int nodes, int dead) {
        this(choices, nodes, dead, 0, LEAST_ROOM);
    }

    /** Of the nodes, the first so many lie; the look-up remembers at least {@code leastRoom} candidates. */
    LookupNetwork(Choices choices, int nodes, int dead, int liarCount, int leastRoom) {
        this.choices = choices;
        self = id(choices.below(256));
        target = id(choices.below(256));
        settings = new LookupSettings(
                choices.between(1, 8),
                choices.between(1, 4),
                choices.between(4, 16),
                choices.between(leastRoom, choices.flip() ? 128 : leastRoom + 8),
                8);
        lookup = new Lookup(target, self, settings);
        witness = new LookupWitness(lookup, self, settings);
        lookup.witness(witness);
        Set<Id> taken = new HashSet<>(Set.of(self));
        for (int i = 0; i < nodes + dead; i++) {
            Contact contact = new Contact(id(choices.below(256)), Endpoint.v4(0x0A000001 + i, 1));
            if (taken.add(contact.id())) {
                all.add(contact);
                if (i < nodes) {
                    alive.put(contact.endpoint(), contact.id());
                }
                if (i < liarCount) {
                    liars.add(contact.endpoint());
                }
            }
        }
        choices.note("self", self, "target", target, settings, "nodes", all, "liars", liars);
    }

    static Id id(int number) {
        return Id.of((long) number << 56, 0, 0, 0);
    }

    /** Every honest node knows the closest of all, and some others; so a look-up that goes on finds them. */
    void acquaint() {
        for (Contact contact : all) {
            List<Contact> known = new ArrayList<>();
            for (Contact other : all) {
                if (other != contact && choices.oneIn(2)) {
                    known.add(other);
                }
            }
            knows.put(contact.endpoint(), known);
        }
    }

    void hold(int holderCount) {
        all.stream()
                .sorted(Comparator.comparing(c -> c.id().distance(target)))
                .limit(holderCount)
                .forEach(c -> holders.add(c.endpoint()));
    }

    void seed(int count) {
        for (Contact contact : all.subList(0, Math.min(count, all.size()))) {
            boolean proven = !choices.oneIn(4);
            choices.note("given", contact, proven ? "" : "not proven");
            witness.gives(contact, proven);
        }
    }

    /** What is sought is endpoints. */
    void seek() {
        witness.seeks();
    }

    /** Answers come so late that the look-up may have ended without them. */
    void slow() {
        isSlow = true;
    }

    /** Lets the look-up run to its end; events come in any order. */
    void run(int mostSteps) {
        assertThat(lookup.target()).isEqualTo(target);
        for (int i = 0; !lookup.isDone(); i++) {
            if (i > mostSteps) {
                throw new AssertionError("goes on and on: " + lookup.candidates());
            }
            if (asksAll()) {
                witness.endsWithoutTheHopeless();
            }
            if (!witness.outstanding.isEmpty()) {
                happen(choices.pick(List.copyOf(witness.outstanding.keySet())));
                noteWhoIsLikely();
            }
        }
        witness.hasEnded();
        whoWasLikelyIsThereUnlessSomebodyCloserCame();
        if (liars.isEmpty() && settings.candidates() >= all.size()) {
            witness.wentAsFarAsSeen();
        }
    }

    private void noteWhoIsLikely() {
        for (Candidate candidate : lookup.likely()) {
            assertThat(candidate.token()).isNotNull();
            likely.putIfAbsent(
                    candidate.contact(),
                    lookup.candidates().stream()
                            .takeWhile(c -> c != candidate)
                            .filter(c -> STILL_WANTED.contains(c.state()) && !witness.isNewcomer(c.contact()))
                            .map(Candidate::contact)
                            .collect(Collectors.toSet()));
        }
    }

    /** It was likely as long as nobody was named, or answered after all, beside those that were still wanted then. */
    private void whoWasLikelyIsThereUnlessSomebodyCloserCame() {
        List<Contact> answered =
                lookup.answered().stream().map(Candidate::contact).toList();
        likely.forEach((contact, closer) -> {
            assertThat(closer).hasSizeLessThan(settings.width());
            assertThat(answered.contains(contact)
                            || answered.stream()
                                    .filter(c -> target.compareDistance(c.id(), contact.id()) < 0)
                                    .anyMatch(c -> !closer.contains(c)))
                    .as("%s was likely, and is not among %s", contact, answered)
                    .isTrue();
        });
    }

    /** Whether it asked all whom it wants to ask now, and none was postponed. */
    private boolean asksAll() {
        for (Step step = lookup.next(); step != null; step = lookup.next()) {
            if (choices.oneIn(20)) {
                lookup.postponed(step);
                return false;
            }
            choices.note("asks", step.candidate().contact(), step.neighboursOnly() ? "for its neighbours" : "");
            witness.asks(step);
        }
        return true;
    }

    /** The answer to a step is late, or late again where none may come; or it comes, or it is given up. */
    private void happen(Step step) {
        int late = witness.outstanding.getOrDefault(step, 0);
        boolean answers = alive.containsKey(step.candidate().contact().endpoint());
        boolean mayBeHopeless = !answers || isSlow || step.neighboursOnly();
        if (late < (mayBeHopeless ? 3 : 1) && choices.oneIn(3)) {
            choices.note(
                    step.candidate().contact().endpoint(),
                    List.of("is late", "is late beyond hope", "is lost").get(late));
            witness.isLate(step);
        } else {
            witness.outstanding.remove(step);
            answer(step);
        }
    }

    private void answer(Step step) {
        Contact contact = step.candidate().contact();
        Endpoint endpoint = contact.endpoint();
        Id real = alive.get(endpoint);
        if (real == null || step.neighboursOnly() && choices.oneIn(4)) {
            choices.note(endpoint, "is silent");
            witness.fails(step);
        } else if (!real.equals(contact.id())) {
            choices.note(endpoint, "is", real);
            witness.tellsItsId(step, new Contact(real, endpoint));
        } else if (holders.contains(endpoint) && !step.neighboursOnly()) {
            choices.note(endpoint, "has it");
            witness.hasIt(step, new Token(1));
        } else {
            List<Contact> named = liars.contains(endpoint) ? lies() : closestKnown(endpoint);
            choices.note(endpoint, "names", named);
            witness.names(step, new Token(1), named);
        }
    }

    private List<Contact> closestKnown(Endpoint endpoint) {
        List<Contact> known = knows.getOrDefault(endpoint, List.of()).stream()
                .sorted(Comparator.comparing(c -> c.id().distance(target)))
                .toList();
        List<Contact> closest = new ArrayList<>(known.subList(0, Math.min(8, known.size())));
        if (closest.size() == 8 && choices.oneIn(3)) {
            closest.add(closest.remove(0));
        }
        return closest;
    }

    private List<Contact> lies() {
        return choices.list(12, c -> {
            Contact honest = c.pick(all);
            return switch (c.below(7)) {
                case 0 -> new Contact(id(c.below(256)), Endpoint.v4(0x0C000000 + c.below(50), 1));
                case 1 -> new Contact(id(c.below(256)), honest.endpoint());
                case 2 -> new Contact(self, Endpoint.v4(0x0B000001, 1));
                case 3 -> new Contact(id(c.below(256)), Endpoint.v4(0x7F000001, 1));
                case 4 -> new Contact(id(c.below(256)), Endpoint.v4(0xE0000001, 1));
                case 5 -> new Contact(honest.id(), Endpoint.v4(0x0C000000 + c.below(50), 1));
                default -> honest;
            };
        });
    }

    /** Those it heard of that really are where they were said to be, the closest first. */
    List<Contact> truth() {
        return witness.heardOf.stream()
                .filter(c -> c.id().equals(alive.get(c.endpoint())))
                .sorted(Comparator.comparing(c -> c.id().distance(target)))
                .toList();
    }

    /** Those of them that it must find: the closest that strangers can reach; all, where these are too few. */
    List<Contact> wanted() {
        List<Contact> reachable = truth().stream().filter(witness::isReachable).toList();
        return reachable.size() < settings.width()
                ? truth()
                : reachable.subList(0, Math.min(witness.width(), reachable.size()));
    }

    /** Whether it asked each that is closer than the last of these. */
    boolean askedAllCloserThanLastOf(List<Contact> closest) {
        return closest.isEmpty()
                || truth().stream()
                        .takeWhile(c -> !c.equals(closest.get(closest.size() - 1)))
                        .allMatch(c -> witness.asked.containsKey(c.endpoint()));
    }

    List<Contact> answered() {
        return lookup.answered().stream().map(Candidate::contact).toList();
    }
}
