package dev.dht.app.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/** Which method of which path is answered by what. */
public final class Routes {
    /** Calls that an API answers beside those of every node. */
    public interface Source {
        /** Adds them. */
        void addTo(Routes routes);
    }

    /** Answers a request, now or later. */
    public interface Handler {
        /**
         * Answers; a {@link Problem} that it throws, or completes with, is the answer too.
         *
         * @throws IOException if the client has gone
         */
        CompletionStage<? extends Answer> handle(Request request) throws IOException;
    }

    private record Route(String method, List<String> segments, Set<String> parameters, Handler handler) {
        Optional<List<String>> match(List<String> path) {
            if (path.size() != segments.size()) {
                return Optional.empty();
            }
            List<String> variables = new ArrayList<>();
            for (int i = 0; i < path.size(); i++) {
                if (segments.get(i).equals("{}")) {
                    variables.add(path.get(i));
                } else if (!segments.get(i).equals(path.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(variables);
        }
    }

    private final List<Route> routes = new ArrayList<>();

    /** Adds a route. A segment {@code {}} of the path stands for any; other parameters than those are refused. */
    public Routes on(String method, String path, Handler handler, String... parameters) {
        Set<String> known = new LinkedHashSet<>(List.of(parameters));
        routes.add(new Route(method, segments(path), known, handler));
        return this;
    }

    /** Hands a request to its route; a HEAD is a GET whose body is left out when it is sent. */
    CompletionStage<? extends Answer> handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        List<String> segments = segments(path == null ? "" : path);
        String method = exchange.getRequestMethod();
        String wanted = method.equals("HEAD") ? "GET" : method;
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Optional<List<String>> variables = route.match(segments);
            if (variables.isPresent() && route.method.equals(wanted)) {
                Request request = new Request(exchange, variables.get());
                request.allowParameters(route.parameters);
                return route.handler.handle(request);
            }
            variables.ifPresent(v -> allowed.add(route.method));
        }
        if (allowed.isEmpty()) {
            throw new Problem(404, "nothing is at " + exchange.getRequestURI().getRawPath() + " (try /v1/info)");
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        String list = String.join(", ", allowed);
        exchange.getResponseHeaders().set("Allow", list);
        throw new Problem(405, exchange.getRequestURI().getRawPath() + " takes " + list + ", not " + method);
    }

    /** What a request is called in the metrics: the path of its route, or {@code other}; there are only so many. */
    String nameOf(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        List<String> segments = segments(path == null ? "" : path);
        return routes.stream()
                .filter(route -> route.match(segments).isPresent())
                .findFirst()
                .map(route -> String.join("/", route.segments))
                .orElse("other");
    }

    /** Every method and path there is. */
    List<String> all() {
        return routes.stream()
                .map(route -> route.method + " " + String.join("/", route.segments))
                .toList();
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
