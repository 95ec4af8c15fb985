package dev.dht.app.client;

import dev.dht.app.address.HostPort;
import java.util.Locale;

/**
 * Where the API of a node is.
 *
 * @param base without a slash at the end
 */
public record ApiUrl(String base) {
    private static final String SCHEME = "http://";

    /**
     * Reads {@code http://HOST:PORT}, or {@code HOST:PORT} for the same.
     *
     * @throws IllegalArgumentException if it is neither; the message says what is wrong
     */
    public static ApiUrl parse(String text) {
        boolean schemed = text.toLowerCase(Locale.ROOT).startsWith(SCHEME);
        if (!schemed && text.contains("://")) {
            throw new IllegalArgumentException("'" + text + "' is not a URL that begins with " + SCHEME);
        }
        String rest = schemed ? text.substring(SCHEME.length()) : text;
        String place = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        int slash = place.indexOf('/');
        if (slash >= 0) {
            HostPort right = HostPort.parse(place.substring(0, slash), 1);
            throw new IllegalArgumentException(
                    "nothing stands behind the port: " + SCHEME + right + ", not '" + text + "'");
        }
        return new ApiUrl(SCHEME + HostPort.parse(place, 1));
    }

    @Override
    public String toString() {
        return base;
    }
}
