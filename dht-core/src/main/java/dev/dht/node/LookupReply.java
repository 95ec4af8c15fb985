package dev.dht.node;

import dev.dht.api.DhtException;
import dev.dht.api.LookupReport;
import dev.dht.id.Endpoint;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells the one who asked for a look-up how it goes, at the end of each call in which it went on. */
final class LookupReply implements LookupRun.Listener {
    private final int width;
    private final Calls calls;
    private final Consumer<Endpoint> found;
    private final Reply<LookupReport> reply;

    LookupReply(Calls calls, int width, Consumer<Endpoint> found, Reply<LookupReport> reply) {
        this.width = width;
        this.calls = calls;
        this.found = found;
        this.reply = calls.delivered(reply);
    }

    @Override
    public void found(Endpoint endpoint) {
        calls.add(() -> found.accept(endpoint));
    }

    @Override
    public void ended(long now, LookupRun run, @Nullable DhtException why) {
        if (why == null) {
            reply.done(Views.report(now, run, width));
        } else {
            reply.failed(why);
        }
    }
}
