package dev.dht.app.demo;

import dev.dht.app.address.HostPort;
import dev.dht.app.http.Problem;
import dev.dht.app.http.Reply;
import dev.dht.app.http.Request;
import dev.dht.app.http.Routes;
import dev.dht.app.json.Documents;
import dev.dht.id.Id;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The calls that only the demonstration has: its swarm as a whole, a node to kill, one to start, an entry to renew. */
final class SwarmRoutes implements Routes.Source {
    private final Swarm swarm;
    private final SwarmSource source;

    SwarmRoutes(Swarm swarm, SwarmSource source) {
        this.swarm = swarm;
        this.source = source;
    }

    @Override
    public void addTo(Routes routes) {
        routes.on("GET", "/v1/swarm", request -> done(Reply.json(200, source.document())))
                .on("POST", "/v1/swarm", request -> done(start()))
                .on("DELETE", "/v1/swarm/{}", request -> done(kill(request)))
                .on("PUT", "/v1/swarm/entries/{}", this::renew);
    }

    private Reply start() {
        Swarm.Member member = swarm.add();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("n", member.number());
        document.put("id", member.dht().nodeId().hex());
        document.put("address", HostPort.text(member.started().address()));
        return Reply.json(201, document);
    }

    private Reply kill(Request request) {
        int number = number(request.variable());
        if (number == 1) {
            throw new Problem(409, "node 1 stays: all others begin with it, and it serves this page; kill another");
        }
        if (!swarm.kill(number)) {
            throw new Problem(404, "no node " + number + " lives in this swarm (GET /v1/swarm lists those that do)");
        }
        return Reply.empty(204);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Problem(400, "a node of the swarm is named by its number, not '" + text + "'");
        }
    }

    /** Its owner enters it again, as it would in its time. */
    private CompletionStage<Reply> renew(Request request) {
        Id id = request.id();
        for (Swarm.Member member : swarm.living()) {
            var receipt = member.dht().entry(id);
            if (receipt.isPresent()) {
                return member.dht()
                        .enterAsync(id, receipt.get().port())
                        .thenApply(renewed -> Reply.json(200, Documents.receipt(renewed)));
            }
        }
        throw new Problem(404, "no living node of this swarm has entered " + id.hex());
    }

    private static <T> CompletionStage<T> done(T answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
