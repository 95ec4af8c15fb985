package dev.dht.app.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dht.api.Dht;
import dev.dht.app.address.HostPort;
import dev.dht.app.metrics.Connections;
import dev.dht.app.metrics.Metrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API of one node: JSON over HTTP/1.1. Bound first and served later, so that an address that cannot be used is
 * known before the node joins.
 *
 * <p>A request waits for the network without holding a thread; a thread is held while a request is read or an answer is
 * sent. There are so many threads, and no more requests wait for one than there are places. Streams have threads of
 * their own, of which their routes bound the number: however many listen, calls are answered.
 */
public final class LocalApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalApi.class);

    private static final int THREADS = 96;
    private static final int WAITING = 1_024;
    private static final int IDLE_SECONDS = 30;

    /** What may be asked without a token: whoever restarts nodes need not know it. */
    private static final String HEALTH = "/healthz";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final ExecutorService streams;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Metrics metrics = new Metrics();
    private @Nullable AccessToken token;
    private @Nullable Reload reload;
    private volatile boolean serving;

    private LocalApi(HttpServer server, int most, int waiting) {
        this.server = server;
        int port = server.getAddress().getPort();
        metrics.alsoTells(new Connections("api_connections", port, ServerLimits.connections()));
        threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), named("dht-api-"));
        threads.allowCoreThreadTimeOut(true);
        streams = Executors.newCachedThreadPool(named("dht-api-stream-"));
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Takes an address.
     *
     * @param address where to listen; port 0 for any
     * @throws IOException if it cannot be used; the message says so to people
     */
    public static LocalApi bind(InetSocketAddress address) throws IOException {
        return bind(address, THREADS, WAITING);
    }

    /** The same with fewer threads, for which fewer requests may wait. */
    static LocalApi bind(InetSocketAddress address, int most, int waiting) throws IOException {
        ServerLimits.set();
        try {
            return new LocalApi(HttpServer.create(address, 0), most, waiting);
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

    private void handle(HttpExchange exchange, Gate gate, Routes routes) {
        Timed timed = new Timed(exchange, routes.nameOf(exchange), System.nanoTime());
        try {
            gate.admit(exchange.getRequestURI().getPath(), exchange.getRequestHeaders());
            AccessToken secret = token;
            if (secret != null && !HEALTH.equals(exchange.getRequestURI().getPath())) {
                secret.admit(exchange.getRequestHeaders(), exchange.getResponseHeaders());
            }
            CompletionStage<? extends Answer> answer = routes.handle(exchange);
            answer.whenComplete((ready, failure) -> later(timed, failure == null ? ready : Reply.failure(failure)));
        } catch (IOException e) {
            LOG.debug("a client went before it had said all", e);
            exchange.close();
        } catch (RuntimeException e) {
            send(timed, Reply.failure(e));
        }
    }

    /** A request, what it is called in the metrics, and when it came. */
    private record Timed(HttpExchange exchange, String route, long since) {}

    private void later(Timed timed, Answer answer) {
        try {
            (answer.isStream() ? streams : threads).execute(() -> send(timed, answer));
        } catch (RejectedExecutionException e) {
            metrics.boundHit("answers");
            timed.exchange.close();
        }
    }

    private void send(Timed timed, Answer answer) {
        Duration span = Duration.ofNanos(System.nanoTime() - timed.since);
        HttpExchange exchange = timed.exchange;
        try {
            transmit(exchange, answer);
        } finally {
            if (exchange.getResponseCode() > 0) {
                metrics.request(timed.route, exchange.getResponseCode(), span);
            }
        }
    }

    private static void transmit(HttpExchange exchange, Answer answer) {
        try (exchange) {
            try {
                answer.send(exchange);
            } catch (RuntimeException e) {
                Reply failure = Reply.failure(e);
                if (exchange.getResponseCode() < 0) {
                    failure.send(exchange);
                }
            }
        } catch (IOException e) {
            LOG.debug("a client has gone", e);
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
        threads.shutdownNow();
        streams.shutdownNow();
    }
}
