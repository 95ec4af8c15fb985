package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.check.Property;
import dev.dht.id.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a node takes for its own address, against a count of votes that forgets nothing. */
class OwnAddressTest {
    private static final int PORT = 7;
    private static final long HOUR = 3_600_000_000_000L;

    private record Vote(Endpoint holder, Endpoint address, long at) {}

    private final OwnAddress own = new OwnAddress();

    @Test
    void votesOfMoreThanAnHourAgoDoNotCount() {
        for (int holder = 0; holder < 5; holder++) {
            vote(0, holder(holder), address(1));
        }
        vote(HOUR, holder(9), address(2));
        assertThat(own.best()).isEqualTo(address(1));

        vote(HOUR + 1, holder(9), address(2));

        assertThat(own.best()).isEqualTo(address(2));
    }

    @Test
    void mostVotesOfTheLastHourWinWhateverWasToldBefore() {
        Property.check(5, choices -> {
            OwnAddress address = new OwnAddress();
            List<Vote> all = new ArrayList<>();
            Endpoint former = null;
            long now = 0;
            for (int i = choices.between(1, 60); i > 0; i--) {
                now += choices.oneIn(5) ? HOUR / 2 : choices.below(HOUR / 20);
                Vote vote = drawn(choices, now);
                all.removeIf(v -> v.holder().equals(vote.holder()));
                all.add(vote);
                choices.note(vote);
                address.gaveBack(now, vote.holder(), List.of(vote.address().withPort(PORT)), PORT);
                former = winner(all, former, now);
                assertThat(address.best()).isEqualTo(former);
            }
        });
    }

    private static Vote drawn(Choices choices, long now) {
        return new Vote(holder(choices.below(50)), address(choices.below(3)), now);
    }

    /** The address with most votes; of several the one that had most before, else the lowest. */
    private static Endpoint winner(List<Vote> all, @Nullable Endpoint former, long now) {
        List<Vote> lately = all.stream().filter(v -> now - v.at() <= HOUR).toList();
        Map<Endpoint, Integer> counts = new HashMap<>();
        lately.subList(Math.max(0, lately.size() - 32), lately.size())
                .forEach(v -> counts.merge(v.address(), 1, Integer::sum));
        return counts.keySet().stream()
                .max(Comparator.<Endpoint>comparingInt(counts::get)
                        .thenComparing(a -> a.equals(former))
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    private void vote(long now, Endpoint holder, Endpoint address) {
        own.gaveBack(now, holder, List.of(address.withPort(PORT)), PORT);
    }

    private static Endpoint holder(int number) {
        return Endpoint.v4(0x0A000001 + number, 0);
    }

    private static Endpoint address(int number) {
        return Endpoint.v4(0x0B000001 + number, 0);
    }
}
