package dev.dht.app.share;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file that a request asks for (RFC 9110, 14.1.2).
 *
 * @param first the offset of the first
 * @param last the offset of the last; before the first where the file has none of what was asked for
 */
record ByteRange(long first, long last) {
    private static final Pattern SINGLE = Pattern.compile("(?i)bytes=(\\d{0,18})-(\\d{0,18})");

    /** How many; 0 if the file has none of them. */
    long length() {
        return last - first + 1;
    }

    /**
     * Reads the header {@code Range}.
     *
     * @return empty where the whole file is meant: without the header, and where it is not one range of bytes
     */
    static Optional<ByteRange> parse(@Nullable String header, long size) {
        Matcher range = SINGLE.matcher(header == null ? "" : header);
        if (!range.matches()) {
            return Optional.empty();
        }
        String from = range.group(1);
        String to = range.group(2);
        if (from.isEmpty() && to.isEmpty()) {
            return Optional.empty();
        }
        if (from.isEmpty()) {
            return Optional.of(new ByteRange(Math.max(0, size - Long.parseLong(to)), size - 1));
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? size - 1 : Long.parseLong(to);
        if (last < first && !to.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(first >= size ? new ByteRange(0, -1) : new ByteRange(first, Math.min(last, size - 1)));
    }
}
