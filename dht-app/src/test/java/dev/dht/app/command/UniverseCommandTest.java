package dev.dht.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.json.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class UniverseCommandTest {
    @Test
    void aCampaignTellsHowManyItJudgedAndHowToRepeatThoseThatFailed() {
        Outcome outcome = Outcome.of(Outcome.NO_NODES, "universe", "--campaign", "--minutes", "0.001", "--json");

        Fields document = outcome.json();
        assertThat(document.number("universes")).isPositive();
        assertThat(document.number("failed"))
                .isEqualTo(document.objects("failures").size());
        assertThat(document.objects("failures"))
                .allMatch(failure -> failure.text("repeat").equals("dht universe --seed " + failure.text("seed")));
        assertThat(outcome.exit()).isEqualTo(document.number("failed") == 0 ? 0 : 1);
    }

    @Test
    void faultsAreSaidInTheWordsOfAScenario() {
        Outcome outcome = Outcome.of(Outcome.NO_NODES, "universe", "--seed", "3");

        assertThat(outcome.out()).contains("churn none, start join", "faults: kill at 28m for 127s, part 0.43");
    }

    @Test
    void oneUniverseSaysWhatItIsMadeOfAndWhetherItsPromisesHeld() {
        Outcome outcome = Outcome.of(Outcome.NO_NODES, "universe", "--seed", "0x5");

        assertThat(outcome.out().lines().findFirst().orElse(""))
                .contains("nodes")
                .doesNotContain("[", "PT");
        assertThat(outcome.out().strip()).endsWith(outcome.exit() == 0 ? "all promises held" : "broken");
    }
}
