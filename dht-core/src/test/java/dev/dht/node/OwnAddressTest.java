package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Info.AddressSource;
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

    @Test
    void itIsKnownFromOthersFromWhenOneHasToldItAndUntilThenFromTheInterface() {
        Property.check(choices -> {
            OwnAddress address = new OwnAddress();
            boolean hasInterface = false;
            boolean isTold = false;
            for (int i = choices.between(0, 8); i > 0; i--) {
                if (choices.oneIn(3)) {
                    hasInterface = choices.oneIn(2);
                    address.local(hasInterface ? List.of(address(1)) : List.of());
                } else {
                    int one = choices.below(3);
                    List<Endpoint> given = choices.oneIn(2)
                            ? List.of(at(one, PORT))
                            : List.of(at(2, PORT), at(3, PORT), at(one, PORT + 1));
                    address.gaveBack(i, holder(i), given, PORT);
                    isTold |= given.size() == 1;
                }
                assertThat(address.source())
                        .isEqualTo(isTold ? AddressSource.OTHERS : hasInterface ? AddressSource.INTERFACE : null);
                assertThat(address.source() == null).isEqualTo(address.best() == null);
            }
        });
    }

    @Test
    void theLast32VotesCount() {
        for (int holder = 0; holder < 33; holder++) {
            vote(0, holder(holder), address(holder < 17 ? 1 : 2));
        }
        assertThat(own.best()).as("as many for both").isEqualTo(address(1));

        vote(0, holder(33), address(2));

        assertThat(own.best()).as("the oldest are forgotten").isEqualTo(address(2));
    }

    @Test
    void anAnswerWithOneEndpointOfThePortIsAVoteAndOneWithSeveralIsNone() {
        List<Endpoint> two = List.of(at(1, PORT), at(2, PORT), at(3, PORT + 1));
        assertThat(own.gaveBack(0, holder(1), two, PORT)).isFalse();
        assertThat(own.best()).isNull();
        assertThat(own.gaveBack(0, holder(1), List.of(at(1, PORT), at(2, PORT + 1)), PORT))
                .isTrue();
        assertThat(own.best()).isEqualTo(address(1));
        assertThat(own.gaveBack(0, holder(2), two, PORT)).as("one is known").isTrue();
        assertThat(own.gaveBack(0, holder(3), List.of(at(1, PORT + 1)), PORT)).isFalse();
        assertThat(own.gaveBack(0, holder(3), List.of(at(2, PORT)), PORT)).isFalse();
        assertThat(own.gaveBack(0, holder(3), List.of(), PORT)).isFalse();
    }

    @Test
    void whatIsNoAddressOfAnyoneIsNoVote() {
        assertThat(own.gaveBack(0, holder(1), List.of(Endpoint.v4(0xE0000001, PORT)), PORT))
                .isFalse();
        assertThat(own.best()).isNull();
    }

    @Test
    void anAddressThatIsSurelyOursIsBelievedAmongOthersAndIsAVote() {
        own.local(List.of(at(5, 9), at(6, 9)));
        assertThat(own.best()).isEqualTo(address(5));
        assertThat(own.gaveBack(0, holder(1), List.of(at(1, PORT), at(6, PORT)), PORT))
                .isTrue();
        assertThat(own.best()).isEqualTo(address(6));
        assertThat(own.gaveBack(0, holder(2), List.of(at(5, PORT + 1)), PORT)).isFalse();
    }

    @Test
    void nobodysWordIsTakenWhereOnlyKnownAddressesCount() {
        assertThat(own.isAmong(List.of(at(1, PORT)), PORT)).isFalse();
        assertThat(own.best()).isNull();
        own.local(List.of(at(5, 9)));
        assertThat(own.isAmong(List.of(at(1, PORT), at(5, PORT)), PORT)).isTrue();
        assertThat(own.isAmong(List.of(at(5, PORT + 1)), PORT)).isFalse();
        vote(0, holder(1), address(1));
        assertThat(own.isAmong(List.of(at(1, PORT)), PORT)).isTrue();
        assertThat(own.isAmong(List.of(at(5, PORT)), PORT)).isTrue();
        assertThat(own.isAmong(List.of(at(2, PORT)), PORT)).isFalse();
        assertThat(own.isAmong(List.of(), PORT)).isFalse();
    }

    private static Endpoint at(int number, int port) {
        return address(number).withPort(port);
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
