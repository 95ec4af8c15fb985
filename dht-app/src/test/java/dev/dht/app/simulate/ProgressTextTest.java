package dev.dht.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.text.StatusLine;
import dev.dht.sim.study.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
    private static final long SECOND = 1_000_000_000L;

    private final StringWriter err = new StringWriter();
    private final PrintWriter writer = new PrintWriter(err);
    private long now;

    private static Progress progress(Duration virtual) {
        return new Progress(virtual, Duration.ofHours(1), 1_200, 45_678, 90);
    }

    @Test
    void itTellsHowFarItIsHowFastAndHowLongItWillTake() {
        ProgressText text = new ProgressText(() -> now);
        text.step(progress(Duration.ZERO));
        assertThat(text.of(progress(Duration.ZERO))).isEqualTo("1,200 nodes are there, 45,678 datagrams");

        now = 50 * SECOND;
        text.step(progress(Duration.ofNanos(1)));
        now = 60 * SECOND;
        text.step(progress(Duration.ofMinutes(15)));

        assertThat(text.of(progress(Duration.ofMinutes(15))))
                .isEqualTo("[###.........]  25 %  15 min of 60 min, 90 times real time, 30 s left");
    }

    @Test
    void aTerminalHasOneLineThatChanges() {
        try (StatusLine status = new StatusLine(writer, true, () -> now)) {
            status.say(() -> "too early");
            now += SECOND;
            status.say(() -> "one");
            now += SECOND;
            status.say(() -> "x".repeat(100));
        }

        assertThat(err.toString().split("\r"))
                .containsExactly("", "one" + " ".repeat(76), "x".repeat(79), " ".repeat(79));
    }

    @Test
    void elsewhereALineComesEveryFewSeconds() {
        try (StatusLine status = new StatusLine(writer, false, () -> now)) {
            for (int i = 0; i < 12; i++) {
                now += SECOND;
                int second = i;
                status.say(() -> "line " + second);
            }
        }

        assertThat(err.toString().lines()).containsExactly("line 4", "line 9");
    }
}
