package dev.dht.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers that have all the connections they may. */
class FullWatchTest {
    private static final Connections API = new Connections("api_connections", 1_780, 8);
    private static final Connections SHARE = new Connections("share_connections", 1_781, 4);

    @Test
    void eachLookThatFindsAllPlacesTakenCountsForTheTimeToTheNext() {
        Map<Connections, Integer> open = new HashMap<>();
        Map<Connections, Integer> seconds = new HashMap<>();
        try (FullWatch watch = new FullWatch(
                List.of(API, SHARE), servers -> open, (server, span) -> seconds.merge(server, span, Integer::sum))) {
            watch.look();
            open.putAll(Map.of(API, 7, SHARE, 4));
            watch.look();
            open.putAll(Map.of(API, 8, SHARE, 5));
            watch.look();
            open.putAll(Map.of(API, 0, SHARE, 0));
            watch.look();
        }

        assertThat(seconds).containsOnly(entry(API, FullWatch.SECONDS), entry(SHARE, 2 * FullWatch.SECONDS));
    }
}
