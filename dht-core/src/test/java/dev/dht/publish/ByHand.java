package dev.dht.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A publisher of one entry and some nodes (twelve, if nothing is said), the first the closest to it, which do what a test says. */
final class ByHand {
    static final long SECOND = 1_000_000_000L;
    static final long MINUTE = 60 * SECOND;
    static final Id ID = Id.ZERO;

    /** What a node does, if not what it should. */
    enum Mood {
        SILENT,
        UNREACHABLE,
        FORGETS,
        GIVES_99_OTHERS,
        GIVES_100_OTHERS,
        OUT_OF_TOUCH
    }

    /** Who was asked, and when. */
    record Asked(long now, int node, boolean isStore) {}

    final Publisher publisher;
    final Map<Integer, Mood> moods = new HashMap<>();
    /** Those that no look-up hears of. */
    final Set<Integer> gone = new HashSet<>();

    final List<Asked> asked = new ArrayList<>();
    final List<Long> rounds = new ArrayList<>();
    long now;
    private final List<Contact> nodes;

    ByHand() {
        this(12);
    }

    ByHand(int count) {
        this(count, 20);
    }

    /** With one query in flight, so that one that is never told to be over is the last. */
    ByHand(int count, double checksPerSecond) {
        publisher =
                new Publisher(new PublishSettings(2, 8, 4, 1, 1e6, checksPerSecond, true), new SplittableRandom(1), 0);
        nodes = IntStream.range(0, count)
                .mapToObj(i -> new Contact(Id.of(i + 1L << 56, 0, 0, 0), Endpoint.v4(0x0A000000 + i, 1)))
                .toList();
    }

    /** Enters the entry, and stores it where it belongs. */
    static ByHand stored() {
        ByHand byHand = new ByHand();
        byHand.enter();
        return byHand;
    }

    Entry enter() {
        publisher.enter(now, ID, 1, null);
        settle();
        return entry();
    }

    Entry entry() {
        return Objects.requireNonNull(publisher.entries().get(ID));
    }

    Contact node(int number) {
        return nodes.get(number);
    }

    void all(Mood mood, int... numbers) {
        for (int number : numbers) {
            moods.put(number, mood);
        }
    }

    void gone(int... numbers) {
        for (int number : numbers) {
            gone.add(number);
        }
    }

    /** Does what can be done now. */
    void settle() {
        for (Wanted wanted = publisher.pollRound(now); wanted != null; wanted = publisher.pollRound(now)) {
            rounds.add(now);
            assertThat(wanted.target()).isEqualTo(ID);
            publisher.found(now, wanted, reachable(), true);
        }
        Entry audited = publisher.pollAudit(now);
        if (audited != null) {
            publisher.audited(now, audited, null);
        }
        for (Task task = publisher.pollTask(now); task != null; task = publisher.pollTask(now)) {
            int node = nodes.indexOf(task.contact());
            asked.add(new Asked(now, node, task.isStore()));
            answer(task, moods.get(node));
        }
    }

    List<Reachable> reachable() {
        return IntStream.range(0, nodes.size())
                .filter(i -> !gone.contains(i))
                .mapToObj(i -> new Reachable(nodes.get(i), new Token(i)))
                .toList();
    }

    private void answer(Task task, @Nullable Mood mood) {
        if (mood == Mood.SILENT) {
            publisher.silent(now, task, "silent");
        } else if (mood == Mood.UNREACHABLE) {
            publisher.notSent(now, task);
        } else if (mood == Mood.OUT_OF_TOUCH) {
            publisher.outOfTouch(now, task);
        } else if (task.isStore()) {
            publisher.stored(now, task);
        } else if (mood == Mood.FORGETS) {
            publisher.gaveNothing(now, task, "forgot");
        } else if (mood == null) {
            publisher.gaveBack(now, task);
        } else {
            publisher.gaveOthers(now, task, mood == Mood.GIVES_99_OTHERS ? 99 : 100);
        }
    }

    /** Lets time pass, doing what is due when it is due. */
    void pass(long span) {
        long end = now + span;
        int steps = 0;
        for (long due = publisher.nextDeadline(); due <= end; due = publisher.nextDeadline()) {
            assertThat(steps++).as("wakes up again and again").isLessThan(10_000);
            now = Math.max(now, due);
            settle();
        }
        now = end;
    }

    List<Integer> holders() {
        return entry().holders().stream()
                .map(Holder::contact)
                .map(nodes::indexOf)
                .sorted()
                .toList();
    }

    /** Those asked to store it from some time on, in this order. */
    List<Integer> stored(long from) {
        return asked.stream()
                .filter(a -> a.isStore() && a.now() >= from)
                .map(Asked::node)
                .toList();
    }

    /** Those asked in a span whether they hold it. */
    List<Integer> checked(long from, long to) {
        return asked.stream()
                .filter(a -> !a.isStore() && a.now() >= from && a.now() <= to)
                .map(Asked::node)
                .toList();
    }

    long lastRound() {
        return rounds.get(rounds.size() - 1);
    }
}
