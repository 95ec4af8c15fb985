package dev.dht.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "119, 119 s",
        "120, 2 min",
        "7199, 119 min",
        "7200, 2 h 0 min",
        "172799, 47 h 59 min",
        "172800, 2 d 0 h",
        "100000000, 1157 d 9 h",
        "-1, 0 s"
    })
    void aDurationHasTheUnitsThatMatter(long seconds, String text) {
        assertThat(Wording.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 queries", "1, 1 query", "2, 2 queries", "1000, '1,000 queries'"})
    void aCountAgreesWithItsNoun(long count, String text) {
        assertThat(Wording.count(count, "query", "queries")).isEqualTo(text);
    }
}
