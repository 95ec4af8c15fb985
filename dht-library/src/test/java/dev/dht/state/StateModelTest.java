package dev.dht.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.check.Model;
import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the state on disk promises, wherever the process or the machine stops, and whatever the disk refuses: what was
 * said to be durable is there, nothing is there that nobody saved, and the next start works.
 */
class StateModelTest {
    /** Some ten changes. */
    private static final int LEAST_COMPACTED = 400;

    @Test
    void whatWasDurableOutlivesEveryCrash() {
        Property.check(10, model());
    }

    private static Model<Node> model() {
        return Model.of(choices -> new Node())
                .step(8, "commit", (node, choices) -> node.commit(changes(choices)))
                .step(2, "save contacts", (node, choices) -> node.save(contacts(choices)))
                .step(
                        1,
                        "save identity",
                        (node, choices) -> node.save(new Identity(id(choices), choices.below(65_536))))
                .step(3, "will crash", (node, choices) -> {
                    int nth = choices.below(12);
                    int share = choices.below(17);
                    choices.note("at", nth, "with", share, "/ 16");
                    node.disk.crashAfter(nth, share);
                })
                .step(2, "will refuse", (node, choices) -> {
                    int nth = choices.below(12);
                    int count = choices.between(1, 5);
                    int share = choices.below(17);
                    choices.note("at", nth, "times", count, "with", share, "/ 16");
                    node.disk.refuseAfter(nth, count, share);
                })
                .step(1, "will refuse often", (node, choices) -> {
                    int period = choices.between(2, 20);
                    choices.note("once in", period);
                    node.disk.refuseEvery(period, choices.below(17));
                })
                .step(2, "kill", (node, choices) -> node.restart(false, choices))
                .step(2, "lose power", (node, choices) -> node.restart(true, choices))
                .step(1, "close", (node, choices) -> {
                    node.survives(node.files::close, choices);
                    node.restart(false, choices);
                })
                .atMost(80);
    }

    private static List<Change> changes(Choices choices) {
        List<Change> changes = choices.list(1, 6, c -> new Change(id(c), c.oneIn(3) ? 0 : c.between(1, 65_535)));
        choices.note(changes.stream().map(Change::port).toList());
        return changes;
    }

    private static List<Contact> contacts(Choices choices) {
        return choices.list(
                20,
                c -> new Contact(id(c), c.flip() ? Endpoint.v4(c.below(99), 5) : Endpoint.v6(c.bits(64), 1, 65_535)));
    }

    private static Id id(Choices choices) {
        return Id.of(choices.below(8), 0, 0, 0);
    }

    /** A node that is run on one disk again and again, and what it may and must find there. */
    private static final class Node {
        private final CrashingDisk disk = new CrashingDisk();
        private final List<String> warnings = new ArrayList<>();
        private StateFiles files = files();
        /** What the running node believes the disk holds. */
        private Map<Id, Integer> entries = new TreeMap<>();
        /** What else may be found of an id, after commits that failed or were cut off; 0 for nothing. */
        private final Map<Id, Set<Integer>> uncertain = new TreeMap<>();
        /** What may be found: what was saved last, then what was tried since. */
        private final List<List<Contact>> contacts = new ArrayList<>(List.of(List.of()));

        private final List<@Nullable Identity> identities = new ArrayList<>();
        /** Power was lost since the last start that came to its end. */
        private boolean tearsAreLeft;

        Node() {
            identities.add(null);
            load();
        }

        private StateFiles files() {
            return new StateFiles(disk, LEAST_COMPACTED, InstantSource.fixed(Instant.EPOCH), warnings::add);
        }

        void commit(List<Change> changes) {
            Map<Id, Integer> outcome = new TreeMap<>();
            changes.forEach(change -> outcome.put(change.id(), change.port()));
            outcome.forEach((id, port) -> uncertain
                    .computeIfAbsent(id, any -> new TreeSet<>(Set.of(entries.getOrDefault(id, 0))))
                    .add(port));
            try {
                files.commit(changes);
                disk.alive();
            } catch (IOException | CrashingDisk.Crash e) {
                return;
            }
            outcome.forEach(entries::put);
            entries.values().removeIf(port -> port == 0);
            uncertain.clear();
        }

        void save(List<Contact> snapshot) {
            contacts.add(snapshot);
            try {
                files.save(snapshot);
            } catch (IOException | CrashingDisk.Crash e) {
                return;
            }
            contacts.removeIf(any -> any != snapshot);
        }

        void save(Identity identity) {
            identities.add(identity);
            try {
                files.save(identity);
            } catch (IOException | CrashingDisk.Crash e) {
                return;
            }
            identities.removeIf(any -> any != identity);
        }

        void survives(Runnable action, Choices choices) {
            try {
                action.run();
            } catch (CrashingDisk.Crash e) {
                choices.note("crashes");
            }
        }

        /** Ends the process, or the machine, and starts again; now and then that start is cut off as well. */
        void restart(boolean powerLost, Choices choices) {
            end(powerLost, choices);
            while (choices.oneIn(3)) {
                files = files();
                disk.crashAfter(choices.below(6), choices.below(17));
                survives(
                        () -> {
                            try {
                                files.load();
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        },
                        choices);
                end(choices.flip(), choices);
            }
            load();
        }

        private void end(boolean powerLost, Choices choices) {
            if (powerLost) {
                tearsAreLeft = true;
                disk.loseUnsynced(choices);
            } else {
                disk.restart();
            }
        }

        private void load() {
            warnings.clear();
            files = files();
            Saved saved;
            try {
                saved = files.load();
                assertThat(disk.list().stream().filter(name -> !name.contains(".damaged-")))
                        .as("one file of each kind at most")
                        .hasSizeLessThanOrEqualTo(FileKind.values().length);
            } catch (IOException e) {
                throw new AssertionError("a start failed", e);
            }
            if (!tearsAreLeft) {
                assertThat(warnings).as("a kill damages nothing").isEmpty();
            }
            tearsAreLeft = false;
            assertThat(identities).contains(saved.identity());
            assertThat(contacts).contains(saved.contacts());
            Set<Id> ids = new HashSet<>(saved.entries().keySet());
            ids.addAll(entries.keySet());
            for (Id id : ids) {
                int before = entries.getOrDefault(id, 0);
                assertThat(saved.entries().getOrDefault(id, 0))
                        .as("the port of %s", id)
                        .isIn(uncertain.getOrDefault(id, Set.of(before)));
            }
            entries = new TreeMap<>(saved.entries());
        }
    }
}
