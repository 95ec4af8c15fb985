package dev.dht.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.bench.Figure.Floor;
import dev.dht.bench.Figure.Target;
import org.junit.jupiter.api.Test;

class FigureBenchTest {
    @Test
    void theMedianOfRoundsCounts() {
        assertThat(Score.of(9, 1, 5)).isEqualTo(new Score(5, 1, 9));
        assertThat(Score.of(4, 2)).isEqualTo(new Score(3, 2, 4));
    }

    @Test
    void theSlowestRoundIsTheLowestRate() {
        assertThat(new Score(500, 250, 1_000).perSecond()).isEqualTo(new Score(2e6, 1e6, 4e6));
    }

    @Test
    void aTargetIsMetOnItsOwnSide() {
        assertThat(new Target(true, 96).isMetBy(96)).isTrue();
        assertThat(new Target(true, 96).isMetBy(96.1)).isFalse();
        assertThat(new Target(false, 1).isMetBy(1)).isTrue();
        assertThat(new Target(false, 1).isMetBy(0.9)).isFalse();
        assertThat(new Target(true, 96).isMetBy(Double.NaN)).isFalse();
    }

    @Test
    void theRatioIsThatToTheFloor() {
        Figure figure = Figure.of("x", "x", 6, "ns");

        assertThat(figure.ratio()).isNaN();
        assertThat(figure.beside(new Floor("y", "z", "y", 4)).ratio()).isEqualTo(1.5);
    }
}
