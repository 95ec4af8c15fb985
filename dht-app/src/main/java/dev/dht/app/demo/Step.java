package dev.dht.app.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A step of the demonstration that is done.
 *
 * @param name one or two words
 * @param text what happened, in one line or more
 * @param facts the same as fields of a document
 * @param elapsed how long it took
 */
public record Step(String name, String text, Map<String, Object> facts, Duration elapsed) {
    /** Names and values in turn, kept in their order. */
    static Map<String, Object> facts(Object... namesAndValues) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            facts.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return facts;
    }
}
