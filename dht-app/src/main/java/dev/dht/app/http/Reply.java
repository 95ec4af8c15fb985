package dev.dht.app.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.dht.api.DhtException;
import dev.dht.app.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that is known whole before it is sent.
 *
 * @param status the HTTP status
 * @param headers what it has beside its length
 * @param body the bytes; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Reply(int status, Map<String, String> headers, byte[] body) implements Answer {
    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(409, "Conflict"),
            Map.entry(413, "Content Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    /** A document. */
    public static Reply json(int status, Object document) {
        return new Reply(status, Map.of("Content-Type", "application/json"), Json.bytes(document));
    }

    /** A status alone. */
    public static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0]);
    }

    /** An error as RFC 9457 has it. */
    public static Reply problem(int status, String detail) {
        return new Reply(
                status,
                Map.of("Content-Type", "application/problem+json"),
                Json.bytes(problemDocument(status, detail)));
    }

    private static Map<String, Object> problemDocument(int status, String detail) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "about:blank");
        document.put("title", TITLES.getOrDefault(status, "Error"));
        document.put("status", status);
        document.put("detail", detail);
        return document;
    }

    /** The error that a failure is to whoever asked. */
    static Reply failure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String detail = String.valueOf(cause.getMessage());
        if (cause instanceof Problem problem) {
            return problem(problem.status(), detail);
        }
        if (cause instanceof IllegalArgumentException) {
            return problem(400, detail);
        }
        if (cause instanceof DhtException refused) {
            return switch (refused.reason()) {
                case NO_ANSWER -> problem(504, detail);
                case BUSY -> problem(503, detail).with("Retry-After", "1");
                case CLOSED, CANCELLED, CANNOT_START -> problem(503, detail);
            };
        }
        if (cause instanceof CancellationException) {
            return problem(503, "the node gave up on it");
        }
        LOG.warn("a request failed: {}", cause.toString());
        LOG.debug("a request failed", cause);
        return problem(
                500,
                "this is a defect of the node, not of the request: "
                        + cause.getClass().getSimpleName());
    }

    /** The same with one more header. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body);
    }

    @Override
    public void send(HttpExchange exchange) throws IOException {
        Headers sent = exchange.getResponseHeaders();
        sent.set("Cache-Control", "no-store");
        sent.set("X-Content-Type-Options", "nosniff");
        headers.forEach(sent::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            sent.set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            OutputStream out = exchange.getResponseBody();
            out.write(body);
            // Closed here, where it is told that the client has gone: closing the exchange says nothing.
            out.close();
        }
    }
}
