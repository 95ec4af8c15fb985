package dev.dht.app.http;

import com.sun.net.httpserver.HttpExchange;
import dev.dht.api.Dht;
import dev.dht.api.LookupReport;
import dev.dht.app.json.Documents;
import dev.dht.app.json.Json;
import dev.dht.id.Id;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A look-up as server-sent events: {@code endpoint} for each that is found, {@code done} with the whole document at the
 * end, or {@code failed} with the problem. A client that goes away ends the look-up.
 */
final class LookupStream implements Answer {
    /** Without events a comment is sent this often: only by sending does one see that the client has gone. */
    private static final long HEARTBEAT_MILLIS = 1_000;

    private static final String COMMENT = ":\n\n";

    private record Event(String name, String data, boolean isLast) {
        String text() {
            return "event: " + name + "\ndata: " + data + "\n\n";
        }
    }

    private final Dht dht;
    private final Id id;
    private final Runnable whenSent;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** A look-up that starts when it is sent; {@code whenSent} is run once after that. */
    LookupStream(Dht dht, Id id, Runnable whenSent) {
        this.dht = dht;
        this.id = id;
        this.whenSent = whenSent;
    }

    @Override
    public boolean isStream() {
        return true;
    }

    @Override
    public void send(HttpExchange exchange) throws IOException {
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            CompletableFuture<LookupReport> lookup = dht.lookup(
                    id, found -> events.add(new Event("endpoint", Json.text(Documents.endpoint(found)), false)));
            exchange.sendResponseHeaders(200, 0);
            tell(lookup, exchange.getResponseBody());
        } finally {
            whenSent.run();
        }
    }

    private void tell(CompletableFuture<LookupReport> lookup, OutputStream out) throws IOException {
        CompletableFuture<LookupReport> ended =
                lookup.whenComplete((report, failure) -> events.add(last(report, failure)));
        try {
            write(out, COMMENT); // the head may wait in a buffer for the first byte of the body
            for (boolean more = true; more; ) {
                Event event = events.poll(HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
                write(out, event == null ? COMMENT : event.text());
                more = event == null || !event.isLast;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lookup.cancel(true);
            ended.cancel(true);
        }
    }

    private static Event last(@Nullable LookupReport report, @Nullable Throwable failure) {
        if (report != null) {
            return new Event("done", Json.text(Documents.lookup(report)), true);
        }
        Throwable why = failure == null ? new IllegalStateException("a look-up without a report") : failure;
        return new Event("failed", new String(Reply.failure(why).body(), StandardCharsets.UTF_8), true);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
