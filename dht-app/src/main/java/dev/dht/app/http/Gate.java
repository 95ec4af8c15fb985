package dev.dht.app.http;

import com.sun.net.httpserver.Headers;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pages of other sites out, which a browser on this machine would let call the API.
 *
 * <p>A page names its site in {@code Origin}: it has to be the one that the request was sent to. A page whose name was
 * made to resolve to this machine ("DNS rebinding") is of the same site, but its name stands in {@code Host}: where the
 * API listens on loopback, only names of loopback are served.
 */
final class Gate {
    private final InetSocketAddress bound;

    Gate(InetSocketAddress bound) {
        this.bound = bound;
    }

    /** Throws a {@link Problem} if the request must not be served. */
    void admit(String path, Headers headers) {
        String host = headers.getFirst("Host");
        if (host != null && bound.getAddress().isLoopbackAddress() && !isLoopback(host)) {
            throw new Problem(403, "this API serves loopback only, not the host " + host + " (use " + name() + ")");
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !isSite(origin, host)) {
            throw new Problem(403, "a page of another site may not call this API: " + origin);
        }
        if (origin == null && isOfOtherSite(headers) && !isLinkToThePage(path, headers)) {
            throw new Problem(403, "a page of another site may not call this API");
        }
    }

    /** Browsers say so, also of pictures and frames; a page of another port of this machine is another site here. */
    private static boolean isOfOtherSite(Headers headers) {
        String site = headers.getFirst("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin") && !site.equals("none");
    }

    /** A link may be followed to the page, in a window of its own: that does nothing yet. */
    private static boolean isLinkToThePage(String path, Headers headers) {
        return path.equals("/")
                && "navigate".equals(headers.getFirst("Sec-Fetch-Mode"))
                && "document".equals(headers.getFirst("Sec-Fetch-Dest"));
    }

    private boolean isLoopback(String host) {
        String name = withoutPort(host.toLowerCase(Locale.ROOT));
        return name.equals("localhost")
                || name.equals("[::1]")
                || name.equals(bound.getAddress().getHostAddress())
                || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    private static boolean isSite(String origin, @Nullable String host) {
        int scheme = origin.indexOf("://");
        return host != null && scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private String name() {
        return bound.getAddress().getHostAddress() + ":" + bound.getPort();
    }
}
