package dev.dht.app.http;

import com.sun.net.httpserver.HttpExchange;
import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import dev.dht.app.json.WrongDocumentException;
import dev.dht.id.Id;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A request that a route was found for. What it lacks is a {@link Problem}. */
public final class Request {
    /** Bytes of a body that are read; none that makes sense has more. */
    static final int BODY_BYTES = 64 << 10;

    /** Bytes that are read and thrown away of a body that is too long, so that its sender comes to read the answer. */
    private static final int DRAINED_BYTES = 4 << 20;

    private final HttpExchange exchange;
    private final List<String> variables;

    /** A request, and what stands in the places of its path that a route leaves open. */
    Request(HttpExchange exchange, List<String> variables) {
        this.exchange = exchange;
        this.variables = variables;
    }

    /** What stands in the first place of the path that its route leaves open. */
    public String variable() {
        return variables.get(0);
    }

    /** The id in the path. */
    public Id id() {
        try {
            return Id.parse(variables.get(0));
        } catch (IllegalArgumentException e) {
            throw new Problem(400, "not an id: " + e.getMessage());
        }
    }

    /**
     * The JSON object in the body.
     *
     * @param example what it looks like; every field that it may have is in it
     */
    Fields body(String example) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] bytes = in.readNBytes(BODY_BYTES + 1);
        if (bytes.length > BODY_BYTES) {
            drain(in);
            throw new Problem(413, "a body has at most " + BODY_BYTES + " bytes");
        }
        Fields body;
        try {
            body = Json.read(new String(bytes, StandardCharsets.UTF_8));
        } catch (WrongDocumentException e) {
            throw new Problem(400, "the body is " + e.getMessage() + "; it should be " + example);
        }
        Set<String> unknown = new LinkedHashSet<>(body.all().keySet());
        unknown.removeAll(Json.read(example).all().keySet());
        if (!unknown.isEmpty()) {
            throw new Problem(
                    400, "the body has unknown fields: " + String.join(", ", unknown) + "; it should be " + example);
        }
        return body;
    }

    private static void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[8 << 10];
        for (int left = DRAINED_BYTES; left > 0; ) {
            int n = in.read(buffer);
            if (n < 0) {
                return;
            }
            left -= n;
        }
    }

    /** Refuses parameters of the query string that are not among these. */
    void allowParameters(Set<String> known) {
        Set<String> unknown = new LinkedHashSet<>();
        for (Parameter parameter : parameters()) {
            if (!known.contains(parameter.name())) {
                unknown.add(parameter.name());
            }
        }
        if (!unknown.isEmpty()) {
            String takes = known.isEmpty() ? "this takes none" : "this takes " + String.join(", ", known);
            throw new Problem(400, "unknown parameters: " + String.join(", ", unknown) + " (" + takes + ")");
        }
    }

    /** A parameter of the query string that is true or false. */
    boolean flag(String name, boolean byDefault) {
        String value = parameter(name).orElse(Boolean.toString(byDefault));
        return switch (value) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw new Problem(400, name + " is true or false, not '" + value + "'");
        };
    }

    /** A parameter of the query string, if it is there. */
    Optional<String> parameter(String name) {
        return parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    private record Parameter(String name, String value) {}

    private List<Parameter> parameters() {
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return List.of();
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (!pair.isEmpty()) {
                parameters.add(new Parameter(name, URLDecoder.decode(value, StandardCharsets.UTF_8)));
            }
        }
        return parameters;
    }

    /** What the client says it reads; empty if it does not say. */
    String accept() {
        List<String> accepted = exchange.getRequestHeaders().get("Accept");
        return accepted == null ? "" : String.join(", ", accepted);
    }
}
