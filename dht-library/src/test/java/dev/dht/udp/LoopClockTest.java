package dev.dht.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopClockTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong(5 * SECOND);
    private final AtomicLong wall = new AtomicLong(1_700_000_000_000L);
    private final AtomicLong uptime = new AtomicLong(9 * SECOND);
    private final LoopClock clock = new LoopClock(nanos::get, wall::get, uptime::get);

    private void pass(long monotonic, long wallClock, long sinceBoot) {
        nanos.addAndGet(monotonic * SECOND);
        wall.addAndGet(wallClock * 1_000);
        uptime.addAndGet(sinceBoot * SECOND);
    }

    @Test
    void timePassesAlike() {
        for (int i = 0; i < 1_000; i++) {
            pass(1, 1, 1);
            assertThat(clock.turned(2 * SECOND)).isFalse();
        }
        assertThat(clock.now()).isEqualTo(1_000 * SECOND);
    }

    @Test
    void sleepCountsAsTimeAndIsTold() {
        pass(1, 3_601, 3_601);
        assertThat(clock.turned(2 * SECOND)).isTrue();
        assertThat(clock.now()).isEqualTo(3_601 * SECOND);
        assertThat(clock.turned(2 * SECOND)).isFalse();
    }

    @Test
    void aWallClockThatWasSetIsNoSleep() {
        pass(1, 86_401, 1);
        assertThat(clock.turned(2 * SECOND)).isFalse();
        pass(1, -86_399, 1);
        assertThat(clock.turned(2 * SECOND)).isFalse();
        assertThat(clock.now()).isEqualTo(2 * SECOND);
    }

    @Test
    void whereTheSystemDoesNotTellItsUptimeTheWallClockIsBelieved() {
        LoopClock other = new LoopClock(nanos::get, wall::get, () -> -1);
        pass(1, 3_601, 0);
        assertThat(other.turned(2 * SECOND)).isTrue();
        assertThat(other.now()).isEqualTo(3_601 * SECOND);
        pass(1, -100, 0);
        assertThat(other.turned(2 * SECOND)).isFalse();
        assertThat(other.now()).isEqualTo(3_602 * SECOND);
    }

    @Test
    void aProcessThatWasStoppedIsToldThatTimeHasPassed() {
        pass(120, 120, 120);
        assertThat(clock.turned(2 * SECOND)).isTrue();
        assertThat(clock.now()).isEqualTo(120 * SECOND);
        pass(120, 120, 120);
        assertThat(clock.turned(150 * SECOND)).isFalse();
    }

    @Test
    void sleepThatAddsUpFromShortNapsIsCountedToo() {
        for (int i = 0; i < 10; i++) {
            pass(1, 11, 11);
            clock.turned(2 * SECOND);
        }
        assertThat(clock.now()).isBetween(90 * SECOND, 110 * SECOND);
    }
}
