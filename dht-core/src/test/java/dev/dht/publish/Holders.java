package dev.dht.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.foreign.IdSpread;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A publisher and a network of holders that it is driven against; what each holds is the truth. */
final class Holders {
    static final long SECOND = 1_000_000_000L;
    static final long MINUTE = 60 * SECOND;
    static final PublishSettings SETTINGS = new PublishSettings(40, 8, 2, 12, 100, 20, true);

    /** One stored entry. */
    private record Stored(Id id, int port) {}

    final SplittableRandom random;
    final IdSpread spread;
    final Publisher publisher;
    final List<Contact> nodes = new ArrayList<>();
    final Set<Contact> dead = new HashSet<>();
    final Map<Id, Integer> entered = new TreeMap<>();
    final Map<Id, Long> enteredAt = new HashMap<>();
    long now;
    boolean reliable = true;
    int told;
    private long sleeps;
    private long lookups;
    private long stores;
    private long storesSent;
    int listening;
    private int entersToSettle;
    private final Map<Contact, Map<Stored, Long>> held = new HashMap<>();
    private final Map<Contact, Map<Stored, Long>> acknowledged = new HashMap<>();
    private final Map<Contact, Map<Stored, Long>> gaveBack = new HashMap<>();
    private final List<Wanted> rounds = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final Map<Entry, Audit> audits = new HashMap<>();
    private @Nullable Entry auditing;
    private long auditsMade;

    Holders(Choices choices) {
        random = new SplittableRandom(choices.bits(32));
        spread = choices.pick(List.of(IdSpread.values()));
        publisher = new Publisher(SETTINGS, random.split(), 0);
        int count = choices.between(1, 60);
        choices.note(count, "nodes", spread);
        for (int i = 0; i < count; i++) {
            nodes.add(new Contact(drawId(), Endpoint.v4(0x0A000000 + i, 1)));
        }
    }

    Id drawId() {
        return Id.of(spread.draw(random));
    }

    // Steps

    void enter(Choices choices) {
        boolean again = !entered.isEmpty() && choices.oneIn(4);
        Id id = again
                ? choices.pick(List.copyOf(entered.keySet()))
                : random.nextBoolean() ? Id.random(random) : drawId();
        int port = choices.between(1, 2);
        choices.note(id, port);
        Entered outcome = publisher.enter(now, id, port, (at, entry, deleted) -> told++);
        assertThat(outcome == Entered.FULL).isEqualTo(!again && entered.size() == SETTINGS.entries());
        if (outcome != Entered.FULL) {
            entersToSettle++;
            listening++;
            assertThat(outcome == Entered.AGAIN).isEqualTo(again && entered.get(id) == port);
            if (outcome == Entered.NEW) {
                enteredAt.put(id, now);
            }
            entered.put(id, port);
        }
    }

    void delete(Choices choices) {
        Id id = choices.pick(List.copyOf(entered.keySet()));
        choices.note(id);
        assertThat(publisher.delete(now, id)).isTrue();
        assertThat(publisher.delete(now, id)).isFalse();
        entered.remove(id);
    }

    void kill(Choices choices) {
        Contact one = choices.pick(nodes);
        dead.add(one);
        held.remove(one);
    }

    void revive() {
        dead.clear();
    }

    /** The machine sleeps; queries in flight are answered, or not, when it is awake again. */
    void sleep(Choices choices) {
        long span =
                choices.flip() ? choices.between(20 * SECOND, 5 * MINUTE) : choices.between(20 * SECOND, 120 * MINUTE);
        choices.note(span / SECOND, "s");
        now += span;
        sleeps++;
        publisher.renewAll(now);
    }

    void forget(Choices choices) {
        held.remove(choices.pick(nodes));
    }

    void pass(Choices choices) {
        long span = choices.flip() ? choices.below(2 * MINUTE) : choices.below(50 * MINUTE);
        choices.note(span / SECOND, "s");
        pass(span);
    }

    /** Lets time pass, with a driver that keeps up: each look-up takes two seconds, each query a tenth. */
    void pass(long span) {
        long end = now + span;
        do {
            pump();
            long next = publisher.nextDeadline();
            if (!rounds.isEmpty() || auditing != null) {
                next = Math.min(next, now + 2 * SECOND);
            }
            if (!tasks.isEmpty()) {
                next = Math.min(next, now + SECOND / 10);
            }
            now = Math.min(end, Math.max(next, now + 1));
            answerAll();
        } while (now < end);
        pump();
    }

    /**
     * Passes the time that all that was entered takes to be where it belongs: with its region's no more than three look-ups
     * an entry, two at once, of two seconds each or, where some are likely first, of four. Ten seconds are for the rest.
     */
    void settle() {
        pass(10 * SECOND + 6 * SECOND * entersToSettle);
        entersToSettle = 0;
    }

    private void pump() {
        for (Wanted wanted = publisher.pollRound(now); wanted != null; wanted = publisher.pollRound(now)) {
            rounds.add(wanted);
            lookups++;
        }
        Entry audited = publisher.pollAudit(now);
        if (audited != null) {
            assertThat(auditing).as("one at a time").isNull();
            auditing = audited;
            auditsMade++;
        }
        assertThat(rounds.size() + (auditing == null ? 0 : 1)).isLessThanOrEqualTo(SETTINGS.rounds());
        for (Task task = publisher.pollTask(now); task != null; task = publisher.pollTask(now)) {
            assertThat(entered)
                    .as("what was deleted is left alone")
                    .containsKey(task.entry().id());
            if (task.isStore()) {
                assertThat(task.token())
                        .as("its own, and got since the machine slept")
                        .isEqualTo(token(task.contact()));
            }
            tasks.add(task);
            storesSent += task.isStore() ? 1 : 0;
        }
        assertThat(tasks).hasSizeLessThanOrEqualTo(SETTINGS.inFlight());
    }

    private void answerAll() {
        if (auditing != null) {
            audit(auditing);
            auditing = null;
        }
        List<Wanted> ended = new ArrayList<>(rounds);
        if (!ended.isEmpty() && random.nextInt(3) == 0) {
            likely(ended.get(random.nextInt(ended.size())));
        } else {
            rounds.clear();
            end(ended);
        }
        while (!tasks.isEmpty()) {
            answer(tasks.remove(random.nextInt(tasks.size())));
        }
    }

    /** A look-up goes on, and some of those closest are certain; where not all is well, others too. */
    private void likely(Wanted wanted) {
        List<Contact> closest = truth(wanted.target(), SETTINGS.wanted() + (reliable ? 0 : random.nextInt(3)));
        publisher.likely(
                now,
                wanted,
                closest.stream()
                        .filter(c -> random.nextInt(3) > 0)
                        .map(this::reachable)
                        .toList());
    }

    private void end(List<Wanted> ended) {
        for (Wanted wanted : ended) {
            boolean fails = !reliable && random.nextInt(10) == 0;
            List<Reachable> answered = answered(wanted.target());
            publisher.found(
                    now, wanted, fails ? answered.subList(0, random.nextInt(answered.size() + 1)) : answered, !fails);
        }
    }

    /** What a stranger finds: the truth, but for those that do not answer now. */
    private void audit(Entry entry) {
        List<Contact> answered = truth(entry.id(), SETTINGS.wanted());
        Stored stored = new Stored(entry.id(), entry.port());
        int found = (int) answered.stream().filter(c -> holds(c, stored)).count();
        if (answered.isEmpty() || !reliable && random.nextInt(4) == 0) {
            publisher.audited(now, entry, null);
            return;
        }
        Audit audit = new Audit(now, found, 0, answered.size());
        publisher.audited(now, entry, audit);
        audits.put(entry, audit);
        if (2 * found < answered.size() && !entry.isDeleted()) {
            assertThat(entry.round != null || entry.renewAt() <= now)
                    .as("what few have is stored again at once")
                    .isTrue();
        }
    }

    /** Who answers a look-up: the closest for certain, of the others those that it happens to hear of. */
    private List<Reachable> answered(Id target) {
        List<Contact> all = truth(target, nodes.size());
        int certain = SETTINGS.wanted();
        return IntStream.range(0, all.size())
                .filter(i -> i < certain || random.nextInt(4) == 0)
                .mapToObj(all::get)
                .map(this::reachable)
                .toList();
    }

    private Reachable reachable(Contact contact) {
        return new Reachable(contact, token(contact));
    }

    /** Tokens from before a sleep are void: this node may have another address. */
    private Token token(Contact contact) {
        return new Token(contact.endpoint().packed() + sleeps);
    }

    /** The living nodes closest to an id. */
    List<Contact> truth(Id target, int count) {
        return nodes.stream()
                .filter(c -> !dead.contains(c))
                .sorted(Comparator.comparing(c -> c.id().distance(target)))
                .limit(count)
                .toList();
    }

    private void answer(Task task) {
        Contact contact = task.contact();
        Stored stored = new Stored(task.entry().id(), task.entry().port());
        if (!reliable && random.nextInt(20) == 0) {
            publisher.notSent(now, task);
        } else if (dead.contains(contact) || !reliable && random.nextInt(20) == 0) {
            publisher.silent(now, task, "silent");
        } else if (task.isStore()) {
            stores++;
            if (task.token().equals(token(contact)) && (reliable || random.nextInt(20) != 0)) {
                held.computeIfAbsent(contact, c -> new HashMap<>()).put(stored, now);
            }
            acknowledged.computeIfAbsent(contact, c -> new HashMap<>()).put(stored, now);
            publisher.stored(now, task);
        } else if (holds(contact, stored)) {
            gaveBack.computeIfAbsent(contact, c -> new HashMap<>()).put(stored, now);
            publisher.gaveBack(now, task);
        } else if (random.nextBoolean()) {
            publisher.gaveNothing(now, task, "nothing");
        } else {
            publisher.gaveOthers(now, task, 3);
        }
    }

    private boolean holds(Contact contact, Stored stored) {
        Long at = held.getOrDefault(contact, Map.of()).get(stored);
        return at != null && now - at < 60 * MINUTE;
    }

    // Promises

    /** What the receipts say was said by the holders. */
    void receiptsAreTrue() {
        assertThat(publisher.entries().values()).extracting(Entry::id).containsExactlyElementsOf(entered.keySet());
        for (Entry entry : publisher.entries().values()) {
            Stored stored = new Stored(entry.id(), entry.port());
            assertThat(entry.port()).isEqualTo(entered.get(entry.id()));
            assertThat(entry.holders())
                    .hasSizeLessThanOrEqualTo(SETTINGS.wanted())
                    .extracting(Holder::contact)
                    .doesNotHaveDuplicates();
            for (Holder holder : entry.holders()) {
                Long said =
                        acknowledged.getOrDefault(holder.contact(), Map.of()).get(stored);
                assertThat(said).isNotNull().isGreaterThanOrEqualTo(holder.acknowledgedAt());
                if (holder.verifiedAt() != Holder.NEVER) {
                    Long gave =
                            gaveBack.getOrDefault(holder.contact(), Map.of()).get(stored);
                    assertThat(gave).isNotNull().isGreaterThanOrEqualTo(holder.verifiedAt());
                }
            }
        }
        assertThat(told).isLessThanOrEqualTo(listening);
    }

    /** What an entry says of its audit is what was found; audits cost no more than they may. */
    void auditsAreTrueAndFew() {
        for (Entry entry : publisher.entries().values()) {
            assertThat(entry.audit()).isEqualTo(audits.get(entry));
        }
        assertThat(auditsMade).isLessThanOrEqualTo(10 + now / (10 * SECOND));
    }

    /** No more is sent than the budget allows. */
    void storesAreWithinTheBudget() {
        assertThat(storesSent).isLessThanOrEqualTo((long) (SETTINGS.storesPerSecond() * (5 + now / (double) SECOND)));
    }

    /** Each entry is looked up as a stranger would within 20 minutes, and until those that are due before it have been. */
    void audited() {
        for (Entry entry : publisher.entries().values()) {
            Audit audit = entry.audit();
            long since = Math.max(audit == null ? 0 : audit.at(), enteredAt.getOrDefault(entry.id(), 0L));
            assertThat(now - since).as("since %s was audited", entry.id()).isLessThanOrEqualTo(27 * MINUTE);
        }
    }

    /** Every entry is held by the living nodes closest to it. */
    void allIsWhereItBelongs() {
        for (Entry entry : publisher.entries().values()) {
            Stored stored = new Stored(entry.id(), entry.port());
            List<Contact> closest = truth(entry.id(), SETTINGS.wanted());
            assertThat(closest).as("hold %s", entry.id()).allMatch(c -> holds(c, stored));
            assertThat(entry.holders()).hasSameSizeAs(closest);
        }
    }

    /**
     * A look-up for an entry, and up to eight more for the region of at least four, even where that is given up: three an
     * entry, but for those that are in progress.
     */
    void lookupsAreFew() {
        long rounds = stores / Math.min(SETTINGS.wanted(), nodes.size());
        long inProgress = SETTINGS.rounds() * (1L + Region.LOOKUPS) + SETTINGS.entries();
        assertThat(lookups).isLessThanOrEqualTo(3 * rounds + inProgress);
    }

    void renewedInTime() {
        for (Entry entry : publisher.entries().values()) {
            long since = Math.max(entry.publishedAt(), enteredAt.getOrDefault(entry.id(), 0L));
            assertThat(now - since).as("since %s was stored", entry.id()).isLessThanOrEqualTo(45 * MINUTE);
        }
    }
}
