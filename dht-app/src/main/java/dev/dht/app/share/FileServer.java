package dev.dht.app.share;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dht.app.address.HostPort;
import dev.dht.app.http.ServerLimits;
import dev.dht.app.metrics.Connections;
import dev.dht.id.Id;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Serves files over HTTP/1.1 at {@code /ID}, whole or a range. What a request names is only ever an id, looked up among
 * what is shared: no path comes from outside.
 */
public final class FileServer implements AutoCloseable {
    private static final int THREADS = 32;
    private static final int WAITING = 256;
    /** So many of the threads one address may hold, however slowly it reads. */
    private static final int OF_ONE_ADDRESS = 16;

    private static final int BUFFER = 1 << 16;
    private static final int STALL_SECONDS = 60;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    /** How many requests of an address are being answered. */
    private final Map<InetAddress, Integer> running = new ConcurrentHashMap<>();

    private final Stalls stalls = new Stalls(STALL_SECONDS);
    private final AtomicLong tooManyOfAddress = new AtomicLong();
    private final AtomicLong tooManyWaiting = new AtomicLong();

    private FileServer(HttpServer server) {
        this.server = server;
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "dht-share");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Takes an address.
     *
     * @param address where to listen; port 0 for any
     * @throws IOException if it cannot be used; the message says so to people
     */
    public static FileServer bind(InetSocketAddress address) throws IOException {
        // A large file takes longer than any answer of the API; what does not move at all is ended by Stalls.
        if (System.getProperty("sun.net.httpserver.maxRspTime") == null) {
            System.setProperty("sun.net.httpserver.maxRspTime", "86400");
        }
        ServerLimits.set();
        try {
            return new FileServer(HttpServer.create(address, 0));
        } catch (IOException e) {
            throw new IOException("cannot serve on " + HostPort.text(address) + ": " + Reasons.of(e), e);
        }
    }

    /** The TCP port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** The address it listens on; the unspecified one for all. */
    public InetAddress address() {
        return server.getAddress().getAddress();
    }

    /** Serves from now on what {@code shared} gives for an id. */
    public void serve(Function<Id, Optional<SharedFile>> shared) {
        stalls.start();
        server.setExecutor(this::begin);
        server.createContext("/", exchange -> handle(exchange, shared));
        server.start();
    }

    /** How often a bound was in the way of who fetches, by name; each only grows. */
    public SortedMap<String, Long> refusals() {
        return new TreeMap<>(Map.of(
                "share_bound_requests_of_address", tooManyOfAddress.get(),
                "share_bound_requests_waiting", tooManyWaiting.get(),
                "share_bound_answers_stalled", stalls.ended()));
    }

    /** How many connections it has, and may have. */
    public Connections connections() {
        return new Connections("share_connections", port(), ServerLimits.connections());
    }

    /** Has a request read and answered; where as many wait as may, its connection is closed. */
    private void begin(Runnable request) {
        try {
            threads.execute(request);
        } catch (RejectedExecutionException e) {
            tooManyWaiting.incrementAndGet();
            throw e;
        }
    }

    private void handle(HttpExchange exchange, Function<Id, Optional<SharedFile>> shared) throws IOException {
        stalls.moves();
        InetAddress asker = exchange.getRemoteAddress().getAddress();
        try (exchange) {
            // Counted first, so that it is counted once less in any case.
            boolean isOneTooMany = running.merge(asker, 1, Integer::sum) > OF_ONE_ADDRESS;
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (!head && !exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            if (isOneTooMany) {
                tooManyOfAddress.incrementAndGet();
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            Optional<SharedFile> file = named(exchange).flatMap(shared);
            if (file.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            answer(exchange, file.get(), head);
        } finally {
            running.computeIfPresent(asker, (any, count) -> count > 1 ? count - 1 : null);
            stalls.done();
        }
    }

    private static Optional<Id> named(HttpExchange exchange) {
        String path = exchange.getRequestURI().getRawPath();
        try {
            return path == null || !path.startsWith("/") ? Optional.empty() : Optional.of(Id.parse(path.substring(1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void answer(HttpExchange exchange, SharedFile file, boolean head) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Accept-Ranges", "bytes");
        headers.set("ETag", '"' + file.id().hex() + '"');
        Optional<ByteRange> asked = head
                ? Optional.empty()
                : ByteRange.parse(exchange.getRequestHeaders().getFirst("Range"), file.size());
        ByteRange range = asked.orElse(new ByteRange(0, file.size() - 1));
        if (asked.isPresent() && range.length() == 0) {
            headers.set("Content-Range", "bytes */" + file.size());
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        headers.set("Content-Type", "application/octet-stream");
        headers.set("X-Content-Type-Options", "nosniff");
        if (head) {
            headers.set("Content-Length", Long.toString(file.size()));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        try (FileChannel channel = FileChannel.open(file.path())) {
            if (asked.isPresent()) {
                headers.set("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + file.size());
            }
            // The server takes 0 for a length that is not known.
            exchange.sendResponseHeaders(asked.isPresent() ? 206 : 200, range.length() == 0 ? -1 : range.length());
            if (range.length() > 0) {
                copy(channel.position(range.first()), range.length(), exchange.getResponseBody());
            }
        }
    }

    private void copy(FileChannel from, long length, OutputStream to) throws IOException {
        InputStream in = Channels.newInputStream(from);
        byte[] buffer = new byte[BUFFER];
        long left = length;
        while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(BUFFER, left));
            if (n < 0) {
                throw new IOException("the file became shorter");
            }
            to.write(buffer, 0, n);
            left -= n;
            stalls.moves();
        }
        to.close();
    }

    @Override
    public void close() {
        server.stop(0);
        stalls.close();
        threads.shutdownNow();
    }
}
