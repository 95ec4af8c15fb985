package dev.dht.app.http;

import dev.dht.api.Dht;
import dev.dht.api.Info;
import dev.dht.api.Receipt;
import dev.dht.app.address.HostPort;
import dev.dht.app.json.Documents;
import dev.dht.app.json.Fields;
import dev.dht.app.metrics.Metrics;
import dev.dht.id.Id;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What each call of the API asks of the node. */
final class NodeRoutes {
    /** Entries on one page of the list: at most, and where nothing is said. */
    private static final int MOST_ENTRIES = 10_000;

    /** Look-ups that are told to clients as they run; each holds a thread. */
    private static final int STREAMS = 64;

    private static final int HIGHEST_PORT = 0xFFFF;

    private final Dht dht;
    private final boolean expectsNeighbours;
    private final Semaphore streams = new Semaphore(STREAMS);

    /**
     * The calls of one node.
     *
     * @param expectsNeighbours whether it was given a bootstrap, so that to know nobody means something is wrong
     */
    NodeRoutes(Dht dht, boolean expectsNeighbours) {
        this.dht = dht;
        this.expectsNeighbours = expectsNeighbours;
    }

    Routes routes() {
        return new Routes()
                .on("GET", "/v1/info", request -> done(Reply.json(200, Documents.info(dht.info(), dht.entries()))))
                .on("POST", "/v1/ping", this::ping)
                .on("GET", "/v1/entries", this::entries)
                .on("GET", "/v1/entries/{}", this::entry)
                .on("PUT", "/v1/entries/{}", this::enter)
                .on("DELETE", "/v1/entries/{}", this::delete)
                .on("GET", "/v1/lookup/{}", this::lookup)
                .on("GET", "/metrics", request -> done(metrics(request)))
                .on("GET", "/healthz", request -> done(health()));
    }

    private CompletionStage<Reply> ping(Request request) throws IOException {
        Fields body = request.body();
        HostPort node = HostPort.parse(field(body, "peer", "{\"peer\":\"127.0.0.1:1729\"}", Fields::text), 1);
        return dht.pingAsync(node.resolveNode()).thenApply(pong -> Reply.json(200, Documents.pong(pong)));
    }

    private CompletionStage<Reply> entries(Request request) {
        int limit = request.parameter("limit").map(NodeRoutes::limit).orElse(Documents.ENTRIES_SHOWN);
        @Nullable Id after = request.parameter("after").map(Id::parse).orElse(null);
        List<Receipt> all = dht.entries();
        List<Object> page = new ArrayList<>();
        @Nullable Id next = null;
        @Nullable Id last = null;
        for (Receipt receipt : all) {
            if (after != null && receipt.id().compareTo(after) <= 0) {
                continue;
            }
            if (page.size() == limit) {
                next = last;
                break;
            }
            page.add(Documents.receipt(receipt));
            last = receipt.id();
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("entries_total", all.size());
        document.put("entries", page);
        document.put("next", next == null ? null : "/v1/entries?limit=" + limit + "&after=" + next.hex());
        return done(Reply.json(200, document));
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST_ENTRIES) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw new Problem(400, "limit is a whole number from 1 to " + MOST_ENTRIES + ", not '" + text + "'");
    }

    private CompletionStage<Reply> entry(Request request) {
        Id id = request.id();
        Receipt receipt = dht.entry(id).orElseThrow(() -> notEntered(id));
        return done(Reply.json(200, Documents.receipt(receipt)));
    }

    private CompletionStage<Reply> enter(Request request) throws IOException {
        Id id = request.id();
        boolean wait = request.flag("wait", true);
        long port = field(request.body(), "port", "{\"port\":8080}", Fields::number);
        if (port < 1 || port > HIGHEST_PORT) {
            throw new Problem(400, "a port is a whole number from 1 to " + HIGHEST_PORT + ", not " + port);
        }
        CompletableFuture<Receipt> receipt = dht.enterAsync(id, (int) port);
        if (!wait) {
            // Asked of the node after the entry: by then it has refused what it cannot take.
            Map<String, @Nullable Object> now = dht.entry(id)
                    .map(Documents::receipt)
                    .orElseGet(() -> new LinkedHashMap<>(Map.of("id", id.hex(), "port", port)));
            if (!receipt.isCompletedExceptionally()) {
                return done(Reply.json(202, now));
            }
        }
        return receipt.thenApply(known -> Reply.json(200, Documents.receipt(known)));
    }

    private CompletionStage<Reply> delete(Request request) {
        Id id = request.id();
        return dht.deleteAsync(id).thenApply(was -> {
            if (!was) {
                throw notEntered(id);
            }
            return Reply.empty(204);
        });
    }

    private CompletionStage<? extends Answer> lookup(Request request) {
        Id id = request.id();
        if (!request.accept().contains("text/event-stream")) {
            return dht.lookup(id, endpoint -> {}).thenApply(report -> Reply.json(200, Documents.lookup(report)));
        }
        if (!streams.tryAcquire()) {
            return done(Reply.problem(503, STREAMS + " look-ups are being streamed, the most there can be")
                    .with("Retry-After", "1"));
        }
        return done(new LookupStream(dht, id, streams::release));
    }

    private Reply metrics(Request request) {
        Metrics.Page page = Metrics.page(dht.info(), request.accept());
        return new Reply(200, Map.of("Content-Type", page.contentType()), page.body());
    }

    private Reply health() {
        Info info = dht.info();
        if (info.alone() && expectsNeighbours) {
            return Reply.problem(503, "this node knows no good contact; its bootstrap has not answered so far");
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", "ok");
        document.put("good_contacts", info.table().good());
        return Reply.json(200, document);
    }

    /** A field of a body, or what a body looks like. */
    private static <T> T field(Fields body, String name, String example, BiFunction<Fields, String, T> read) {
        try {
            return read.apply(body, name);
        } catch (IllegalArgumentException e) {
            throw new Problem(400, e.getMessage() + " (the body is, for example, " + example + ")");
        }
    }

    private static Problem notEntered(Id id) {
        return new Problem(404, "this node has not entered " + id.hex());
    }

    private static <T> CompletionStage<T> done(T answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
