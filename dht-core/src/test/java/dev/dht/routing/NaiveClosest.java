package dev.dht.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import dev.dht.routing.TableView.BucketView;
import dev.dht.routing.TableView.ContactView;
import dev.dht.routing.TableView.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the closest of a table are, for each audience: all of its contacts sorted, and the first of them taken. */
final class NaiveClosest {
    private NaiveClosest() {}

    /** Compares a few targets. */
    static void check(Table table, Id self, long now, SplittableRandom random) {
        TableView view = table.view(now);
        for (int i = 0; i < 3; i++) {
            Id target = random.nextInt(4) == 0
                    ? self
                    : Id.of((long) random.nextInt(256) << 56, (long) random.nextInt(2) << 31, 0, 0);
            check(table, view, now, target, except(view, random), random);
        }
    }

    private static @Nullable Contact except(TableView view, SplittableRandom random) {
        List<ContactView> all = view.contacts();
        return all.isEmpty() || random.nextBoolean()
                ? null
                : all.get(random.nextInt(all.size())).contact();
    }

    private static void check(
            Table table, TableView view, long now, Id target, @Nullable Contact except, SplittableRandom random) {
        Audience audience = Audience.values()[random.nextInt(Audience.values().length)];
        Set<Contact> young = young(view);
        Closest closest = new Closest(1 + random.nextInt(16));
        long left = except == null ? -1 : except.endpoint().packed();
        table.closest(now, target.word(0), target.word(1), target.word(2), target.word(3), left, audience, closest);
        List<Contact> naive = view.contacts().stream()
                .filter(c -> !c.contact().equals(except) && (audience == Audience.US || c.state() != State.BAD))
                .sorted(Comparator.<ContactView>comparingInt(c -> rank(c, audience, young))
                        .thenComparing(c -> c.contact().id().distance(target)))
                .map(ContactView::contact)
                .toList();
        int room = closest.contacts().size();
        List<Contact> first = new ArrayList<>(naive.subList(0, room));
        if (audience == Audience.OTHERS && room > 1) {
            newcomer(view, naive, room, target, young).ifPresent(newcomer -> first.set(room - 1, newcomer));
        }
        assertThat(closest.contacts()).isEqualTo(first);
        assertThat(room == naive.size() || room > 0 && naive.size() > room).isTrue();
    }

    /** The closest untested one that is closer than all that are named, where all of these are such as are named first. */
    private static Optional<Contact> newcomer(
            TableView view, List<Contact> naive, int room, Id target, Set<Contact> young) {
        Set<Contact> named = Set.copyOf(naive);
        List<ContactView> all = view.contacts().stream()
                .filter(c -> named.contains(c.contact()))
                .sorted(Comparator.comparing(c -> c.contact().id().distance(target)))
                .toList();
        List<ContactView> proven =
                all.stream().filter(c -> rank(c, Audience.OTHERS, young) == 0).toList();
        return all.stream()
                .takeWhile(c -> proven.size() >= room && !c.equals(proven.get(0)))
                .filter(c -> rank(c, Audience.OTHERS, young) == 1 && !c.doubted())
                .map(ContactView::contact)
                .findFirst();
    }

    private static int rank(ContactView contact, Audience audience, Set<Contact> young) {
        boolean isUsed = switch (audience) {
            case US, NEIGHBOUR -> true;
            case OTHERS -> contact.proven() || young.contains(contact.contact()) && !contact.doubted();
        };
        return switch (contact.state()) {
            case GOOD -> isUsed ? 0 : 1;
            case QUESTIONABLE -> 2;
            case BAD -> 3;
        };
    }

    /** The eight around us and more, the bad left out, if more than three quarters are neither proven nor doubted; else nobody. */
    private static Set<Contact> young(TableView view) {
        List<ContactView> around = new ArrayList<>();
        for (int b = view.buckets().size() - 1; b >= 0 && around.size() < 8; b--) {
            BucketView bucket = view.buckets().get(b);
            bucket.contacts().stream().filter(c -> c.state() != State.BAD).forEach(around::add);
        }
        long untested = around.stream().filter(c -> !c.proven() && !c.doubted()).count();
        return untested > 0.75 * around.size()
                ? around.stream().map(ContactView::contact).collect(Collectors.toSet())
                : Set.of();
    }
}
