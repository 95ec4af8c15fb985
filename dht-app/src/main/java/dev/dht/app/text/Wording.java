package dev.dht.app.text;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. The same in every locale. */
public final class Wording {
    private Wording() {}

    /** {@code 1,234,567}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 entry}, {@code 2 entries}. */
    public static String count(long number, String one, String more) {
        return count(number) + " " + (number == 1 ? one : more);
    }

    /** {@code 1.2 ms}. */
    public static String milliseconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    /** {@code 45 s}, {@code 12 min}, {@code 3 h 20 min}, {@code 2 d 3 h}. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 120) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        return hours < 48 ? hours + " h " + minutes % 60 + " min" : hours / 24 + " d " + hours % 24 + " h";
    }
}
