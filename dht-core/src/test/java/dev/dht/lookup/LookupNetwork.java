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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A network of tiny ids that a look-up is led through: who is there, what each knows, who lies and who is dead. */
final class LookupNetwork {
    /** As few candidates as a look-up remembers that has room for all who are there. */
    private static final int LEAST_ROOM = 40;

    final Id self;
    final Id target;
    final LookupSettings settings;
    final Lookup lookup;
    /** Who really is at an endpoint and answers. */
    final Map<Endpoint, Id> alive = new HashMap<>();

    final Map<Endpoint, Integer> asked = new HashMap<>();
    final Set<Contact> heardOf = new HashSet<>();
    /** Given as such that strangers may not reach, and named by nobody since. */
    private final Set<Contact> unproven = new HashSet<>();

    final Set<Endpoint> liars = new HashSet<>();
    final Set<Endpoint> holders = new HashSet<>();
    int neighbourQuestions;
    private final List<Contact> all = new ArrayList<>();
    private final Map<Endpoint, List<Contact>> knows = new HashMap<>();
    /** The steps whose answer is awaited, and how late each is: not, late, or beyond hope. */
    private final Map<Step, Integer> outstanding = new LinkedHashMap<>();
    /** How far each contact is from those that the look-up was given, along those that named it first. */
    private final Map<Contact, Integer> depths = new HashMap<>();

    private boolean seeks;
    private int gave;

    private int taken;
    private int deepest;
    private int namedSelf;
    private final Choices choices;

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
                choices.between(leastRoom, 128),
                8);
        lookup = new Lookup(target, self, settings);
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
            heardOf.add(contact);
            depths.put(contact, 1);
            boolean proven = !choices.oneIn(4);
            choices.note("given", contact, proven ? "" : "not proven");
            if (!proven) {
                unproven.add(contact);
            }
            lookup.seed(contact, proven);
        }
    }

    /** What is sought is endpoints. */
    void seek() {
        seeks = true;
        lookup.seek();
    }

    /** Lets the look-up run to its end; events come in any order. */
    void run(int mostSteps) {
        for (int i = 0; !lookup.isDone(); i++) {
            if (i > mostSteps) {
                throw new AssertionError("goes on and on: " + lookup.candidates());
            }
            for (Step step = lookup.next(); step != null; step = lookup.next()) {
                if (choices.oneIn(20)) {
                    lookup.postponed(step);
                    break;
                }
                Contact contact = step.candidate().contact();
                choices.note("asks", contact, step.neighboursOnly() ? "for its neighbours" : "");
                if (step.neighboursOnly()) {
                    neighbourQuestions++;
                } else {
                    asked.merge(contact.endpoint(), 1, Integer::sum);
                }
                outstanding.put(step, 0);
                taken++;
                deepest = Math.max(deepest, depths.getOrDefault(contact, 0));
                isWithinBounds();
            }
            if (!outstanding.isEmpty()) {
                happen(choices.pick(List.copyOf(outstanding.keySet())));
            }
        }
        isCounted();
    }

    private void isWithinBounds() {
        assertThat(outstanding.values().stream().filter(late -> late == 0))
                .as("not late")
                .hasSizeLessThanOrEqualTo(settings.parallelism());
        assertThat(outstanding.values().stream().filter(late -> late < 2))
                .as("not beyond hope")
                .hasSizeLessThanOrEqualTo(settings.outstanding());
    }

    /** What the look-up tells of itself is what was seen of it. */
    private void isCounted() {
        assertThat(lookup.queries()).isEqualTo(taken);
        assertThat(lookup.candidates()).containsAll(lookup.answered());
        assertThat(lookup.rejections().getOrDefault(Rejection.SELF, 0)).isEqualTo(namedSelf);
        if (liars.isEmpty() && settings.candidates() >= all.size()) {
            assertThat(lookup.hops()).isEqualTo(deepest);
        }
    }

    /** The answer to a step is late, or late again where none will come; or it comes, or it is given up. */
    private void happen(Step step) {
        int late = outstanding.getOrDefault(step, 0);
        boolean answers = alive.containsKey(step.candidate().contact().endpoint());
        if (late < (answers ? 1 : 2) && choices.oneIn(3)) {
            choices.note(step.candidate().contact().endpoint(), late == 0 ? "is late" : "is late beyond hope");
            lookup.late(step.candidate(), late == 1);
            outstanding.put(step, late + 1);
        } else {
            outstanding.remove(step);
            answer(step);
        }
    }

    private void answer(Step step) {
        Candidate candidate = step.candidate();
        Endpoint endpoint = candidate.contact().endpoint();
        Id real = alive.get(endpoint);
        if (real == null) {
            choices.note(endpoint, "is silent");
            lookup.failed(candidate, null);
        } else if (!real.equals(candidate.contact().id())) {
            choices.note(endpoint, "is", real);
            Contact corrected = new Contact(real, endpoint);
            if (heardOf.add(corrected) && unproven.contains(candidate.contact())) {
                unproven.add(corrected);
            }
            lookup.failed(candidate, real);
        } else if (holders.contains(endpoint) && !step.neighboursOnly()) {
            choices.note(endpoint, "has it");
            lookup.gaveEndpoints(candidate, new Token(1));
            gave++;
        } else {
            List<Contact> named = liars.contains(endpoint) ? lies() : closestKnown(endpoint);
            choices.note(endpoint, "names", named);
            List<Contact> heard = named.subList(0, Math.min(named.size(), settings.fromOneAnswer()));
            heardOf.addAll(heard);
            heard.stream().filter(c -> !c.equals(candidate.contact())).forEach(unproven::remove);
            int depth = depths.getOrDefault(candidate.contact(), 0) + 1;
            heard.forEach(c -> depths.putIfAbsent(c, depth));
            namedSelf += (int) heard.stream()
                    .filter(c -> c.id().equals(self) && !c.endpoint().isLoopback())
                    .count();
            lookup.answered(candidate, new Token(1), named);
        }
    }

    private List<Contact> closestKnown(Endpoint endpoint) {
        return knows.getOrDefault(endpoint, List.of()).stream()
                .sorted(Comparator.comparing(c -> c.id().distance(target)))
                .limit(8)
                .toList();
    }

    private List<Contact> lies() {
        return choices.list(12, c -> {
            Contact honest = c.pick(all);
            return switch (c.below(6)) {
                case 0 -> new Contact(id(c.below(256)), Endpoint.v4(0x0C000000 + c.below(50), 1));
                case 1 -> new Contact(id(c.below(256)), honest.endpoint());
                case 2 -> new Contact(self, Endpoint.v4(0x0B000001, 1));
                case 3 -> new Contact(id(c.below(256)), Endpoint.v4(0x7F000001, 1));
                case 4 -> new Contact(id(c.below(256)), Endpoint.v4(0xE0000001, 1));
                default -> honest;
            };
        });
    }

    /** Those it heard of that really are where they were said to be, the closest first. */
    List<Contact> truth() {
        return heardOf.stream()
                .filter(c -> c.id().equals(alive.get(c.endpoint())))
                .sorted(Comparator.comparing(c -> c.id().distance(target)))
                .toList();
    }

    /** Those of them that it must find: the closest that strangers can reach; all, where these are too few. */
    List<Contact> wanted() {
        List<Contact> reachable =
                truth().stream().filter(c -> !unproven.contains(c)).toList();
        int width = seeks && gave < (settings.width() + 1) / 2 ? 2 * settings.width() : settings.width();
        return reachable.size() < settings.width() ? truth() : reachable.subList(0, Math.min(width, reachable.size()));
    }

    /** Whether it asked each that is closer than the last of these. */
    boolean askedAllCloserThanLastOf(List<Contact> closest) {
        return closest.isEmpty()
                || truth().stream()
                        .takeWhile(c -> !c.equals(closest.get(closest.size() - 1)))
                        .allMatch(c -> asked.containsKey(c.endpoint()));
    }

    List<Contact> answered() {
        return lookup.answered().stream().map(Candidate::contact).toList();
    }
}
