package dev.dht.sim.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CampaignTest {
    private static final int UNIVERSES = Boolean.getBoolean("dht.full") ? 500 : 12;

    @Test
    void smallUniversesKeepAllPromises() {
        List<Campaign.Failure> failures = new ArrayList<>();
        int[] left = {UNIVERSES};
        Campaign.Standing standing = Campaign.run(2026, () -> --left[0] > 0, failures::add, each -> {});
        assertThat(failures).isEmpty();
        assertThat(standing.universes()).isEqualTo(UNIVERSES);
        assertThat(standing.datagrams()).isGreaterThan(1_000L * UNIVERSES);
    }

    @Test
    void aSeedTellsWhatItsUniverseIsMadeOf() {
        List<String> story = new ArrayList<>();
        Campaign.Failure verdict = Campaign.one(0x71bb54d8d101b5b9L, story::add);
        assertThat(verdict.violations()).isEmpty();
        assertThat(story).hasSize(1).first().asString().contains("49 nodes", "liars");
    }
}
