package dev.dht.check;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Properties that are false on purpose, and what is said of them. */
final class Failures {
    private static final Settings FIVE_HUNDRED = new Settings(500, null);

    private Failures() {}

    static Falsified of(Body body) {
        return of("falsified", FIVE_HUNDRED, body);
    }

    /** Not by {@code assertThrows}: assertions below it lose the stack frames between, and with them their kind. */
    static Falsified of(String name, Settings settings, Body body) {
        try {
            new Property(settings, name, body).run(1);
        } catch (Falsified falsified) {
            return falsified;
        }
        throw new AssertionError("held in every case");
    }

    static void assertTells(Falsified falsified, String part) {
        String message = String.valueOf(falsified.getMessage()).replace(System.lineSeparator(), "\n");
        assertTrue(message.contains(part), message);
    }
}
