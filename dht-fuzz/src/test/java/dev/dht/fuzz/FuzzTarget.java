package dev.dht.fuzz;

import dev.dht.check.Choices;

/** What the fuzzer calls, by name. */
public final class FuzzTarget {
    private FuzzTarget() {}

    /** One input; whatever it throws is a finding. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        new Attack(Choices.reading(bytes)).run();
    }
}
