package dev.dht.app.page;

import java.util.Map;

/** Something that pages show as it is now. */
public interface PageSource {
    /**
     * What is to be shown, as JSON documents by name. Asked once a second at most, by one thread, and only while a page
     * is open; each document has a bound.
     *
     * @throws RuntimeException if it cannot be had; that ends the streams, and pages ask anew; as does an error
     */
    Map<String, Object> parts();
}
