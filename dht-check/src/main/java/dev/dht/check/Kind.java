package dev.dht.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tells one failure from another: its class, and the line that threw it. A failure made smaller must stay of its
 * kind, or the smallest case might tell of another fault.
 *
 * @param place null where it is not known: the virtual machine leaves the stack out where a failure is frequent
 */
record Kind(Class<?> type, @Nullable StackTraceElement place) {
    private static final List<String> WAYS_TO_FAIL =
            List.of("java.", "jdk.", "sun.", "org.junit.", "org.opentest4j.", "org.assertj.");

    static Kind of(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (WAYS_TO_FAIL.stream().noneMatch(frame.getClassName()::startsWith)) {
                return new Kind(failure.getClass(), frame);
            }
        }
        return new Kind(failure.getClass(), null);
    }

    boolean same(Kind other) {
        return type == other.type && (place == null || other.place == null || place.equals(other.place));
    }
}
