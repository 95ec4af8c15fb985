package dev.dht.app.http;

import java.util.List;

/** Reads the configuration again. */
@FunctionalInterface
public interface Reload {
    /**
     * What came of it.
     *
     * @param changed what is another now than before
     * @param needsRestart what the configuration says otherwise now, and what only a restart takes over
     */
    record Outcome(List<String> changed, List<String> needsRestart) {}

    /**
     * Does so.
     *
     * @throws IllegalArgumentException if the configuration is wrong; nothing has changed then, and the message says to
     *     people what is wrong
     */
    Outcome reload();
}
