package dev.dht.app.page;

import dev.dht.api.Dht;
import dev.dht.app.http.Answer;
import dev.dht.app.http.Problem;
import dev.dht.app.http.Reply;
import dev.dht.app.http.Request;
import dev.dht.app.http.Routes;
import dev.dht.app.json.Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/** The page of a node at {@code /}, and what it reads. Everything that it does, it does by the calls of the API. */
public final class Page implements Routes.Source {
    /** Pages that are told what is new, at once; each holds a thread of its own. */
    static final int STREAMS = 128;

    private final Dht dht;
    private final Feed feed;
    private final Map<String, Reply> files = PageFile.all();
    private final Semaphore streams = new Semaphore(STREAMS);

    /**
     * The page of a node.
     *
     * @param more what it shows beside the node
     */
    public Page(Dht dht, PageSource... more) {
        this.dht = dht;
        List<PageSource> sources = new ArrayList<>(List.of(new NodeSource(dht)));
        sources.addAll(List.of(more));
        feed = new Feed(sources);
    }

    @Override
    public void addTo(Routes routes) {
        routes.on("GET", "/", request -> done(file(PageFile.FIRST)))
                .on("GET", "/page/{}", request -> done(file(request.variable())))
                .on("GET", "/v1/table", request -> done(table()))
                .on("GET", "/v1/events", this::events);
    }

    private Reply file(String name) {
        Reply file = files.get(name);
        if (file == null) {
            throw new Problem(404, "the page has no such file (try /)");
        }
        return file;
    }

    private Reply table() {
        return Reply.json(200, Documents.table(dht.info().table()));
    }

    private CompletionStage<? extends Answer> events(Request request) {
        if (!streams.tryAcquire()) {
            return done(Reply.problem(503, STREAMS + " pages are open, the most there can be; close one")
                    .with("Retry-After", "5"));
        }
        return done(new FeedStream(feed, streams::release));
    }

    private static <T> CompletionStage<T> done(T answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
