package dev.dht.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** What {@code docs/openapi.json} says of the API, and whether an answer is as it says. */
public final class Described {
    static final Path FILE = Path.of("..", "docs", "openapi.json");

    private static final Described API = new Described();

    private final JsonNode document = new ObjectMapper().readTree(FILE.toFile());
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    static JsonNode document() {
        return API.document;
    }

    /** Every method and path, as {@code GET /v1/entries/{}}. */
    static List<String> routes() {
        List<String> routes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : API.document.get("paths").properties()) {
            for (String method : new String[] {"get", "put", "post", "delete"}) {
                if (path.getValue().has(method)) {
                    routes.add(method.toUpperCase(Locale.ROOT) + " "
                            + path.getKey().replaceAll("\\{[^}]*}", "{}"));
                }
            }
        }
        return routes;
    }

    /** The answer, if it is as the description says. */
    public static HttpResponse<String> seen(HttpResponse<String> answer) {
        assertThat(faults(
                        answer.request().method(),
                        answer.request().uri().getRawPath(),
                        answer.statusCode(),
                        answer.headers().firstValue("Content-Type").orElse(""),
                        answer.body()))
                .as("what docs/openapi.json says")
                .isEmpty();
        return answer;
    }

    /** What is wrong with an answer, by the description; empty where nothing is. */
    static List<String> faults(String method, String target, int status, String type, String body) {
        return API.check(method, target, status, type, body);
    }

    /**
     * An event of a stream, if it is as the description says.
     *
     * @param target the path of the stream
     */
    public static void seenEvent(String target, String name, String data) {
        assertThat(faultsOfEvent(target, name, data))
                .as("what docs/openapi.json says of events")
                .isEmpty();
    }

    /** What is wrong with an event, by the description; empty where nothing is. */
    static List<String> faultsOfEvent(String target, String name, String data) {
        String where = "the event " + name + " of " + target + " ";
        JsonNode stream = API.path(target).at("/get/responses/200/content/text~1event-stream/x-events");
        return stream.has(name)
                ? API.violations(stream.get(name), data, where)
                : List.of(where + "which is not described");
    }

    private List<String> check(String method, String target, int status, String type, String body) {
        String where = method + " " + target + " gave " + status + " ";
        JsonNode path = path(target);
        JsonNode operation = path == null ? null : path.get(operation(method));
        if (operation == null) {
            // Nothing is there, or not by this method, or it was not let in.
            boolean refused = Stream.of(400, 401, 403, 404, 405).anyMatch(s -> s == status);
            return refused ? List.of() : List.of(where + "which the description has no operation for");
        }
        JsonNode response = operation.get("responses").get(Integer.toString(status));
        if (response == null) {
            return List.of(where + "which is not described");
        }
        JsonNode content = response.get("content");
        if (content == null || method.equals("HEAD")) {
            return body.isEmpty() ? List.of() : List.of(where + "with a body that is not described");
        }
        String media = type.replaceAll(";.*", "").strip();
        JsonNode described = content.get(media);
        if (described == null) {
            return List.of(where + "as " + media + ", which is not described");
        }
        return media.endsWith("json") ? violations(described.get("schema"), body, where) : List.of();
    }

    private List<String> violations(JsonNode schema, String body, String where) {
        ObjectNode whole = (ObjectNode) schema.deepCopy();
        whole.set("components", document.get("components"));
        Schema compiled = schemas.getSchema(whole);
        return compiled.validate(body, InputFormat.JSON).stream()
                .map(Error::toString)
                .map(fault -> where + fault)
                .collect(Collectors.toList());
    }

    private JsonNode path(String target) {
        String plain = target.replaceAll("[?#].*", "");
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            if (plain.matches(path.getKey().replace(".", "\\.").replaceAll("\\{[^}]*}", "[^/]*"))) {
                return path.getValue();
            }
        }
        return null;
    }

    private static String operation(String method) {
        return method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    }
}
