package dev.dht.app.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** What goes back for a request. */
public interface Answer {
    /**
     * Sends it, all of it; may take as long as the client takes to read.
     *
     * @throws IOException if the client has gone
     */
    void send(HttpExchange exchange) throws IOException;

    /** Whether it goes on for as long as somebody listens. Such an answer is not counted among those that are being sent. */
    default boolean isStream() {
        return false;
    }
}
