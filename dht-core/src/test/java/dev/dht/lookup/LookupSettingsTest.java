package dev.dht.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookupSettingsTest {
    @ParameterizedTest
    @CsvSource({"0,1,1,1,1", "1,0,1,1,1", "1,1,1,1,0", "1,2,1,1,1", "2,1,1,1,1"})
    void whatCannotBeIsRefused(int width, int parallelism, int outstanding, int candidates, int fromOneAnswer) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LookupSettings(width, parallelism, outstanding, candidates, fromOneAnswer))
                .withMessageContaining("width " + width);
    }

    @Test
    void theLeastOfEachIsOne() {
        assertThat(new LookupSettings(1, 1, 1, 1, 1).candidates()).isEqualTo(1);
    }

    @Test
    void anotherParallelismBringsTheRoomItNeeds() {
        LookupSettings settings = new LookupSettings(8, 4, 16, 128, 7);
        assertThat(settings.withParallelism(5)).isEqualTo(new LookupSettings(8, 5, 16, 128, 7));
        assertThat(settings.withParallelism(20)).isEqualTo(new LookupSettings(8, 20, 20, 128, 7));
    }
}
