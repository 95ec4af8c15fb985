package dev.dht.app.page;

import dev.dht.app.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that the page is made of. No others are ever given, whatever a request names. */
final class PageFile {
    /** Nothing from elsewhere, no script or style but those files, no frame around it. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    static final String FIRST = "index.html";

    static final List<String> NAMES = List.of(
            FIRST,
            "base.css",
            "parts.css",
            "icon.svg",
            "main.js",
            "theme.js",
            "api.js",
            "format.js",
            "element.js",
            "glance.js",
            "spine.js",
            "lookup.js",
            "convergence.js",
            "entries.js",
            "receipt.js",
            "traffic.js",
            "swarm.js",
            "ring.js");

    private PageFile() {}

    /** All of them, by name. */
    static Map<String, Reply> all() {
        Map<String, Reply> all = new LinkedHashMap<>();
        NAMES.forEach(name -> all.put(name, read(name)));
        return all;
    }

    private static Reply read(String name) {
        try (InputStream in = PageFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("a file of the page is missing: " + name);
            }
            String type = TYPES.getOrDefault(name.substring(name.indexOf('.') + 1), "application/octet-stream");
            Reply file = new Reply(200, Map.of("Content-Type", type), in.readAllBytes());
            return file.with("Content-Security-Policy", POLICY)
                    .with("Referrer-Policy", "no-referrer")
                    .with("Cross-Origin-Resource-Policy", "same-origin");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
