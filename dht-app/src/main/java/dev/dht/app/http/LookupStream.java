package dev.dht.app.http;

import com.sun.net.httpserver.HttpExchange;
import dev.dht.api.Dht;
import dev.dht.api.Explanation;
import dev.dht.api.LookupObserver;
import dev.dht.api.LookupStep;
import dev.dht.app.json.Documents;
import dev.dht.app.json.ExplanationDocument;
import dev.dht.app.json.Json;
import dev.dht.id.Id;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A look-up as server-sent events: {@code endpoint} for each that is found, {@code done} with the whole document at the
 * end, or {@code failed} with the problem. Where it is to be explained, {@code step} for each query that is sent, and again
 * when there is news of it. A client that goes away ends the look-up.
 */
final class LookupStream implements Answer {
    /** Without events a comment is sent this often: only by sending does one see that the client has gone. */
    private static final long HEARTBEAT_MILLIS = 1_000;

    private static final String COMMENT = ":\n\n";

    private record Event(String name, String data, boolean isLast) {
        String text() {
            return Events.event(name, data);
        }
    }

    private final Dht dht;
    private final Id id;
    private final boolean explained;
    private final Runnable whenSent;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** A look-up that starts when it is sent; {@code whenSent} is run once after that. */
    LookupStream(Dht dht, Id id, boolean explained, Runnable whenSent) {
        this.dht = dht;
        this.id = id;
        this.explained = explained;
        this.whenSent = whenSent;
    }

    @Override
    public boolean isStream() {
        return true;
    }

    @Override
    public void send(HttpExchange exchange) throws IOException {
        try {
            if (exchange.getRequestMethod().equals("HEAD")) {
                Events.begin(exchange);
                return;
            }
            // Before the head: where it cannot begin, the answer is that.
            CompletableFuture<?> lookup = begin();
            try {
                if (Events.begin(exchange)) {
                    tell(exchange.getResponseBody());
                }
            } finally {
                lookup.cancel(true);
            }
        } finally {
            whenSent.run();
        }
    }

    /** Starts the look-up; its last event comes when it has ended. */
    private CompletableFuture<?> begin() {
        if (explained) {
            CompletableFuture<Explanation> lookup = dht.explain(id, new LookupObserver() {
                @Override
                public void found(InetSocketAddress endpoint) {
                    add("endpoint", Documents.endpoint(endpoint));
                }

                @Override
                public void step(LookupStep step) {
                    add("step", ExplanationDocument.step(step));
                }
            });
            return endingIn(lookup, ExplanationDocument::of);
        }
        return endingIn(dht.lookup(id, found -> add("endpoint", Documents.endpoint(found))), Documents::lookup);
    }

    private void add(String name, Object document) {
        events.add(new Event(name, Json.text(document), false));
    }

    private <T> CompletableFuture<T> endingIn(CompletableFuture<T> lookup, Function<T, Object> document) {
        var unused = lookup.whenComplete((report, failure) -> events.add(
                failure == null
                        ? new Event("done", Json.text(document.apply(report)), true)
                        : new Event(
                                "failed", new String(Reply.failure(failure).body(), StandardCharsets.UTF_8), true)));
        return lookup;
    }

    private void tell(OutputStream out) throws IOException {
        try {
            write(out, COMMENT); // the head may wait in a buffer for the first byte of the body
            for (boolean more = true; more; ) {
                Event event = events.poll(HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
                write(out, event == null ? COMMENT : event.text());
                more = event == null || !event.isLast;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
