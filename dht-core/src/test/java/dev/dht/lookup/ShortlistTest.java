package dev.dht.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shortlist beside a plain list of those that were added. */
class ShortlistTest {
    private static final Id TARGET = LookupNetwork.id(5);

    @Test
    void theFarthestThatWaitsGivesWayToACloserOneAndWhoWasAskedStays() {
        Property.check(10, choices -> {
            int capacity = choices.between(1, 8);
            Shortlist shortlist = new Shortlist(TARGET, capacity);
            List<Candidate> plain = new ArrayList<>();
            for (int i = choices.below(30); i > 0; i--) {
                if (!plain.isEmpty() && choices.oneIn(3)) {
                    choices.pick(plain).state = Candidate.State.ASKED;
                    continue;
                }
                Candidate candidate = new Candidate(contact(choices, i), null, false, false);
                Candidate leaving = plain.size() < capacity ? null : farthestThatWaits(plain);
                boolean hasRoom = plain.size() < capacity
                        || leaving != null && distance(candidate).compareTo(distance(leaving)) < 0;
                choices.note("adds", candidate);
                assertThat(shortlist.add(candidate)).isEqualTo(hasRoom);
                if (hasRoom) {
                    plain.remove(leaving);
                    plain.add(candidate);
                }
                assertThat(shortlist.candidates())
                        .containsExactlyInAnyOrderElementsOf(plain)
                        .isSortedAccordingTo(Comparator.comparing(ShortlistTest::distance));
                assertThat(shortlist.find(candidate.contact())).isSameAs(hasRoom ? candidate : null);
                plain.forEach(c -> assertThat(shortlist.find(c.contact())).isSameAs(c));
            }
        });
    }

    /** One of few ids, at an endpoint of its own. */
    private static Contact contact(Choices choices, int number) {
        return new Contact(LookupNetwork.id(choices.below(8)), Endpoint.v4(number, 1));
    }

    private static Id distance(Candidate candidate) {
        return candidate.contact().id().distance(TARGET);
    }

    /** Of those that are equally far, the one that came last. */
    private static Candidate farthestThatWaits(List<Candidate> candidates) {
        return candidates.stream()
                .filter(c -> c.state == Candidate.State.WAITING)
                .reduce((one, other) -> distance(one).compareTo(distance(other)) > 0 ? one : other)
                .orElse(null);
    }
}
