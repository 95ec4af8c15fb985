package dev.dht.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.FakeDht;
import dev.dht.app.metrics.Metrics;
import dev.dht.app.page.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The description of the API is that of this API. That each answer is as described, every test of the API sees. */
class OpenApiTest {
    @Test
    void everyRouteIsDescribedAndNoOther() {
        FakeDht dht = new FakeDht();
        Routes routes = new NodeRoutes(dht, false, new Metrics(), null).routes();
        new Page(dht).addTo(routes);

        // Those of the swarm are the demonstration's: SwarmRoutesTest sees its answers.
        assertThat(Described.routes())
                .filteredOn(route -> !route.contains(" /v1/swarm"))
                .containsExactlyInAnyOrderElementsOf(routes.all());
    }

    @Test
    void itIsWholeInItself() throws IOException {
        JsonNode document = Described.document();

        assertThat(document.get("openapi").asString()).startsWith("3.1.");
        assertThat(document.get("info").has("title")).isTrue();
        assertThat(document.get("info").has("version")).isTrue();
        Set<String> named = new HashSet<>();
        Pattern.compile("\"#/components/schemas/(\\w+)\"")
                .matcher(Files.readString(Described.FILE))
                .results()
                .forEach(reference -> named.add(reference.group(1)));
        assertThat(document.get("components").get("schemas").propertyNames())
                .containsExactlyInAnyOrderElementsOf(named);
        Set<String> operations = new HashSet<>();
        document.get("paths")
                .forEach(path -> path.forEach(operation -> {
                    if (operation.has("operationId")) {
                        assertThat(operations.add(operation.get("operationId").asString()))
                                .isTrue();
                        assertThat(operation.get("summary").asString()).isNotBlank();
                    }
                }));
        assertThat(operations).isNotEmpty();
    }

    @Test
    void theNodeServesIt() throws IOException {
        try (LocalApi api = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            api.serve(new FakeDht(), false);

            ApiAnswer answer = ApiAnswer.of(api.address(), "GET", "/v1/openapi.json", "");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(Files.readString(Described.FILE));
        }
    }

    @Test
    void anEventThatIsNotAsDescribedIsSeen() {
        String endpoint = "{\"host\":\"127.0.0.1\",\"port\":8080}";

        assertThat(Described.faultsOfEvent("/v1/lookup/12", "endpoint", endpoint))
                .isEmpty();
        assertThat(Described.faultsOfEvent("/v1/lookup/12", "endpoint", "{\"host\":\"127.0.0.1\"}"))
                .hasSize(1);
        assertThat(Described.faultsOfEvent("/v1/lookup/12", "strange", endpoint))
                .hasSize(1);
        assertThat(Described.faultsOfEvent("/v1/events", "endpoint", endpoint)).hasSize(1);
        assertThat(Described.faultsOfEvent("/v1/info", "node", "{}")).hasSize(1);
        for (String name : new String[] {"node", "table", "entries", "swarm"}) {
            assertThat(Described.faultsOfEvent("/v1/events", name, "{}"))
                    .as(name)
                    .isNotEmpty();
        }
    }

    @Test
    void anAnswerThatIsNotAsDescribedIsSeen() {
        assertThat(Described.faults("GET", "/v1/info", 200, "application/json", "{}"))
                .isNotEmpty();
        assertThat(Described.faults("GET", "/v1/info", 418, "application/json", "{}"))
                .hasSize(1);
        assertThat(Described.faults("GET", "/v1/info", 200, "text/plain", "{}")).hasSize(1);
        assertThat(Described.faults("GET", "/v1/nothing", 200, "text/plain", ""))
                .hasSize(1);
        assertThat(Described.faults(
                        "GET", "/healthz", 200, "application/json", "{\"status\":\"ok\",\"good_contacts\":-1}"))
                .hasSize(1);
        assertThat(Described.faults(
                        "GET", "/healthz", 200, "application/json", "{\"status\":\"ok\",\"good_contacts\":1}"))
                .isEmpty();
    }
}
