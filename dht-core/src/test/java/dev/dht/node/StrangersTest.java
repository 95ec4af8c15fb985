package dev.dht.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.DhtException;
import dev.dht.api.Reachability;
import dev.dht.api.Reachability.Probe;
import dev.dht.api.Reachability.Verdict;
import dev.dht.check.Property;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.wire.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is a stranger, and what follows from it. */
class StrangersTest {
    private static final long SECOND = Driven.SECOND;
    private static final Endpoint PUBLIC = Endpoint.v4(0x0B000002, 7);
    private static final Endpoint PRIVATE = Endpoint.v4(0x0A000002, 7);

    @Test
    void aStrangerIsWhoseQueryCameWhenNothingHadGoneToItForFiveMinutes() {
        Property.check(choices -> {
            Driven driven = new Driven(choices.bits(32), NodeSettings.DEFAULT.withMemoryBits(1 << 16));
            driven.keeps = false;
            Map<Endpoint, Long> sent = new HashMap<>();
            long certain = 0;
            long possible = 0;
            for (int i = choices.between(1, 60); i > 0; i--) {
                driven.pass(choices.between(0, 80) * SECOND);
                Endpoint other = Endpoint.v4(0x0B000100 + choices.between(0, 3), 9);
                if (choices.between(0, 3) == 0) {
                    driven.node.ping(driven.now, other, ignored());
                    sent.put(other, driven.now);
                } else {
                    long silent = driven.now - sent.getOrDefault(other, -1_000 * SECOND);
                    driven.receive(other, ping(driven, i));
                    sent.put(other, driven.now);
                    possible += silent >= 300 * SECOND ? 1 : 0;
                    certain += silent > 361 * SECOND ? 1 : 0;
                }
            }
            assertThat(count(driven)).isBetween(certain, possible);
        });
    }

    @Test
    void whatWaitedWhileTheNodeWasStoppedProvesNothing() {
        Driven driven = new Driven(1, NodeSettings.DEFAULT);
        driven.now += 100 * SECOND;
        driven.receive(PUBLIC, ping(driven, 1));
        driven.now += 9 * SECOND;
        driven.receive(PUBLIC.withPort(8), ping(driven, 2));
        assertThat(count(driven)).isZero();

        driven.now += 2 * SECOND;
        driven.receive(PUBLIC.withPort(9), ping(driven, 3));
        assertThat(count(driven)).isEqualTo(1);
        assertThat(verdict(driven)).isEqualTo(Verdict.REACHABLE);
    }

    @Test
    void aNodeThatWokeUpMayBeElsewhere() {
        Driven driven = new Driven(1, NodeSettings.DEFAULT);
        driven.receive(PUBLIC, ping(driven, 1));
        assertThat(verdict(driven)).isEqualTo(Verdict.REACHABLE);

        driven.node.resumed(driven.now, 0);
        assertThat(verdict(driven)).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aStrangerFromAPrivateAddressProvesNothingToTheOpenNetwork() {
        Driven driven = new Driven(1, NodeSettings.DEFAULT);
        driven.node.localAddresses(List.of(PRIVATE));
        driven.receive(PRIVATE, ping(driven, 1));
        assertThat(verdict(driven)).isEqualTo(Verdict.REACHABLE);

        driven.node.localAddresses(List.of(PUBLIC));
        assertThat(verdict(driven)).isEqualTo(Verdict.LOCAL);
    }

    @Test
    void silenceTellsWhereManyAreKnown() {
        assertThat(rule(20, 59, 0, null, null)).isEqualTo(Verdict.UNKNOWN);
        assertThat(rule(20, 60, 99_999, null, null)).isEqualTo(Verdict.UNREACHABLE);
        assertThat(rule(20, 90, 0, 60L, null)).isEqualTo(Verdict.REACHABLE);
        assertThat(rule(20, 90, 0, 61L, null)).isEqualTo(Verdict.UNREACHABLE);
    }

    @Test
    void amongFewSilenceTellsOnlyOfANodeThatKeepsQuietAndNeverHadAStranger() {
        assertThat(rule(5, 59, 0, null, null)).isEqualTo(Verdict.UNKNOWN);
        assertThat(rule(5, 60, 100, null, null)).isEqualTo(Verdict.UNREACHABLE);
        assertThat(rule(5, 60, 101, null, null)).isEqualTo(Verdict.UNKNOWN);
        assertThat(rule(4, 600, 0, null, null)).isEqualTo(Verdict.UNKNOWN);
        assertThat(rule(5, 600, 0, 360L, null)).isEqualTo(Verdict.REACHABLE);
        assertThat(rule(5, 600, 0, 361L, null)).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void whomNoneOfItsNeighboursNamesIsNotReached() {
        Probe nobody = new Probe(Duration.ofMinutes(10), 8, 4, 0, 0, List.of());
        assertThat(rule(5, 60, 9_999, null, nobody)).isEqualTo(Verdict.UNREACHABLE);
        assertThat(rule(5, 59, 9_999, null, nobody)).isEqualTo(Verdict.UNKNOWN);
        assertThat(rule(5, 60, 9_999, 5L, nobody)).isEqualTo(Verdict.REACHABLE);
        assertThat(rule(5, 60, 9_999, null, nobody.at(Duration.ofHours(3)))).isEqualTo(Verdict.UNKNOWN);
        Probe one = new Probe(Duration.ZERO, 8, 4, 1, 0, List.of(PUBLIC));
        assertThat(rule(5, 60, 9_999, null, one)).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void theAdviceNamesThePortAndARouterThatGivesEachPeerAnother() {
        Probe ports = new Probe(Duration.ZERO, 8, 4, 2, 0, List.of(PUBLIC, PUBLIC.withPort(8)));
        Reachability told = judge(20, 90, 0, null, ports);
        assertThat(told.advice()).contains("UDP port 1729", "11.0.0.2:7, 11.0.0.2:8");
        assertThat(judge(4, 600, 0, null, null).advice()).contains("Too few nodes");
        assertThat(judge(5, 1, 0, null, null).advice()).contains("Too soon");
    }

    @Test
    void publicAddressesAreThoseOfTheOpenNetwork() {
        for (int address :
                new int[] {0x0A000001, 0xAC100001, 0xAC1FFFFF, 0xC0A80001, 0xA9FE0001, 0x64400001, 0x7F000001}) {
            assertThat(Endpoint.v4(address, 1).isPublic()).isFalse();
        }
        for (int address : new int[] {0x09FFFFFF, 0xAC200001, 0xC0A90001, 0x64800001, 0x643FFFFF, 0x08080808}) {
            assertThat(Endpoint.v4(address, 1).isPublic()).isTrue();
        }
        assertThat(Endpoint.v6(0xFD00_0000_0000_0000L, 1, 1).isPublic()).isFalse();
        assertThat(Endpoint.v6(0xFE80_0000_0000_0000L, 1, 1).isPublic()).isFalse();
        assertThat(Endpoint.v6(0x2001_0000_0000_0000L, 1, 1).isPublic()).isTrue();
    }

    private static Verdict rule(
            int contacts, int minutes, long sent, @Nullable Long lastMinutes, @Nullable Probe probe) {
        return judge(contacts, minutes, sent, lastMinutes, probe).verdict();
    }

    private static Reachability judge(
            int contacts, int minutes, long sent, @Nullable Long lastMinutes, @Nullable Probe probe) {
        Duration last = lastMinutes == null ? null : Duration.ofMinutes(lastMinutes);
        return new ReachabilityRule(
                        true,
                        false,
                        false,
                        contacts,
                        true,
                        Duration.ofMinutes(minutes),
                        sent,
                        1,
                        last,
                        null,
                        1729,
                        probe)
                .judge();
    }

    private static Verdict verdict(Driven driven) {
        return driven.node.info(driven.now, null).reachability().verdict();
    }

    private static long count(Driven driven) {
        return driven.node.info(driven.now, null).reachability().strangers();
    }

    private static byte[] ping(Driven driven, int transaction) {
        return new Message.PingQuery().encode(transaction, Id.random(driven.random));
    }

    private static <T> Reply<T> ignored() {
        return new Reply<>() {
            @Override
            public void done(T value) {}

            @Override
            public void failed(DhtException why) {}
        };
    }
}
