package dev.dht.check;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/** What a case did, in lines that a person reads; kept only when asked for, as most cases hold. */
final class Story {
    private final List<String> lines = new ArrayList<>();
    private boolean told;
    private int steps;
    private boolean inStep;

    /** From here on, lines are kept. */
    void tell() {
        told = true;
    }

    void note(Object... parts) {
        if (!told) {
            return;
        }
        if (inStep) {
            int last = lines.size() - 1;
            lines.set(last, lines.get(last) + " " + text(parts));
        } else {
            lines.add(text(parts));
        }
    }

    /** Begins a numbered line, which notes go on until {@link #endStep()}. */
    void step(String name) {
        if (told) {
            lines.add(++steps + ". " + name);
            inStep = true;
        }
    }

    void endStep() {
        inStep = false;
    }

    List<String> lines() {
        return lines;
    }

    private static String text(Object... parts) {
        StringJoiner text = new StringJoiner(" ");
        for (Object part : parts) {
            text.add(part instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(part));
        }
        return text.toString();
    }
}
