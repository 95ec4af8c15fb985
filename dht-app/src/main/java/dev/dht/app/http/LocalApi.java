package dev.dht.app.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dht.api.Dht;
import dev.dht.app.address.HostPort;
import dev.dht.app.metrics.Connections;
import dev.dht.app.metrics.Metrics;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API of one node: JSON over HTTP/1.1. Bound first and served later, so that an address that cannot be used is
 * known before the node joins.
 *
 * <p>Each request has a thread of {@link RequestThreads} until its answer was sent.
 */
public final class LocalApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalApi.class);

    private static final int THREADS = 96;
    private static final int WAITING = 1_024;
    /** Less than {@code maxRspTime} of {@link ServerLimits}. */
    private static final Duration LONGEST = Duration.ofSeconds(280);

    /** What may be asked without a token: whoever restarts nodes need not know it. */
    private static final String HEALTH = "/healthz";

    private final HttpServer server;
    private final RequestThreads threads;
    private final Duration longest;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Metrics metrics = new Metrics();
    private @Nullable AccessToken token;
    private @Nullable Reload reload;
    private volatile boolean serving;

    private LocalApi(HttpServer server, int most, int waiting, Duration longest) {
        this.server = server;
        this.longest = longest;
        int port = server.getAddress().getPort();
        metrics.alsoTells(new Connections("api_connections", port, ServerLimits.connections()));
        threads = new RequestThreads(most, waiting);
    }

    /**
     * Takes an address.
     *
     * @param address where to listen; port 0 for any
     * @throws IOException if it cannot be used; the message says so to people
     */
    public static LocalApi bind(InetSocketAddress address) throws IOException {
        return bind(address, THREADS, WAITING, LONGEST);
    }

    /** The same with fewer threads, for which fewer requests may wait, and none for longer for what it asked. */
    static LocalApi bind(InetSocketAddress address, int most, int waiting, Duration longest) throws IOException {
        ServerLimits.set();
        try {
            return new LocalApi(HttpServer.create(address, 0), most, waiting, longest);
        } catch (IOException e) {
            throw new IOException("the API cannot listen on " + HostPort.text(address) + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Where it listens, as clients write it, without a slash at the end. */
    public String url() {
        InetSocketAddress at = address();
        // All addresses are one of IPv6 to the JDK, however they were typed; few would know it again.
        return "http://"
                + (at.getAddress().isAnyLocalAddress() ? new HostPort("0.0.0.0", at.getPort()) : HostPort.text(at));
    }

    /** Every call but that of {@code /healthz} has to show this token; to be said before it serves. */
    public void demand(AccessToken secret) {
        token = secret;
    }

    /** What it tells at {@code /metrics}, to which more can be added. */
    public Metrics metrics() {
        return metrics;
    }

    /** What {@code POST /v1/reload} does; to be said before it serves. */
    public void reloadedBy(Reload action) {
        reload = action;
    }

    /**
     * Begins to answer.
     *
     * @param dht the node
     * @param expectsNeighbours whether the node was given somebody to ask, so that knowing nobody is a fault
     * @param more what it answers beside the calls of every node
     * @throws IllegalStateException if others than this machine can reach it and it demands no token
     */
    public void serve(Dht dht, boolean expectsNeighbours, Routes.Source... more) {
        Routes routes = new NodeRoutes(dht, expectsNeighbours, metrics, reload).routes();
        for (Routes.Source source : more) {
            source.addTo(routes);
        }
        serve(routes);
    }

    /** Begins to answer, but only what watches the node and changes nothing; otherwise as {@link #serve}. */
    public void watch(Dht dht, boolean expectsNeighbours) {
        serve(new NodeRoutes(dht, expectsNeighbours, metrics, null).watching());
    }

    private void serve(Routes routes) {
        if (!address().getAddress().isLoopbackAddress() && token == null) {
            throw new IllegalStateException("the API listens on " + url() + " and demands no token");
        }
        Gate gate = new Gate(address());
        server.setExecutor(this::begin);
        server.createContext("/", exchange -> handle(exchange, gate, routes));
        server.start();
        metrics.watchConnections();
        serving = true;
    }

    /** Has a request read and answered; where as many wait as may, its connection is closed. */
    private void begin(Runnable request) {
        try {
            threads.execute(request);
        } catch (RejectedExecutionException e) {
            metrics.boundHit("requests");
            throw e;
        }
    }

    /**
     * Answers a request.
     *
     * @throws IOException if the client has gone, which the JDK's server is to know: it would count the connection for minutes
     */
    private void handle(HttpExchange exchange, Gate gate, Routes routes) throws IOException {
        long since = System.nanoTime();
        try (exchange) {
            Answer answer = answer(exchange, gate, routes);
            Duration span = Duration.ofNanos(System.nanoTime() - since);
            try {
                send(exchange, answer);
            } finally {
                if (exchange.getResponseCode() > 0) {
                    metrics.request(routes.nameOf(exchange), exchange.getResponseCode(), span);
                }
            }
        } catch (IOException e) {
            LOG.debug("an answer was not sent whole", e);
            throw e;
        }
    }

    private Answer answer(HttpExchange exchange, Gate gate, Routes routes) throws IOException {
        try {
            gate.admit(exchange.getRequestURI().getPath(), exchange.getRequestHeaders());
            AccessToken secret = token;
            if (secret != null && !HEALTH.equals(exchange.getRequestURI().getPath())) {
                secret.admit(exchange.getRequestHeaders(), exchange.getResponseHeaders());
            }
            CompletableFuture<Answer> answer = routes.handle(exchange)
                    .toCompletableFuture()
                    .handle((ready, failure) -> failure == null ? ready : Reply.failure(failure));
            return answer.isDone() ? answer.join() : away(() -> within(answer));
        } catch (RuntimeException e) {
            return Reply.failure(e);
        }
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        try {
            if (answer.isStream()) {
                away(() -> {
                    answer.send(exchange);
                    return true;
                });
            } else {
                answer.send(exchange);
            }
        } catch (RuntimeException e) {
            Reply failure = Reply.failure(e);
            if (exchange.getResponseCode() >= 0) {
                throw new IOException("an answer broke off", e);
            }
            failure.send(exchange);
        }
    }

    /** Nobody waits longer than the server lets an answer take. */
    private Answer within(CompletableFuture<Answer> answer) throws InterruptedException, ExecutionException {
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Reply.problem(
                    504, "this takes longer than " + longest.toSeconds() + " s; it goes on, and nobody waits for it");
        }
    }

    private <T> T away(Callable<T> waiting) throws IOException {
        try {
            return threads.away(waiting);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the API was closed");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends it: what is not answered by now is cut. Closing again does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        if (!serving) {
            // The JDK's server gives its port back in the thread that start begins.
            server.start();
        }
        metrics.close();
        server.stop(0);
        threads.close();
    }
}
