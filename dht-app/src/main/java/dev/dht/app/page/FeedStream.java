package dev.dht.app.page;

import com.sun.net.httpserver.HttpExchange;
import dev.dht.app.http.Answer;
import dev.dht.app.http.Events;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one page is told: each second what is new, for some minutes; then it asks again. */
final class FeedStream implements Answer {
    /** Less than the server lets an answer take, so that it ends as it should. */
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(4);

    /** A page that has not taken what it was sent for as long is not there. */
    private static final long STALLED = TimeUnit.SECONDS.toNanos(20);

    private final Feed feed;
    private final Runnable whenSent;
    private @Nullable Thread writer;
    private long writingSince;

    /** Begins when it is sent; {@code whenSent} is run once after that. */
    FeedStream(Feed feed, Runnable whenSent) {
        this.feed = feed;
        this.whenSent = whenSent;
    }

    @Override
    public boolean isStream() {
        return true;
    }

    @Override
    public void send(HttpExchange exchange) throws IOException {
        try {
            tell(exchange, feed.enter(this));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            feed.leave(this);
            whenSent.run();
        }
    }

    private void tell(HttpExchange exchange, long from) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST;
        // Before the head: where the node cannot say anything, the answer is that.
        Feed.Snapshot snapshot = feed.after(from);
        if (!Events.begin(exchange)) {
            return;
        }
        OutputStream out = exchange.getResponseBody();
        Map<String, Long> sent = new HashMap<>();
        while (true) {
            write(out, snapshot, sent);
            if (System.nanoTime() - end >= 0) {
                return;
            }
            snapshot = feed.after(snapshot.tick());
        }
    }

    private void write(OutputStream out, Feed.Snapshot snapshot, Map<String, Long> sent) throws IOException {
        writes(true);
        try {
            for (byte[] event : Feed.news(snapshot, sent)) {
                out.write(event);
            }
            out.flush();
        } finally {
            writes(false);
        }
    }

    private synchronized void writes(boolean begins) {
        writer = begins ? Thread.currentThread() : null;
        writingSince = System.nanoTime();
    }

    /** Closes the connection if nobody reads what was written. */
    synchronized void endIfStalled(long now) {
        if (writer != null && now - writingSince > STALLED) {
            writer.interrupt();
        }
    }
}
