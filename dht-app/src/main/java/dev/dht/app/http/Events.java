package dev.dht.app.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** What answers of server-sent events have in common: how they begin, and how an event is written. */
public final class Events {
    private Events() {}

    /**
     * Sends the head.
     *
     * @return whether events are to follow; not where the client asked for the head alone
     * @throws IOException if the client has gone
     */
    public static boolean begin(HttpExchange exchange) throws IOException {
        boolean wanted = !exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(200, wanted ? 0 : -1);
        return wanted;
    }

    /** An event as it is sent; its data is one line. */
    public static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
