package dev.dht.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dht.app.http.Described;
import dev.dht.app.http.LocalApi;
import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import dev.dht.app.node.UdpNodes;
import dev.dht.app.page.Page;
import dev.dht.id.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The calls that only the demonstration has, on a small swarm of real nodes. */
@Timeout(240)
class SwarmRoutesTest {
    private static final Id ID = Id.of(1, 2, 3, 4);

    private final Swarm swarm = new Swarm(new UdpNodes());
    private final HttpClient client = HttpClient.newHttpClient();
    private LocalApi api;

    @BeforeEach
    void serve() throws Exception {
        swarm.start(3);
        swarm.node(2).enter(ID, 8080);
        api = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SwarmSource source = new SwarmSource(swarm);
        api.serve(swarm.node(1), false, new SwarmRoutes(swarm, source), new Page(swarm.node(1), source));
    }

    @AfterEach
    void close() {
        api.close();
        swarm.close();
    }

    @Test
    void theSwarmIsWhoIsThereWhomTheyKnowAndWhatTheyHold() throws Exception {
        // They come to know each other while the first answers are on their way, and the owner stores once more then.
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> swarm().objects("nodes").stream()
                        .allMatch(node -> node.all().get("knows") instanceof List<?> known && known.size() == 2));
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> swarm().objects("entries").get(0).all().get("holder_numbers"), List.of(1, 3)::equals);
        Fields swarm = swarm();

        assertThat(swarm.objects("nodes")).extracting(node -> node.number("n")).containsExactly(1L, 2L, 3L);
        assertThat(swarm.objects("gone")).isEmpty();
        Fields entry = swarm.objects("entries").get(0);
        assertThat(entry.text("id")).isEqualTo(ID.hex());
        assertThat(entry.number("owner")).isEqualTo(2);
    }

    @Test
    void aNodeThatIsKilledIsGoneAndAnotherCanBeStarted() throws Exception {
        assertThat(call("DELETE", "/v1/swarm/3").statusCode()).isEqualTo(204);

        Fields without = swarm();
        assertThat(without.objects("nodes"))
                .extracting(node -> node.number("n"))
                .containsExactly(1L, 2L);
        assertThat(without.objects("gone").get(0).number("n")).isEqualTo(3);
        assertThat(call("DELETE", "/v1/swarm/3").statusCode()).isEqualTo(404);

        HttpResponse<String> started = call("POST", "/v1/swarm");
        assertThat(started.statusCode()).isEqualTo(201);
        assertThat(Json.read(started.body()).number("n")).isEqualTo(4);
        assertThat(swarm().objects("nodes"))
                .extracting(node -> node.number("n"))
                .containsExactly(1L, 2L, 4L);
    }

    @Test
    void theFirstNodeStaysAndWhatIsNoNodeIsRefused() throws Exception {
        HttpResponse<String> first = call("DELETE", "/v1/swarm/1");

        assertThat(first.statusCode()).isEqualTo(409);
        assertThat(Json.read(first.body()).text("detail")).contains("node 1 stays", "kill another");
        assertThat(call("DELETE", "/v1/swarm/99").statusCode()).isEqualTo(404);
        assertThat(call("DELETE", "/v1/swarm/x").statusCode()).isEqualTo(400);
        assertThat(swarm.size()).isEqualTo(3);
    }

    @Test
    void theOwnerOfAnEntryRenewsItWhenItIsAsked() throws Exception {
        HttpResponse<String> renewed = call("PUT", "/v1/swarm/entries/" + ID.hex());

        assertThat(renewed.statusCode()).isEqualTo(200);
        assertThat(Json.read(renewed.body()).text("id")).isEqualTo(ID.hex());
        assertThat(call("PUT", "/v1/swarm/entries/" + Id.ZERO.hex()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPageOfAnotherSiteCannotKill() throws Exception {
        HttpResponse<String> answer = client.send(
                request("DELETE", "/v1/swarm/3")
                        .header("Origin", "https://evil.example")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(swarm.size()).isEqualTo(3);
    }

    @Test
    void whatThePageIsToldIsAsDescribed() throws Exception {
        swarm.node(1).enter(Id.of(5, 6, 7, 8), 8081);
        swarm.kill(3);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(api.url() + "/v1/events")).build();
        Set<String> told = new TreeSet<>();
        try (Stream<String> lines =
                client.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            String name = "";
            for (Iterator<String> each = lines.iterator(); told.size() < 4 && each.hasNext(); ) {
                String line = each.next();
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    Described.seenEvent("/v1/events", name, line.substring("data: ".length()));
                    told.add(name);
                }
            }
        }

        assertThat(told).containsExactly("entries", "node", "swarm", "table");
    }

    private Fields swarm() throws IOException, InterruptedException {
        return Json.read(call("GET", "/v1/swarm").body());
    }

    private HttpResponse<String> call(String method, String path) throws IOException, InterruptedException {
        return Described.seen(client.send(request(method, path).build(), HttpResponse.BodyHandlers.ofString()));
    }

    private HttpRequest.Builder request(String method, String path) {
        return HttpRequest.newBuilder(URI.create(api.url() + path)).method(method, HttpRequest.BodyPublishers.noBody());
    }
}
