package dev.dht.app.metrics;

import dev.dht.api.Dht;
import dev.dht.api.Info;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** All metrics of a process with one node: those of the node at one moment, of its API, and of the JVM. For any thread. */
public final class Metrics implements AutoCloseable {
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    /** A bound of a histogram that the library writes as {@code 5.0E-4}. Within the value of a label no quote is bare. */
    private static final Pattern POWER = Pattern.compile("(?<=[{,]le=\")[0-9.]+E-?[0-9]+(?=\"\\})");

    /** Requests that wait for a thread, and streams of look-ups. */
    private static final List<String> API_BOUNDS = List.of("requests", "streams");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests = Counter.builder()
            .name("dht_api_requests")
            .help("Requests to the API that were answered, by route and status.")
            .labelNames("route", "status")
            .register(registry);
    private final Histogram spans = Histogram.builder()
            .name("dht_api_request_seconds")
            .help("From a request to the API until its answer was ready to be sent, by route.")
            .labelNames("route")
            .classicOnly()
            .classicUpperBounds(dev.dht.api.Histogram.BOUNDS.stream()
                    .mapToDouble(bound -> bound.toNanos() / 1e9)
                    .toArray())
            .register(registry);

    private final Counter bounds = Counter.builder()
            .name("dht_api_bound_hit")
            .help("How often a bound of the API was in the way of a request, by bound.")
            .labelNames("bound")
            .register(registry);

    private final Counter full = Counter.builder()
            .name("dht_connections_full_seconds")
            .help("For how long a server had as many connections as it may, looked at every " + FullWatch.SECONDS
                    + " seconds: those that came then were closed.")
            .labelNames("bound")
            .register(registry);

    private final List<Supplier<? extends Map<String, Long>>> more = new CopyOnWriteArrayList<>();
    private final List<Connections> connections = new CopyOnWriteArrayList<>();

    private final FullWatch watch = new FullWatch(
            connections,
            Connections::open,
            (server, seconds) -> full.labelValues(server.bound()).inc(seconds));
    private final InstantSource clock;

    /** Nothing counted yet. */
    public Metrics() {
        this(InstantSource.system());
    }

    /** The same by another clock. */
    Metrics(InstantSource clock) {
        this.clock = clock;
        // There from the beginning, so that one sees that it is counted.
        API_BOUNDS.forEach(bounds::initLabelValues);
        JvmMemoryMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }

    /**
     * A page that Prometheus reads.
     *
     * @param contentType its media type
     * @param body its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Page(String contentType, byte[] body) {}

    /**
     * A request to the API was answered.
     *
     * @param route the path with its variables left open; never what a client wrote, so that there are only so many
     * @param status the HTTP status
     * @param span until the answer was ready
     */
    public void request(String route, int status, Duration span) {
        requests.labelValues(route, Integer.toString(status)).inc();
        spans.labelValues(route).observe(span.toNanos() / 1e9);
    }

    /**
     * A bound of the API was in the way: {@code requests} that wait for a thread, or {@code streams} of look-ups.
     */
    public void boundHit(String bound) {
        bounds.labelValues(bound).inc();
    }

    /** Counts what is counted beside the node too: by name as the node's counters, each only grows. */
    public void alsoCounts(Supplier<? extends Map<String, Long>> counters) {
        more.add(counters);
    }

    /** Tells how many connections a server has too, where the system says so. */
    public void alsoTells(Connections server) {
        if (server.most() > 0) {
            full.initLabelValues(server.bound());
            connections.add(server);
        }
    }

    /** Looks from now on, until it is closed, whether a server has all the connections it may. */
    public void watchConnections() {
        watch.start();
    }

    /** Looks no more. */
    @Override
    public void close() {
        watch.close();
    }

    /** The counters of a node, and what is counted beside it. */
    public SortedMap<String, Long> counters(Info info) {
        SortedMap<String, Long> all = new TreeMap<>(info.counters());
        more.forEach(counters -> counters.get().forEach((name, value) -> all.merge(name, value, Long::sum)));
        return all;
    }

    /**
     * All metrics.
     *
     * @param dht the node
     * @param accept the formats that the reader says it reads; the Prometheus text format if it says none
     */
    public Page page(Dht dht, String accept) {
        // Of the formats that the library knows by name, that of protocol buffers is not among its jars here.
        ExpositionFormatWriter openMetrics = FORMATS.getOpenMetricsTextFormatWriter();
        ExpositionFormatWriter writer =
                openMetrics.accepts(accept) ? openMetrics : FORMATS.getPrometheusTextFormatWriter();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, snapshots(dht));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = out.toString(StandardCharsets.UTF_8);
        return new Page(writer.getContentType(), plainBounds(text).getBytes(StandardCharsets.UTF_8));
    }

    /** Bounds as plain decimals, {@code 0.0005}, as people write them in a query. */
    private static String plainBounds(String text) {
        return POWER.matcher(text)
                .replaceAll(bound ->
                        new BigDecimal(bound.group()).stripTrailingZeros().toPlainString());
    }

    private MetricSnapshots snapshots(Dht dht) {
        Info info = dht.info();
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        EntryFigures entries = EntryFigures.of(dht, info.entered());
        NodeFamilies.of(info, counters(info), connections, entries, clock.instant())
                .forEach(all::metricSnapshot);
        String version = Metrics.class.getPackage().getImplementationVersion();
        all.metricSnapshot(InfoSnapshot.builder()
                .name("dht_build")
                .help("What runs here.")
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of(
                                "version",
                                version == null ? "not packaged" : version,
                                "java",
                                Runtime.version().toString()))
                        .build())
                .build());
        registry.scrape().forEach(all::metricSnapshot);
        return all.build();
    }
}
