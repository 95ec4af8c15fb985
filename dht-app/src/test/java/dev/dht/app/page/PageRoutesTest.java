package dev.dht.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dht.api.DhtException;
import dev.dht.app.FakeDht;
import dev.dht.app.http.Described;
import dev.dht.app.http.LocalApi;
import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import dev.dht.id.Id;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the page is made of and what it is told, seen by a client that is no browser. */
@Timeout(120)
class PageRoutesTest {
    private static final Id ID = Id.of(1, 2, 3, 4);
    private static final Pattern IMPORT =
            Pattern.compile("(?:from|import) \"\\./([^\"]+)\"|(?:src|href)=\"/page/([^\"]+)\"");

    private final FakeDht dht = new FakeDht();
    private final HttpClient client = HttpClient.newHttpClient();
    private LocalApi api;

    /** Whether something that the page shows has a defect, of the kind that nobody catches. */
    private volatile boolean broken;

    @BeforeEach
    void serve() throws IOException {
        api = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        api.serve(dht, false, new Page(dht, () -> {
            if (broken) {
                throw new StackOverflowError("as a test wants it");
            }
            return Map.of();
        }));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void thePageMayLoadNothingButItsOwnFiles() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("style=", "onclick=", "http://", "https://");
    }

    @Test
    void everyFileThatAFileNamesIsServedAndNoOtherIsKept() throws Exception {
        List<String> named = new ArrayList<>(List.of(PageFile.FIRST));
        for (int i = 0; i < named.size(); i++) {
            HttpResponse<String> file = get(i == 0 ? "/" : "/page/" + named.get(i));
            assertThat(file.statusCode()).as(named.get(i)).isEqualTo(200);
            Matcher names = IMPORT.matcher(file.body());
            while (names.find()) {
                String name = names.group(1) == null ? names.group(2) : names.group(1);
                if (!named.contains(name)) {
                    named.add(name);
                }
            }
        }

        assertThat(named).containsExactlyInAnyOrderElementsOf(PageFile.NAMES);
        try (Stream<Path> kept = Files.list(Path.of("src/main/resources/dev/dht/app/page"))) {
            assertThat(kept.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(PageFile.NAMES);
        }
    }

    @Test
    void whatIsNoFileOfThePageIsNotFound() throws Exception {
        for (String path : List.of("/page/", "/page/Page.class", "/page/..%2fPage.class", "/page/base.css/x", "/x")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void theTableComesBucketByBucket() throws Exception {
        Fields table = Json.read(get("/v1/table").body());

        assertThat(table.number("good")).isEqualTo(1);
        assertThat(table.objects("buckets").get(0).objects("contacts").get(0).all())
                .containsEntry("id", FakeDht.HOLDER.id().hex())
                .containsEntry("state", "good")
                .containsEntry("last_heard_seconds", 5);
    }

    @Test
    void aPageIsToldOfAllAndThenOfWhatIsNew() throws Exception {
        try (Listener page = new Listener()) {
            assertThat(page.event().name).isEqualTo("node");
            assertThat(page.event().name).isEqualTo("table");
            assertThat(page.event().document.number("entries_total")).isZero();

            dht.enter(ID, 8080);

            Event node = page.event();
            while (node.document.number("entered") == 0) {
                node = page.event();
            }
            assertThat(node.name).isEqualTo("node");
            assertThat(node.document.has("entries")).isFalse();
            assertThat(node.document.object("table").has("buckets")).isFalse();
            Event entries = page.event();
            assertThat(entries.name).isEqualTo("entries");
            assertThat(entries.document.objects("entries").get(0).text("id")).isEqualTo(ID.hex());
        }
    }

    @Test
    void aHundredPagesCostTheNodeWhatOneDoes() throws Exception {
        List<Listener> pages = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                pages.add(new Listener());
                pages.get(i).event();
            }
            Set<Long> told = new TreeSet<>();
            for (Listener page : pages) {
                for (int snapshots = 0; snapshots < 2; ) {
                    Event event = page.event();
                    if (event.name.equals("node")) {
                        told.add(event.document.object("counters").number("infos"));
                        snapshots++;
                    }
                }
            }

            // Two hundred, if each page had its own; they came over some seconds, so that there are more than two.
            assertThat(told).hasSizeLessThan(150);
            assertThat(get("/healthz").statusCode()).isEqualTo(200);
        } finally {
            for (Listener page : pages) {
                page.close();
            }
        }
    }

    @Test
    void whereNobodyListensTheNodeIsNotAsked() throws Exception {
        try (Listener page = new Listener()) {
            page.event();
        }

        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("dht-page-feed")));
        assertThat(dht.infos).hasPositiveValue();
    }

    @Test
    void soManyPagesAreToldAndNoMore() throws Exception {
        List<Listener> pages = new ArrayList<>();
        try {
            for (int i = 0; i < Page.STREAMS; i++) {
                pages.add(new Listener());
                pages.get(i).event();
            }

            HttpResponse<String> refused = get("/v1/events");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(Json.read(refused.body()).text("detail")).contains("128 pages are open");
            assertThat(get("/v1/info").statusCode()).isEqualTo(200);
        } finally {
            for (Listener page : pages) {
                page.close();
            }
        }
    }

    @Test
    void aNodeThatIsClosedIsAProblem() throws Exception {
        dht.failure = new DhtException(DhtException.Reason.CLOSED, "the node was closed");

        HttpResponse<String> answer = get("/v1/events");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Json.read(answer.body()).text("detail")).isEqualTo("the node was closed");
    }

    @Test
    void anErrorEndsTheStreamsAndTheNextPageIsToldAgain() throws Exception {
        try (Listener page = new Listener()) {
            page.event();
            broken = true;
            page.untilItEnds();
        }
        assertThat(get("/v1/events").statusCode()).isEqualTo(500);

        broken = false;

        try (Listener page = new Listener()) {
            assertThat(page.event().name).isEqualTo("node");
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return Described.seen(client.send(
                HttpRequest.newBuilder(URI.create(api.url() + path)).build(), HttpResponse.BodyHandlers.ofString()));
    }

    private record Event(String name, Fields document) {}

    /** A page's end of the stream. */
    private final class Listener implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        Listener() throws IOException {
            socket = new Socket(api.address().getAddress(), api.address().getPort());
            socket.getOutputStream()
                    .write("GET /v1/events HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).contains("200");
            while (!lines.readLine().isEmpty()) {
                // the head of the answer
            }
        }

        Event event() throws IOException {
            String name = lines.readLine();
            String data = lines.readLine();
            assertThat(lines.readLine()).isEmpty();
            Event event = new Event(name.substring("event: ".length()), Json.read(data.substring("data: ".length())));
            Described.seenEvent("/v1/events", event.name, data.substring("data: ".length()));
            return event;
        }

        void untilItEnds() throws IOException {
            while (lines.readLine() != null) {
                // what was told before
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
