package dev.dht.app.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** What goes back for a request. */
interface Answer {
    /**
     * Sends it, all of it; may take as long as the client takes to read.
     *
     * @throws IOException if the client has gone
     */
    void send(HttpExchange exchange) throws IOException;
}
