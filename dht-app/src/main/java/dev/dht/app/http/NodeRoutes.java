package dev.dht.app.http;

import dev.dht.api.Dht;
import dev.dht.api.Info;
import dev.dht.api.LookupObserver;
import dev.dht.api.Receipt;
import dev.dht.app.address.HostPort;
import dev.dht.app.json.Documents;
import dev.dht.app.json.ExplanationDocument;
import dev.dht.app.json.Fields;
import dev.dht.app.json.WrongDocumentException;
import dev.dht.app.metrics.Metrics;
import dev.dht.id.Id;
import java.io.IOException;
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

    /** Look-ups that are told to clients as they run; each holds a thread of its own. */
    private static final int STREAMS = 64;

    private static final int HIGHEST_PORT = 0xFFFF;

    /** What bodies look like. */
    private static final String PING = "{\"peer\":\"127.0.0.1:1729\"}";

    private static final String ENTER = "{\"port\":8080}";

    private final Dht dht;
    private final boolean expectsNeighbours;
    private final Metrics metrics;
    private final @Nullable Reload reload;
    private final Semaphore streams = new Semaphore(STREAMS);

    /**
     * The calls of one node.
     *
     * @param expectsNeighbours whether it was given a bootstrap, so that to know nobody means something is wrong
     * @param metrics those of this process
     * @param reload what reads the configuration again; null where there is none
     */
    NodeRoutes(Dht dht, boolean expectsNeighbours, Metrics metrics, @Nullable Reload reload) {
        this.dht = dht;
        this.expectsNeighbours = expectsNeighbours;
        this.metrics = metrics;
        this.reload = reload;
    }

    Routes routes() {
        return watching()
                .on("POST", "/v1/ping", this::ping)
                .on("GET", "/v1/entries", this::entries, "limit", "after")
                .on("GET", "/v1/entries/{}", this::entry)
                .on("PUT", "/v1/entries/{}", this::enter, "wait")
                .on("DELETE", "/v1/entries/{}", this::delete)
                .on("GET", "/v1/lookup/{}", this::lookup, "explain")
                .on("POST", "/v1/reload", request -> done(reload()))
                .on("GET", "/v1/openapi.json", request -> done(Description.reply()));
    }

    /** Those that watch the node, and neither change anything nor have anybody asked. */
    Routes watching() {
        return new Routes()
                .on("GET", "/v1/info", request -> done(info()))
                .on("GET", "/metrics", request -> done(metrics(request)))
                .on("GET", "/healthz", request -> done(health()));
    }

    private Reply info() {
        Info known = dht.info();
        Map<String, @Nullable Object> document = Documents.info(known, dht.entries(Id.ZERO, Documents.ENTRIES_SHOWN));
        document.put("counters", metrics.counters(known));
        return Reply.json(200, document);
    }

    private CompletionStage<Reply> ping(Request request) throws IOException {
        Fields body = request.body(PING);
        HostPort node = HostPort.parse(field(body, "peer", PING, Fields::text), 1);
        return dht.pingAsync(node.resolveNode()).thenApply(pong -> Reply.json(200, Documents.pong(pong)));
    }

    private CompletionStage<Reply> entries(Request request) {
        int limit = request.parameter("limit").map(NodeRoutes::limit).orElse(Documents.ENTRIES_SHOWN);
        @Nullable Id after = request.parameter("after").map(Id::parse).orElse(null);
        // Two more than a page has: that of the id itself, which the last page ended with, and one that tells of a
        // next.
        List<Receipt> known = dht.entries(after == null ? Id.ZERO : after, limit + 2).stream()
                .filter(receipt -> after == null || !receipt.id().equals(after))
                .toList();
        List<Receipt> page = known.subList(0, Math.min(limit, known.size()));
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("entries_total", dht.info().entered());
        document.put("entries", page.stream().map(Documents::receipt).toList());
        document.put(
                "next",
                known.size() <= limit
                        ? null
                        : "/v1/entries?limit=" + limit + "&after="
                                + page.get(limit - 1).id().hex());
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
        long port = field(request.body(ENTER), "port", ENTER, Fields::number);
        if (port < 1 || port > HIGHEST_PORT) {
            throw new Problem(400, "a port is a whole number from 1 to " + HIGHEST_PORT + ", not " + port);
        }
        CompletableFuture<Receipt> receipt = dht.enterAsync(id, (int) port);
        if (!wait) {
            // Asked of the node after the entry: by then it has refused what it cannot take. While the disk has not
            // taken the entry, the node knows nothing of it, or another port.
            Map<String, @Nullable Object> now = dht.entry(id)
                    .filter(known -> known.port() == port)
                    .map(Documents::receipt)
                    .orElseGet(() -> Documents.pending(id, (int) port));
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
        boolean explained = request.flag("explain", false);
        if (!request.accept().contains("text/event-stream")) {
            CompletionStage<Map<String, @Nullable Object>> document = explained
                    ? dht.explain(id, new LookupObserver() {}).thenApply(ExplanationDocument::of)
                    : dht.lookup(id, endpoint -> {}).thenApply(Documents::lookup);
            return document.thenApply(known -> Reply.json(200, known));
        }
        if (!streams.tryAcquire()) {
            metrics.boundHit("streams");
            return done(Reply.problem(503, STREAMS + " look-ups are being streamed, the most there can be")
                    .with("Retry-After", "1"));
        }
        return done(new LookupStream(dht, id, explained, streams::release));
    }

    private Reply metrics(Request request) {
        Metrics.Page page = metrics.page(dht, request.accept());
        return new Reply(200, Map.of("Content-Type", page.contentType()), page.body());
    }

    private Reply reload() {
        Reload action = reload;
        if (action == null) {
            throw new Problem(
                    409,
                    "this process was started without a configuration that could be read again; start a node with one:"
                            + " dht node --config FILE");
        }
        Reload.Outcome outcome = action.reload();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("changed", outcome.changed());
        document.put("needs_restart", outcome.needsRestart());
        return Reply.json(200, document);
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
        } catch (WrongDocumentException e) {
            throw new Problem(400, e.getMessage() + "; the body should be " + example);
        }
    }

    private static Problem notEntered(Id id) {
        return new Problem(
                404,
                "this node has not entered " + id.hex()
                        + ", or has deleted it; GET /v1/entries lists what it has entered,"
                        + " GET /v1/lookup/ID finds what others have");
    }

    private static <T> CompletionStage<T> done(T answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
